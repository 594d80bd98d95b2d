package import Planning

/// What the program was started for.
package enum LaunchGoal: Equatable, Sendable {
  /// To ask and to install; `offers` tells whether a run that was left in the middle is looked for.
  case install(offers: Bool)
  /// To go on with a run that is named, or to undo it; nothing is asked.
  case namedRun
}

/// What the program was started with and where; it never changes while the program runs.
package struct LaunchOptions: Equatable, Sendable {
  /// The version of this program.
  package var programVersion: String
  /// The folders that relative paths start from.
  package var paths: HostPaths
  /// The file given as `--kubeconfig`, absolute; nil means the environment's.
  package var kubeconfig: String?
  /// What it was started for.
  package var goal = LaunchGoal.install(offers: false)
  /// Whether the cluster is the practice cluster.
  package var isPractice: Bool
  /// The addresses of Linkerd's two chart repositories; the practice cluster has its own.
  package var edgeRepository: String
  /// The address of the repository of Linkerd's last stable line.
  package var stableRepository: String
  /// The moment from which the certificates' lives are counted, to build once more a plan that was
  /// shown before; nil means the moment when Review first opens.
  package var plannedAt: Instant?

  /// Makes options; without other addresses the repositories are Linkerd's own.
  package init(
    programVersion: String, paths: HostPaths, kubeconfig: String? = nil, isPractice: Bool = false,
    edgeRepository: String = "https://helm.linkerd.io/edge",
    stableRepository: String = "https://helm.linkerd.io/stable"
  ) {
    self.programVersion = programVersion
    self.paths = paths
    self.kubeconfig = kubeconfig
    self.isPractice = isPractice
    self.edgeRepository = edgeRepository
    self.stableRepository = stableRepository
  }
}
