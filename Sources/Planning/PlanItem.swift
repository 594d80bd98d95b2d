/// One thing that the plan does, in its place in the order.
package struct PlanItem: Equatable, Codable, Sendable {
  /// A stable name, unique in the plan, such as `crds` or `create-payments`.
  package var id: String
  /// The word before it on Review, such as `control plane`; at most 14 columns.
  package var purpose: String
  /// Why it is done, in a whole sentence.
  package var explanation: String
  /// What is done.
  package var action: Action

  /// What an item does.
  package enum Action: Equatable, Codable, Sendable {
    case writeCertificates(CertificatePlan)
    case command(Command)
    case verify(MeshCheck)
    /// Deletes what a recipe has written, and its directory if that is empty then; only where the
    /// certificates have those SHA-256 fingerprints, by path.
    case removeCertificates(CertificatePlan, made: [String: String])
  }

  /// Makes an item.
  package init(id: String, purpose: String, explanation: String, action: Action) {
    self.id = id
    self.purpose = purpose
    self.explanation = explanation
    self.action = action
  }
}

/// The proof at the end of a run: what has to be true of the cluster then.
package struct MeshCheck: Equatable, Codable, Sendable {
  /// The control plane's namespace.
  package var namespace: String
  /// Namespaces whose annotation is looked at.
  package var meshedNamespaces: [String]
  /// The trust anchor's file, absolute, whose content the cluster's ConfigMap must hold; nil means
  /// that there is none to compare with.
  package var anchorCertificatePath: String?
  /// Whether the proxies of workloads are looked at as well.
  package var includesDataPlane: Bool
  /// The namespaces whose workloads are restarted next: where a new pod of theirs would get no proxy,
  /// the proof fails. nil where nothing is restarted; then that is only warned of.
  package var restartedNamespaces: [String]?
  /// Whether the workloads of `meshedNamespaces` were restarted: only they are looked at then, and
  /// pods of theirs that should have a proxy and have none are told.
  package var followsRestarts = false

  /// Makes a check.
  package init(
    namespace: String, meshedNamespaces: [String], anchorCertificatePath: String?,
    includesDataPlane: Bool = false
  ) {
    self.namespace = namespace
    self.meshedNamespaces = meshedNamespaces
    self.anchorCertificatePath = anchorCertificatePath
    self.includesDataPlane = includesDataPlane
  }
}
