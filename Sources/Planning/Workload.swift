/// What keeps pods alive and can be restarted: a Deployment, a DaemonSet or a StatefulSet.
package struct Workload: Hashable, Codable, Sendable {
  /// The kinds that `kubectl rollout restart` knows, in the order in which they are restarted.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case deployment, daemonset, statefulset

    /// As the API calls them, such as `deployments`; their group is `apps`.
    package var plural: String { rawValue + "s" }
  }

  /// Deployment, DaemonSet or StatefulSet.
  package var kind: Kind
  /// The namespace of its pods.
  package var namespace: String
  /// Its name, unique among those of its kind and namespace.
  package var name: String
  /// How many pods it wants.
  package var replicas: Int
  /// How old pods are replaced: `RollingUpdate`, `Recreate` or `OnDelete`; empty where nothing says.
  package var strategy: String
  /// How many pods may be missing meanwhile, as a number or a percentage; empty where nothing says.
  package var maxUnavailable: String
  /// How many pods may be there beyond the wanted, likewise.
  package var maxSurge: String
  /// The number of a StatefulSet's first pod that is replaced; those before it keep their old form.
  package var partition: Int
  /// Whether its owner holds back all changes of its pods.
  package var isPaused: Bool
  /// Whether its pods have their node's network.
  package var usesHostNetwork: Bool
  /// The value of `linkerd.io/inject` that its pods have of their own; nil where they have none.
  package var inject: String?
  /// The value of `config.linkerd.io/opaque-ports` that its pods have of their own; nil where they
  /// have none.
  package var opaquePorts: String?
  /// The proxies that all its pods have and that are ready, where they are alike; nil otherwise, and
  /// where nobody has looked.
  package var proxies: RunningProxies?
  /// Whether those proxies can stay, so that a restart would give its pods nothing new.
  package var keepsProxies = false
  /// Whether the user may restart it; true also where nobody knows.
  package var mayBeRestarted = true

  /// Makes a workload; without more words it rolls its pods as Kubernetes does by itself.
  package init(
    _ kind: Kind, _ name: String, in namespace: String, replicas: Int = 1,
    strategy: String = "RollingUpdate", maxUnavailable: String = "25%", maxSurge: String = "25%",
    partition: Int = 0, isPaused: Bool = false, usesHostNetwork: Bool = false,
    inject: String? = nil, opaquePorts: String? = nil
  ) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.replicas = replicas
    self.strategy = strategy
    self.maxUnavailable = maxUnavailable
    self.maxSurge = maxSurge
    self.partition = partition
    self.isPaused = isPaused
    self.usesHostNetwork = usesHostNetwork
    self.inject = inject
    self.opaquePorts = opaquePorts
  }

  /// Its name with its kind and its namespace.
  package var fullName: WorkloadName { WorkloadName(kind, name, in: namespace) }
  /// The name by which answers leave it out, such as `shop/deployment/web`.
  package var id: String { fullName.id }
  /// The name by which kubectl finds it in its namespace, such as `deployment/web`.
  package var target: String { fullName.target }
}

/// A workload's name with its kind and its namespace.
package struct WorkloadName: Hashable, Sendable {
  /// Deployment, DaemonSet or StatefulSet.
  package var kind: Workload.Kind
  /// Its namespace.
  package var namespace: String
  /// Its name, unique among those of its kind and namespace.
  package var name: String

  /// Makes a name.
  package init(_ kind: Workload.Kind, _ name: String, in namespace: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// Reads a name such as `shop/deployment/web`; nil where it is none.
  package init?(_ id: some StringProtocol) {
    let parts = String(id).split(separator: "/", omittingEmptySubsequences: false).map {
      String($0)
    }
    guard parts.count == 3, let kind = Workload.Kind(rawValue: parts[1]) else { return nil }
    self.init(kind, parts[2], in: parts[0])
  }

  /// Such as `shop/deployment/web`.
  package var id: String { "\(namespace)/\(target)" }
  /// Such as `deployment/web`.
  package var target: String { "\(kind.rawValue)/\(name)" }
}

/// What is alike in the running proxies of a workload's pods.
package struct RunningProxies: Hashable, Codable, Sendable {
  /// The namespace of their control plane.
  package var controlPlaneNamespace: String
  /// The version that they say they have; empty where they say none.
  package var version: String
  /// The mode that their pods were injected with, such as `enabled`; empty where they don't say.
  package var inject: String
  /// What follows the workload's own part in their identity's name; empty where they don't say.
  ///
  /// Such as `serviceaccount.identity.linkerd.cluster.local`: the control plane's namespace and the
  /// trust domain.
  package var identity: String
  /// Whether they trust the same anchors as those that they were compared with.
  package var trustSameAnchors: Bool

  /// Makes a description.
  package init(
    controlPlaneNamespace: String, version: String, inject: String, identity: String,
    trustSameAnchors: Bool
  ) {
    self.controlPlaneNamespace = controlPlaneNamespace
    self.version = version
    self.inject = inject
    self.identity = identity
    self.trustSameAnchors = trustSameAnchors
  }
}

/// A workload that is restarted, with what its users notice of that.
package struct WorkloadRestart: Equatable, Sendable {
  /// What is restarted.
  package var workload: Workload
  /// What is interrupted meanwhile, in a whole sentence.
  package var disruption: String

  /// Makes a restart.
  package init(_ workload: Workload, disruption: String) {
    self.workload = workload
    self.disruption = disruption
  }
}
