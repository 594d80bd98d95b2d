/// Everything that decides what a plan looks like: the answers and what was found.
package struct PlanInputs: Equatable, Sendable {
  /// The version of the program that builds the plan.
  package var programVersion: String
  /// The moment of building; the certificates' instants count from it.
  package var now: Instant
  /// What was answered.
  package var answers: CheckedAnswers
  /// The cluster that is installed on.
  package var cluster: ClusterIdentity
  /// The kubectl that runs.
  package var kubectl: Tool
  /// The Helm that runs.
  package var helm: Tool
  /// The step that makes the certificates; nil where another source does.
  package var step: Tool?
  /// The engine whose container runs step; nil where none is used.
  package var engine: ContainerEngine?
  /// What is in the files that the person gives; nil where all are made.
  package var given: GivenCertificates?
  /// The charts that are installed.
  package var charts: FetchedCharts
  /// The values files as they are, in helm's order.
  package var valuesFiles: [GivenFile]
  /// Helm's own list of repositories, as it is.
  package var repositories: [HelmRepository]
  /// The namespaces that exist.
  package var existingNamespaces: Set<String>
  /// What the annotations of chosen namespaces and of `services` are, without those that have none.
  package var annotationsBefore: [AnnotationsBefore]
  /// The Services of the namespaces that get opaque ports.
  package var services: [ServiceFact]
  /// What the nodes are like; nil where that isn't known.
  package var nodes: NodeTraits?
  /// How the cluster names services and which addresses it gives; nil where that isn't known.
  package var network: ClusterNetwork?
  /// Whose the Gateway API's CRDs are.
  package var gatewayAPI: GatewayAPIState
  /// What is done about a Linkerd that is there already.
  package var existing: ExistingWork
  /// The workloads that are restarted once Linkerd is ready, in this order.
  package var restarts: [WorkloadRestart]

  /// Makes the inputs of a plan.
  package init(
    programVersion: String, now: Instant, answers: CheckedAnswers, cluster: ClusterIdentity,
    kubectl: Tool, helm: Tool, step: Tool? = nil, engine: ContainerEngine? = nil,
    given: GivenCertificates? = nil, charts: FetchedCharts, valuesFiles: [GivenFile],
    repositories: [HelmRepository], existingNamespaces: Set<String>,
    annotationsBefore: [AnnotationsBefore] = [], services: [ServiceFact] = [],
    nodes: NodeTraits? = nil,
    network: ClusterNetwork? = nil,
    gatewayAPI: GatewayAPIState, existing: ExistingWork = .none, restarts: [WorkloadRestart] = []
  ) {
    self.programVersion = programVersion
    self.now = now
    self.answers = answers
    self.cluster = cluster
    self.kubectl = kubectl
    self.helm = helm
    self.step = step
    self.engine = engine
    self.given = given
    self.charts = charts
    self.valuesFiles = valuesFiles
    self.repositories = repositories
    self.existingNamespaces = existingNamespaces
    self.annotationsBefore = annotationsBefore
    self.services = services
    self.nodes = nodes
    self.network = network
    self.gatewayAPI = gatewayAPI
    self.existing = existing
    self.restarts = restarts
  }
}

/// Whose the Gateway API's CRDs on the cluster are.
package enum GatewayAPIState: Equatable, Codable, Sendable {
  case absent
  /// Installed by a Linkerd chart or its CLI. `release` is Helm's release as `namespace/name`, nil
  /// where Helm doesn't own them.
  case linkerd(bundleVersion: String?, release: String?)
  /// Somebody else's. `owner` says whose in a few words, such as `helm release traefik/traefik`;
  /// nil where nobody has signed. `servesV1` tells whether HTTPRoute is served at v1.
  case foreign(bundleVersion: String?, owner: String?, servesV1: Bool)
}
