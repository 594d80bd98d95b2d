package import Planning

/// What the proof of the mesh looks at, as it was read from the cluster.
///
/// Each reading fails by itself: who may not list nodes still learns about certificates.
package struct MeshFacts: Equatable, Sendable {
  /// One thing that was asked, or why it could not be.
  package typealias Reading<Value: Equatable & Sendable> = Result<Value, Problem>

  /// The control plane's namespace.
  package var namespace: String
  /// When the cluster was asked.
  package var now: Instant
  /// The API server's version.
  package var server: Reading<SemanticVersion>
  /// The CRDs that are there.
  package var definitions: Reading<[Definition]>
  /// All namespaces, by name.
  package var namespaces: Reading<[String: Namespace]>
  /// The ConfigMap `linkerd-config`; the value nil means that there is none.
  package var configuration: Reading<Configuration?>
  /// What runs in the control plane's namespace.
  package var controlPlane: Reading<ControlPlane>
  /// Linkerd's ClusterRoles and ClusterRoleBindings, such as `ClusterRole/linkerd-linkerd-identity`.
  package var roles: Reading<Set<String>>
  /// Linkerd's webhook configurations.
  package var webhooks: Reading<Webhooks>
  /// `ca-bundle.crt` of the ConfigMap `linkerd-identity-trust-roots`; nil where it is absent.
  package var clusterAnchors: String?
  /// The trust anchor's file on this machine.
  package var anchorFile: AnchorFile
  /// Trust anchors and issuer.
  package var identity: Reading<Identity>
  /// The webhooks' certificates, by webhook such as `proxy-injector`.
  package var webhookTrust: Reading<[String: WebhookTrust]>
  /// The nodes.
  package var nodes: Reading<[Node]>
  /// Every pod of the cluster.
  package var pods: Reading<[Pod]>
  /// Every service of the cluster.
  package var services: Reading<[Service]>
  /// The CNI plugin; nil where the control plane does without.
  package var plugin: Plugin?
  /// The namespaces whose annotation is looked at, in the order of the answers.
  package var meshedNamespaces: [String]
  /// The namespaces whose proxies are asked for by name; empty means all that there are.
  package var dataPlaneNamespaces: [String]
  /// Whether the proxies of workloads are looked at.
  package var includesDataPlane: Bool
  /// Whether workloads were restarted just now, so that their pods have proxies.
  package var followsRestarts = false
  /// Whether a new pod would get a proxy; nil where that was not tried.
  package var injection: Injection?

  /// A certificate file that the cluster's trust anchor is compared with.
  package enum AnchorFile: Equatable, Sendable {
    /// Nobody asked for a comparison.
    case notNamed
    /// It was named and can't be read.
    case missing
    case text(String)
  }

  /// Makes facts of a cluster of which nothing is known but a version that answers.
  package init(namespace: String, now: Instant, unread: Problem) {
    self.namespace = namespace
    self.now = now
    (server, definitions, namespaces) = (.failure(unread), .failure(unread), .failure(unread))
    (configuration, controlPlane, roles) = (.failure(unread), .failure(unread), .failure(unread))
    (webhooks, identity, webhookTrust) = (.failure(unread), .failure(unread), .failure(unread))
    (nodes, pods, services) = (.failure(unread), .failure(unread), .failure(unread))
    anchorFile = .notNamed
    (meshedNamespaces, dataPlaneNamespaces, includesDataPlane) = ([], [], false)
  }
}

extension MeshFacts {
  /// A CRD: its name, its versions, and whether Linkerd made it.
  package struct Definition: Equatable, Sendable {
    /// Such as `servers.policy.linkerd.io`.
    package var name: String
    /// The versions that it names, such as `v1`.
    package var versions: [String]
    /// Whether it carries Linkerd's `linkerd.io/created-by`.
    package var isLinkerds: Bool

    /// Makes a definition.
    package init(name: String, versions: [String] = ["v1"], isLinkerds: Bool = false) {
      self.name = name
      self.versions = versions
      self.isLinkerds = isLinkerds
    }
  }

  /// A namespace, as far as Linkerd is concerned.
  package struct Namespace: Equatable, Sendable {
    /// The value of the annotation `linkerd.io/inject`; empty where there is none.
    package var inject: String
    /// The value of the label `linkerd.io/extension`; empty where there is none.
    package var linkerdExtension: String
    /// Whether pods there never reach the injector: `config.linkerd.io/admission-webhooks=disabled`.
    package var isExempt: Bool

    /// Makes a namespace.
    package init(inject: String = "", linkerdExtension: String = "", isExempt: Bool = false) {
      self.inject = inject
      self.linkerdExtension = linkerdExtension
      self.isExempt = isExempt
    }

    /// Whether its annotation asks for proxies.
    package var isMeshed: Bool { Planning.Injection.givesProxies(annotation: inject) }
  }

  /// What the control plane was installed with (`values` of the ConfigMap `linkerd-config`).
  package struct Configuration: Equatable, Sendable {
    /// The version that it says it has, such as `edge-26.8.3`; empty where it says none.
    package var version: String
    /// The addresses that count as the cluster's, in CIDR.
    package var clusterNetworks: [String]
    /// Whether the CNI plugin does the work of the first container.
    package var usesPlugin: Bool
    /// Whether several replicas were asked for.
    package var isHighlyAvailable: Bool
    /// Whether the heartbeat was left out.
    package var hasNoHeartbeat: Bool
    /// Whether the first container runs as root.
    package var initRunsAsRoot: Bool
    /// Whether somebody else keeps the issuer, in a Secret of the type `kubernetes.io/tls`.
    package var hasExternalIssuer: Bool

    /// Makes a configuration; what is left out is as the charts have it.
    package init(
      version: String = "", clusterNetworks: [String] = [], usesPlugin: Bool = false,
      isHighlyAvailable: Bool = false, hasNoHeartbeat: Bool = false, initRunsAsRoot: Bool = false,
      hasExternalIssuer: Bool = false
    ) {
      self.version = version
      self.clusterNetworks = clusterNetworks
      self.usesPlugin = usesPlugin
      self.isHighlyAvailable = isHighlyAvailable
      self.hasNoHeartbeat = hasNoHeartbeat
      self.initRunsAsRoot = initRunsAsRoot
      self.hasExternalIssuer = hasExternalIssuer
    }
  }

  /// What runs in the control plane's namespace, beside its pods.
  package struct ControlPlane: Equatable, Sendable {
    /// Available replicas by deployment.
    package var available: [String: Int]
    /// What ReplicaSets say of pods that they can't make, such as `FailedCreate: …`.
    package var troubles: [String]
    /// The names of the ServiceAccounts.
    package var accounts: Set<String>

    /// Makes a control plane.
    package init(
      available: [String: Int] = [:], troubles: [String] = [], accounts: Set<String> = []
    ) {
      self.available = available
      self.troubles = troubles
      self.accounts = accounts
    }
  }

  /// The names of the webhook configurations that are there.
  package struct Webhooks: Equatable, Sendable {
    /// The MutatingWebhookConfigurations.
    package var mutating: Set<String>
    /// The ValidatingWebhookConfigurations.
    package var validating: Set<String>

    /// Makes a set of names.
    package init(mutating: Set<String> = [], validating: Set<String> = []) {
      self.mutating = mutating
      self.validating = validating
    }
  }

  /// What there is of the CNI plugin.
  package struct Plugin: Equatable, Sendable {
    /// Its objects that are there, by their kinds, such as `DaemonSet`.
    package var kinds: Set<String>
    /// The namespace of its DaemonSet; empty where there is none.
    package var namespace: String
    /// On how many nodes it is to run.
    package var desired: Int
    /// On how many nodes it is ready.
    package var ready: Int

    /// Makes a description of a plugin.
    package init(kinds: Set<String>, namespace: String, desired: Int, ready: Int) {
      self.kinds = kinds
      self.namespace = namespace
      self.desired = desired
      self.ready = ready
    }
  }
}
