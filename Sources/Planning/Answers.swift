/// What the person has answered so far: the content of an answers file, without any secret.
///
/// Answers hold texts as they were typed, right or wrong; `CheckedAnswers` holds what they mean.
package struct Answers: Equatable, Codable, Sendable {
  /// The kubeconfig's context; nil means the current one.
  package var context: String?
  /// What may be done about a Linkerd that is there already.
  package var existing = ExistingAnswer.stop
  /// What was answered on the certificates' screen.
  package var certificates = CertificateAnswers()
  /// What was answered on the control plane's screen.
  package var controlPlane = ControlPlaneAnswers()
  /// The namespaces to mesh, in the order in which they were chosen; each name once.
  package var namespaces: [NamespaceAnswer] = []
  /// What is restarted once Linkerd is ready.
  package var restart = RestartAnswer.none
  /// Workloads that are left out of that, such as `shop/deployment/web`.
  package var restartExcept: [String] = []

  /// Makes the answers of somebody who has answered nothing: every default.
  package init() {}
}

extension Answers {
  /// The same answers, whatever directory they are read in; names of files inside `from` stay, and
  /// so does a `from` that the source doesn't use.
  package func withAbsolutePaths(_ paths: HostPaths) -> Answers {
    var answers = self
    answers.certificates.directory = PathText.absolute(certificates.directory, paths: paths)
    if certificates.source.isGiven {
      answers.certificates.from = PathText.absolute(certificates.from, paths: paths)
    }
    if controlPlane.charts == .own,
      case .success(let source) = ChartSource.read(controlPlane, paths: paths)
    {
      answers.controlPlane.ownCharts = source.answersText
    }
    answers.controlPlane.values = controlPlane.values.map { PathText.absolute($0, paths: paths) }
    return answers
  }
}

/// Where the trust anchor and the issuer come from and how long they last.
package struct CertificateAnswers: Equatable, Codable, Sendable {
  /// Where the certificates come from.
  package var source = CertificateSource.builtIn
  /// The container image that holds step, for `CertificateSource.stepInDocker`.
  package var image = "docker.io/smallstep/step-cli"
  /// The directory that holds the files which the person has, for `files` and `existingRoot`.
  package var from = "./linkerd-certificates"
  /// The trust anchor, or a bundle of several, in `from` or absolute; the next three likewise.
  package var anchor = CertificatePlan.anchorCertificateFile
  /// The trust anchor's key, for `existingRoot`.
  package var anchorKey = CertificatePlan.anchorKeyFile
  /// The issuer, for `files`.
  package var issuer = CertificatePlan.issuerCertificateFile
  /// The issuer's key, for `files`.
  package var issuerKey = CertificatePlan.issuerKeyFile
  /// The directory that Helm gets the files from; relative to the working directory where it isn't
  /// absolute.
  package var directory = "./linkerd-certificates"
  /// The domain in the names of the mesh's identities.
  package var trustDomain = "cluster.local"
  /// As people write it: `87600h`, `3650d`, `10y`.
  package var anchorValidity = "87600h"
  /// How long the issuer is valid, written in the same way.
  package var issuerValidity = "8760h"

  /// Makes the defaults.
  package init() {}
}

/// Where the certificates come from.
package enum CertificateSource: String, CaseIterable, Codable, Sendable {
  /// This program makes them, in process.
  case builtIn = "built-in"
  /// The `step` command on PATH makes them.
  case step
  /// step makes them in a container.
  case stepInDocker = "step-docker"
  /// The person has an anchor, an issuer and its key.
  case files
  /// The person has a trust anchor with its key; only an issuer is made.
  case existingRoot = "existing-root"

  /// Whether the person gives files.
  package var isGiven: Bool { self == .files || self == .existingRoot }
  /// Whether step makes the files.
  package var usesStep: Bool { self == .step || self == .stepInDocker }
}

/// Which charts Helm installs, and how.
package struct ControlPlaneAnswers: Equatable, Codable, Sendable {
  /// The kind of place that the charts come from.
  package var charts = ChartsAnswer.edge
  /// The directory, `.tgz`, or repository's or registry's address of `ChartsAnswer.own`; empty where
  /// none was given.
  package var ownCharts = ""
  /// A chart version, or `latest`: the newest one that fits the cluster.
  package var version = "latest"
  /// The control plane's namespace.
  package var namespace = "linkerd"
  /// How long Helm waits for the pods, as people write it: `5m`.
  package var wait = "5m"
  /// The domain of services' names; `auto` means the one that CoreDNS serves.
  package var clusterDomain = "auto"
  /// The networks that pods and services have their addresses from, with commas between them; `auto`
  /// means the chart's own and those that were found.
  package var clusterNetworks = "auto"
  /// What to do about the Gateway API's CRDs.
  package var gatewayAPI = GatewayAPIAnswer.auto
  /// What leads the traffic of meshed pods through their proxies.
  package var podNetwork = PodNetworkAnswer.automatic
  /// How the issuer and its key get to the cluster.
  package var issuerKey = IssuerKeyAnswer.helm
  /// Where the images come from, without the last part of their names.
  package var registry = ImageRegistry.own
  /// The Secrets of the control plane's namespace with the logins for that place.
  package var pullSecrets: [String] = []
  /// How many of each part of the control plane run.
  package var availability = AvailabilityAnswer.single
  /// Single values for the control plane's chart, as helm's `--set`, in order.
  package var settings: [String] = []
  /// Values files for the control plane's chart, as helm's `-f`, in order.
  package var values: [String] = []

  /// Makes the defaults.
  package init() {}
}

/// The kinds of places that charts come from.
package enum ChartsAnswer: String, CaseIterable, Codable, Sendable {
  case edge, stable, linkerd2, own
}

/// What to do about the Gateway API's CRDs.
package enum GatewayAPIAnswer: String, CaseIterable, Codable, Sendable {
  /// Install them where they are absent, leave them alone where somebody else owns them.
  case auto
  case install
  case skip
}

/// What leads the traffic of meshed pods through their proxies.
package enum PodNetworkAnswer: String, CaseIterable, Codable, Sendable {
  /// The one that suits the cluster.
  case automatic = "auto"
  /// A container that starts first in each pod and needs the capability NET_ADMIN.
  case initContainer = "init"
  /// Linkerd's CNI plugin, which runs on each node: pods need no rights of their own.
  case plugin = "cni"
}

/// How many of each part of the control plane run.
package enum AvailabilityAnswer: String, CaseIterable, Codable, Sendable {
  /// One of each.
  case single
  /// Three of each on three nodes, by the chart's own `values-ha.yaml`.
  case high
}

/// How the issuer's key gets to the cluster.
package enum IssuerKeyAnswer: String, CaseIterable, Codable, Sendable {
  /// As values of the chart, which Helm keeps with each release.
  case helm
  /// As a Secret of its own, which Helm knows nothing of.
  case secret
}

/// A namespace to mesh.
package struct NamespaceAnswer: Equatable, Hashable, Codable, Sendable {
  /// As Kubernetes knows it, right or wrong.
  package var name: String
  /// The value of its annotation.
  package var inject: Injection
  /// Ports that are opaque beside the usual ones, as people write them: `4222,6222`; empty where none
  /// are.
  package var opaquePorts: String

  /// Makes a namespace to mesh; its pods get a proxy unless said otherwise.
  package init(_ name: String, inject: Injection = .enabled, opaquePorts: String = "") {
    self.name = name
    self.inject = inject
    self.opaquePorts = opaquePorts
  }

  /// The ports that are opaque beside the usual ones; nil where there are none or they can't be read.
  package var opaque: OpaquePorts? {
    opaquePorts.isEmpty ? nil : try? OpaquePorts.read(opaquePorts).get()
  }
}

/// The value of the annotation `linkerd.io/inject`.
package enum Injection: String, CaseIterable, Codable, Sendable {
  case enabled
  /// For ingress controllers that have no support for Linkerd of their own: the proxy takes
  /// requests' own addresses in place of the pod's choice (linkerd.io/2/tasks/using-ingress).
  case ingress
  /// No proxy, but for pods that ask for one themselves.
  case disabled

  /// Whether pods get a proxy by it.
  package var givesProxies: Bool { self != .disabled }

  /// Whether pods get a proxy by an annotation's value; nil and what Linkerd doesn't know give none
  /// (linkerd2 pkg/inject/report.go).
  package static func givesProxies(annotation: String?) -> Bool {
    annotation.flatMap(Injection.init(rawValue:))?.givesProxies ?? false
  }

  /// The value after this one; the first after the last.
  package var next: Injection {
    switch self {
    case .enabled: .ingress
    case .ingress: .disabled
    case .disabled: .enabled
    }
  }
}

/// What is restarted once Linkerd is ready.
package enum RestartAnswer: String, CaseIterable, Codable, Sendable {
  case none
  /// The workloads of the namespaces that were chosen.
  case namespaces
}
