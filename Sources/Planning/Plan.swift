/// Everything that a confirmed run will do, and what it relies on.
///
/// A plan is built once, for Review, and executed as it is: it is not built again from facts that
/// may have changed meanwhile.
package struct Plan: Equatable, Codable, Sendable {
  /// The version of the program that built it.
  package var programVersion: String
  /// The cluster that it was built for.
  package var cluster: ClusterIdentity
  /// kubectl and Helm, as they were found.
  package var tools: [Tool]
  /// The charts that are installed.
  package var charts: FetchedCharts
  /// The values files, as they were when the plan was built.
  package var valuesFiles: [GivenFile]
  /// What is done, in this order.
  package var items: [PlanItem]
  /// What is removed of an earlier install; nil where nothing of one was found.
  package var removal: ExistingWork.Removal?
  /// The releases that are upgraded; nil where all is installed.
  package var upgrade: ExistingWork.Upgrade?
  /// What the annotations were that are changed, without those of objects that had none; nil means
  /// that none had.
  package var annotationsBefore: [AnnotationsBefore]?
  /// The name of the run that it takes back; nil for an install.
  package var undoes: String?

  /// Whether it takes another run back.
  package var isUndo: Bool { undoes != nil }

  /// Makes a plan.
  package init(
    programVersion: String, cluster: ClusterIdentity, tools: [Tool], charts: FetchedCharts,
    valuesFiles: [GivenFile], items: [PlanItem], existing: ExistingWork = .none,
    annotationsBefore: [AnnotationsBefore] = []
  ) {
    self.programVersion = programVersion
    self.cluster = cluster
    self.tools = tools
    self.charts = charts
    self.valuesFiles = valuesFiles
    self.items = items
    self.annotationsBefore = annotationsBefore.isEmpty ? nil : annotationsBefore
    switch existing {
    case .none: break
    case .removal(let removal): self.removal = removal
    case .upgrade(let upgrade): self.upgrade = upgrade
    }
  }

  /// What is done about a Linkerd that is there already.
  package var existing: ExistingWork {
    upgrade.map { .upgrade($0) } ?? removal.map { .removal($0) } ?? .none
  }
}

/// What tells one cluster from another.
package struct ClusterIdentity: Equatable, Codable, Sendable {
  /// The kubeconfig's context, by its name.
  package var context: String
  /// The server's address.
  package var server: String
  /// The uid of kube-system; nil where it may not be read.
  package var uid: String?
  /// SHA-256, lowercase hex, of the CA data or CA file's path in the kubeconfig; nil where there is none.
  package var authority: String?
  /// The file given as `--kubeconfig`, absolute; nil means the environment's.
  package var kubeconfig: String?

  /// Makes an identity.
  package init(
    context: String, server: String, uid: String?, authority: String?, kubeconfig: String?
  ) {
    self.context = context
    self.server = server
    self.uid = uid
    self.authority = authority
    self.kubeconfig = kubeconfig
  }
}
