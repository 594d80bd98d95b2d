/// The plan that takes a run back, and what it leaves alone.
package struct UndoPlan: Equatable, Sendable {
  /// What is done; without items where nothing is left to be taken back.
  package var plan: Plan
  /// What stays, and what is to be known before, in whole sentences.
  package var notes: [String]
}

/// What is on the cluster beside the traces of a run that decides how it is taken back.
package struct UndoFacts: Equatable, Sendable {
  /// What is there of what the run made.
  package var traces: RunTraces
  /// The opaque ports of the Services that the run annotated, by `namespace/name`; those without the
  /// annotation hold an empty text, those that are gone are missing.
  package var services: [String: String]
  /// What is in the namespaces that the run made, beside what every namespace has and what the run put
  /// there: `kind/name`, by namespace; a namespace whose content may not be read is missing.
  package var contents: [String: [String]]
  /// Helm's own list of repositories: addresses by name.
  package var repositories: [String: String]
  /// How many pods of other namespaces have a proxy of this control plane, by namespace.
  package var meshedPods: [String: Int]
  /// The items whose object was there when they were to make it.
  package var foundThere: Set<String> = []
  /// The SHA-256 fingerprints of the certificates that the run has made, by path; nil where the files are
  /// others now.
  package var ownCertificates: [String: String]?

  /// Makes a description of what was found.
  package init(
    traces: RunTraces = RunTraces(), services: [String: String] = [:],
    contents: [String: [String]] = [:], repositories: [String: String] = [:],
    meshedPods: [String: Int] = [:]
  ) {
    self.traces = traces
    self.services = services
    self.contents = contents
    self.repositories = repositories
    self.meshedPods = meshedPods
  }
}

extension Plan {
  /// What the ids of the items begin with that take something back.
  package static let undoPrefix = "undo-"

  /// The plan that takes back what a run of this one has done, by what is on the cluster now.
  ///
  /// `steps` tells how far its items came, by their ids. What somebody has changed since stays. The
  /// order is Linkerd's: annotations and proxies first, then the control plane, its CRDs, and the
  /// namespace (linkerd.io/2/tasks/uninstall). `run` is the run's name. The certificates go only where
  /// `removesCertificates` says so.
  package func undo(
    of run: String, after steps: [String: PastStep], found: UndoFacts, removesCertificates: Bool
  ) -> UndoPlan {
    var writer = UndoWriter(plan: self, found: found)
    let begun = items.filter { (steps[$0.id] ?? .waiting) != .waiting }
    // What was tried and failed can be somebody else's.
    let done = items.filter { steps[$0.id] == .done }
    writer.undoAnnotations(begun)
    writer.undoRestarts(begun)
    writer.undoNamespaces(begun)
    writer.undoReleases(begun)
    writer.undoIssuerSecret(done)
    writer.undoOwnNamespaces(begun)
    writer.undoRepository(done)
    writer.undoCertificates(done, removes: removesCertificates)
    var plan = self
    plan.items = writer.items
    plan.undoes = run
    plan.annotationsBefore = nil
    plan.removal = nil
    plan.upgrade = nil
    return UndoPlan(plan: plan, notes: writer.notes)
  }
}
