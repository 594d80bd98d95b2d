/// What the answers mean, once each of them is right by itself and together.
package struct CheckedAnswers: Equatable, Sendable {
  /// nil means the kubeconfig's current context.
  package var context: String?
  /// Where the certificates come from.
  package var certificateSource: CertificateSource
  /// The container image that holds step.
  package var stepImage: String
  /// The files that the person has; nil where all are made.
  package var givenCertificates: GivenCertificatePaths?
  /// Absolute, without `.` and `..` components.
  package var certificateDirectory: String
  /// A DNS name.
  package var trustDomain: String
  /// How long the trust anchor is valid.
  package var anchorValidity: Lifetime
  /// Never longer than the anchor's, where both are made.
  package var issuerValidity: Lifetime
  /// The place that the charts come from.
  package var chartSource: ChartSource
  /// nil means the newest that fits the cluster.
  package var version: String?
  /// The control plane's namespace.
  package var controlPlaneNamespace: String
  /// How long Helm waits for the pods.
  package var wait: Lifetime
  /// What to do about the Gateway API's CRDs.
  package var gatewayAPI: GatewayAPIAnswer
  /// What leads the traffic of meshed pods through their proxies.
  package var podNetwork: PodNetworkAnswer
  /// Whether the issuer goes to the cluster as a Secret of its own.
  package var issuerSecret: Bool
  /// Where the images come from, without the last part of their names.
  package var registry: String
  /// The Secrets with the logins for that place, in the control plane's namespace.
  package var pullSecrets: [String]
  /// The domain of services' names; nil means the one that is found.
  package var clusterDomain: String?
  /// The cluster's networks, each in CIDR's form; nil means those that are found.
  package var clusterNetworks: [String]?
  /// Whether three of each part of the control plane run.
  package var isHighlyAvailable: Bool
  /// As behind helm's `--set`, in order.
  package var settings: [String]
  /// Absolute paths, in helm's order.
  package var values: [String]
  /// The namespaces to mesh, each once, none of which is refused.
  package var namespaces: [NamespaceAnswer]
  /// What is restarted once Linkerd is ready.
  package var restart: RestartAnswer
  /// Workloads that are left out of that, each as `Workload.id`.
  package var restartExcept: [String]

  /// Makes checked answers; `AnswersCheck` is who checks.
  package init(
    context: String?, certificateSource: CertificateSource = .builtIn,
    stepImage: String = CertificateAnswers().image,
    givenCertificates: GivenCertificatePaths? = nil, certificateDirectory: String,
    trustDomain: String,
    anchorValidity: Lifetime, issuerValidity: Lifetime, chartSource: ChartSource,
    version: String?, controlPlaneNamespace: String, wait: Lifetime,
    gatewayAPI: GatewayAPIAnswer, podNetwork: PodNetworkAnswer = .automatic,
    issuerSecret: Bool = false,
    registry: String = ImageRegistry.own, pullSecrets: [String] = [],
    clusterDomain: String? = nil, clusterNetworks: [String]? = nil, isHighlyAvailable: Bool = false,
    settings: [String] = [],
    values: [String],
    namespaces: [NamespaceAnswer], restart: RestartAnswer = .none, restartExcept: [String] = []
  ) {
    self.context = context
    self.certificateSource = certificateSource
    self.stepImage = stepImage
    self.givenCertificates = givenCertificates
    self.certificateDirectory = certificateDirectory
    self.trustDomain = trustDomain
    self.anchorValidity = anchorValidity
    self.issuerValidity = issuerValidity
    self.chartSource = chartSource
    self.version = version
    self.controlPlaneNamespace = controlPlaneNamespace
    self.wait = wait
    self.gatewayAPI = gatewayAPI
    self.podNetwork = podNetwork
    self.issuerSecret = issuerSecret
    self.registry = registry
    self.pullSecrets = pullSecrets
    self.clusterDomain = clusterDomain
    self.clusterNetworks = clusterNetworks
    self.isHighlyAvailable = isHighlyAvailable
    self.settings = settings
    self.values = values
    self.namespaces = namespaces
    self.restart = restart
    self.restartExcept = restartExcept
  }
}

/// The folders that relative paths are read against.
package struct HostPaths: Equatable, Sendable {
  /// The working directory, absolute.
  package var workingDirectory: String
  /// The user's home, absolute; what `~/` stands for.
  package var home: String

  /// Makes a pair of folders.
  package init(workingDirectory: String, home: String) {
    self.workingDirectory = workingDirectory
    self.home = home
  }
}
