package import Planning

/// Everything that the host has told about this machine and the cluster.
package struct ClusterFacts: Equatable, Sendable {
  /// The contexts of the kubeconfig.
  package var contexts = Fact<KubeContexts>.unknown
  /// The kubectl that is used.
  package var kubectl = Fact<Tool>.unknown
  /// The Helm that is used.
  package var helm = Fact<Tool>.unknown
  /// What the API server says about itself.
  package var server = Fact<ServerFact>.unknown
  /// What the user of the kubeconfig may do.
  package var access = Fact<AccessFact>.unknown
  /// What of Linkerd is there already.
  package var linkerd = Fact<LinkerdPresence>.unknown
  /// Whose the Gateway API's CRDs are.
  package var gatewayAPI = Fact<GatewayAPIState>.unknown
  /// How the nodes' clocks stand to this machine's.
  package var clocks = Fact<ClockFact>.unknown
  /// How the cluster names its services and which addresses it gives.
  package var network = Fact<ClusterNetwork>.unknown
  /// All namespaces of the cluster.
  package var namespaces = Fact<NamespaceIndex>.unknown
  /// What runs in the chosen namespaces and could be restarted.
  package var workloads = Fact<[Workload]>.unknown
  /// What stands at the directory for the certificates.
  package var directory = Fact<DirectoryFact>.unknown
  /// The step on PATH, where it makes the certificates.
  package var step = Fact<Tool>.unknown
  /// The container engine, where step runs in a container.
  package var engine = Fact<ContainerEngine>.unknown
  /// What is in the files that the person has, where the certificates come from there.
  package var given = Fact<GivenCertificates>.unknown
  /// The versions that the chosen charts' place offers, newest first.
  package var chartVersions = Fact<[ChartVersion]>.unknown
  /// The chart pair that would be installed, in the cache or in the user's own place.
  package var charts = Fact<FetchedCharts>.unknown
  /// The values files with their hashes.
  package var valuesFiles = Fact<[GivenFile]>.unknown
  /// Those of the pull secrets that were named which exist in the control plane's namespace.
  package var pullSecrets = Fact<[PullSecret]>.unknown
  /// The Services of the chosen namespaces that get opaque ports.
  package var services = Fact<[ServiceFact]>.unknown
  /// The person's own presets of namespaces.
  package var presets = Fact<UserPresets>.unknown
  /// Helm's own list of repositories.
  package var repositories = Fact<[HelmRepository]>.unknown

  /// Makes the facts of somebody who has asked nothing.
  package init() {}
}

/// The contexts of the kubeconfig.
package struct KubeContexts: Equatable, Sendable {
  /// In the order of the kubeconfig.
  package var contexts: [KubeContext]
  /// The current context's name; nil where none is set. It may name one that doesn't exist.
  package var current: String?

  /// Makes a list of contexts.
  package init(contexts: [KubeContext], current: String?) {
    self.contexts = contexts
    self.current = current
  }
}

/// A context of the kubeconfig.
package struct KubeContext: Equatable, Sendable {
  /// The name by which kubectl's `--context` finds it.
  package var name: String
  /// The server's address; empty where the context names no cluster that exists.
  package var server: String
  /// SHA-256 in lowercase hex of the cluster's CA entry; nil where there is none.
  package var authority: String?
  /// The credentials helper that the context's user runs; nil where there is none.
  package var credentialsHelper: CredentialsHelper?

  /// Makes a context.
  package init(
    name: String, server: String, authority: String? = nil,
    credentialsHelper: CredentialsHelper? = nil
  ) {
    self.name = name
    self.server = server
    self.authority = authority
    self.credentialsHelper = credentialsHelper
  }
}

/// An exec plugin of the kubeconfig, which may ask something on the terminal.
package struct CredentialsHelper: Equatable, Sendable {
  /// The program, as the kubeconfig names it.
  package var command: String
  /// The kubeconfig's entry of the user whom it speaks for; empty where that isn't known.
  package var user: String
  /// What the kubeconfig says: whether it wants a terminal.
  package var mode: Mode

  /// The kubeconfig's `interactiveMode`.
  package enum Mode: String, Sendable {
    case never = "Never"
    case ifAvailable = "IfAvailable"
    case always = "Always"
  }

  /// Makes a description of a helper.
  package init(command: String, user: String = "", mode: Mode) {
    self.command = command
    self.user = user
    self.mode = mode
  }
}

/// What the API server says about itself.
package struct ServerFact: Equatable, Sendable {
  /// The version of the API server.
  package var version: SemanticVersion
  /// The uid of kube-system; nil where it may not be read.
  package var clusterUID: String?

  /// Makes a description of a server.
  package init(version: SemanticVersion, clusterUID: String?) {
    self.version = version
    self.clusterUID = clusterUID
  }
}

/// What the user of the kubeconfig may do.
package struct AccessFact: Equatable, Sendable {
  /// What is needed and refused; empty where everything is allowed.
  package var refused: [Permission]

  /// Makes a description of the user's rights.
  package init(refused: [Permission]) {
    self.refused = refused
  }

  /// A verb on a resource.
  package struct Permission: Hashable, Sendable {
    /// Such as `create`.
    package var verb: String
    /// The plural name with its group, such as `clusterroles.rbac.authorization.k8s.io`.
    package var resource: String
    /// nil means the whole cluster.
    package var namespace: String?

    /// Makes a permission.
    package init(verb: String, resource: String, namespace: String? = nil) {
      self.verb = verb
      self.resource = resource
      self.namespace = namespace
    }
  }
}

/// What of Linkerd is on the cluster already.
package enum LinkerdPresence: Equatable, Sendable {
  case none
  case some(LinkerdTraces)
}

/// The traces of a Linkerd that is, or was, on the cluster.
package struct LinkerdTraces: Equatable, Sendable {
  /// Helm's releases with a Linkerd chart, in any state.
  package var releases: [HelmRelease]
  /// Namespaces that hold a ConfigMap `linkerd-config`.
  package var controlPlaneNamespaces: [String]
  /// Cluster-wide leftovers as `kind/name`, such as `ClusterRole/linkerd-linkerd-identity`.
  package var clusterObjects: [String]
  /// The Helm release of another chart that Linkerd's CRDs say they belong to; nil where none does.
  package var definitionsOwner: ReleaseName?

  /// Makes a description of what was found.
  package init(
    releases: [HelmRelease], controlPlaneNamespaces: [String], clusterObjects: [String],
    definitionsOwner: ReleaseName? = nil
  ) {
    self.releases = releases
    self.controlPlaneNamespaces = controlPlaneNamespaces
    self.clusterObjects = clusterObjects
    self.definitionsOwner = definitionsOwner
  }
}

/// A release as `helm list` tells it.
package struct HelmRelease: Equatable, Sendable {
  /// The release's name, such as `linkerd-crds`.
  package var name: String
  /// The namespace that holds the release's records.
  package var namespace: String
  /// `deployed`, `failed`, `pending-install` and so on.
  package var status: String
  /// Chart and version, such as `linkerd-control-plane-2026.8.3`.
  package var chart: String
  /// The version of what the chart installs; empty where it names none.
  package var appVersion: String
  /// Whether it was installed to its end at some time, whatever became of it since.
  package var wasDeployed: Bool
  /// The number of its newest revision; nil where it isn't known.
  package var revision: Int?

  /// Makes a release; without a word on it, only what is being changed was deployed before.
  package init(
    name: String, namespace: String, status: String, chart: String, appVersion: String,
    wasDeployed: Bool? = nil, revision: Int? = nil
  ) {
    self.name = name
    self.revision = revision
    self.namespace = namespace
    self.status = status
    self.chart = chart
    self.appVersion = appVersion
    self.wasDeployed =
      wasDeployed
      ?? (status == "deployed" || status == "pending-upgrade"
        || status == "pending-rollback")
  }
}

/// How the nodes' clocks stand to this machine's.
package struct ClockFact: Equatable, Sendable {
  /// Seconds by which the newest heartbeat lies before (positive) or after (negative) this
  /// machine's clock, for the node that is furthest off; nil where no node told anything.
  package var worstLag: Int64?
  /// The node that is furthest off; empty where no node told anything.
  package var node: String
  /// How many nodes there are.
  package var nodes: Int
  /// What the nodes are like.
  package var traits: NodeTraits

  /// Makes a description of the clocks.
  package init(worstLag: Int64?, node: String, nodes: Int, traits: NodeTraits? = nil) {
    self.worstLag = worstLag
    self.node = node
    self.nodes = nodes
    self.traits = traits ?? NodeTraits(schedulable: nodes)
  }
}

/// What is known about a directory for certificates.
package struct DirectoryFact: Equatable, Sendable {
  /// Absolute.
  package var path: String
  /// What stands at the path.
  package var state: State

  /// What stands at the path.
  package enum State: Equatable, Sendable {
    /// Nothing yet; its parent can be written.
    case new
    /// A directory that can be written and holds none of the four files.
    case usable
    /// It holds these of the four files already.
    case holdsCertificates([String])
    case notADirectory
    /// The system's reason, such as `Permission denied`.
    case notWritable(String)
    /// Others than the owner may write there.
    case writableByOthers
  }

  /// Makes a description of a directory.
  package init(path: String, state: State) {
    self.path = path
    self.state = state
  }
}
