/// What `kubectl version -o json` prints; the server's part is missing where it could not be reached.
struct KubernetesVersions: Decodable, Equatable, Sendable {
  struct Version: Decodable, Equatable, Sendable {
    var gitVersion: String
    var platform: String?
  }

  var clientVersion: Version?
  var serverVersion: Version?
}

/// A namespace.
struct NamespaceObject: Decodable, Equatable, Sendable {
  struct Status: Decodable, Equatable, Sendable {
    var phase: String?
    var conditions: [ObjectCondition]?
  }

  var metadata: ObjectMetadata
  var status: Status?

  /// What its deletion waits for, by the conditions that say so; nil where none does.
  var deletionHeldBy: String? {
    let holding = status?.conditions?.filter { $0.status == "True" }.compactMap(\.message) ?? []
    return holding.isEmpty ? nil : TerminalText.harmless(holding.joined(separator: " "))
  }

  /// Whether it is being deleted.
  var isTerminating: Bool { status?.phase == "Terminating" || metadata.deletionTimestamp != nil }
}

/// A node: its runtime, its operating system, its networks and its last signs of life.
struct NodeObject: Decodable, Equatable, Sendable {
  struct Spec: Decodable, Equatable, Sendable {
    var podCIDRs: [String]?
    var providerID: String?
    var unschedulable: Bool?
  }
  struct Info: Decodable, Equatable, Sendable {
    var containerRuntimeVersion: String?
    var osImage: String?
    var kubeletVersion: String?
  }
  struct Status: Decodable, Equatable, Sendable {
    var conditions: [ObjectCondition]?
    var nodeInfo: Info?
  }

  var metadata: ObjectMetadata
  var spec: Spec?
  var status: Status?

  /// Its Ready condition; nil where it reports none.
  var ready: ObjectCondition? { status?.conditions?.first { $0.type == "Ready" } }
}

/// One condition of an object.
struct ObjectCondition: Decodable, Equatable, Sendable {
  var type: String
  var status: String
  var reason: String?
  var message: String?
  var lastHeartbeatTime: String?
  var lastTransitionTime: String?
}

/// A lease, by which a node or a controller says that it lives.
struct LeaseObject: Decodable, Equatable, Sendable {
  struct Spec: Decodable, Equatable, Sendable {
    var renewTime: String?
    var holderIdentity: String?
  }

  var metadata: ObjectMetadata
  var spec: Spec?
}

/// A custom resource definition: whose it is, and which versions it serves.
struct DefinitionObject: Decodable, Equatable, Sendable {
  struct Version: Decodable, Equatable, Sendable {
    var name: String
    var served: Bool?
    var storage: Bool?
  }
  struct Spec: Decodable, Equatable, Sendable {
    var group: String?
    var versions: [Version]?
  }

  var metadata: ObjectMetadata
  var spec: Spec?

  /// The versions that clients may use.
  var servedVersions: [String] {
    (spec?.versions ?? []).filter { $0.served == true }.map(\.name)
  }
}

/// A pod, as far as its readiness, its proxy and its troubles go.
struct PodObject: Decodable, Equatable, Sendable {
  struct Container: Decodable, Equatable, Sendable {
    var name: String
    var restartPolicy: String?
  }
  struct Spec: Decodable, Equatable, Sendable {
    var containers: [Container]?
    var initContainers: [Container]?
  }
  struct State: Decodable, Equatable, Sendable {
    struct Waiting: Decodable, Equatable, Sendable {
      var reason: String?
      var message: String?
    }
    struct Terminated: Decodable, Equatable, Sendable {
      var reason: String?
      var message: String?
      var exitCode: Int?
    }
    struct Running: Decodable, Equatable, Sendable { var startedAt: String? }
    var waiting: Waiting?
    var running: Running?
    var terminated: Terminated?
  }
  struct ContainerStatus: Decodable, Equatable, Sendable {
    var name: String
    var ready: Bool?
    var restartCount: Int?
    var state: State?
    var lastState: State?
  }
  struct Status: Decodable, Equatable, Sendable {
    var phase: String?
    var reason: String?
    var message: String?
    var conditions: [ObjectCondition]?
    var containerStatuses: [ContainerStatus]?
    var initContainerStatuses: [ContainerStatus]?
  }

  var metadata: ObjectMetadata
  var spec: Spec?
  var status: Status?

  /// Whether it has Linkerd's proxy, as a container or as a native sidecar.
  var isMeshed: Bool {
    ((spec?.containers ?? []) + (spec?.initContainers ?? [])).contains {
      $0.name == "linkerd-proxy"
    }
  }

  /// Whether its Ready condition is true.
  var isReady: Bool {
    status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } ?? false
  }

  /// The states of its init containers and then of its containers.
  var containers: [ContainerStatus] {
    (status?.initContainerStatuses ?? []) + (status?.containerStatuses ?? [])
  }
}

/// A deployment: how many pods it wants, how many it has, and what hinders it.
struct DeploymentObject: Decodable, Equatable, Sendable {
  struct Spec: Decodable, Equatable, Sendable {
    var replicas: Int?
    var template: PodTemplate?
  }
  struct Status: Decodable, Equatable, Sendable {
    var replicas: Int?
    var readyReplicas: Int?
    var availableReplicas: Int?
    var updatedReplicas: Int?
    var observedGeneration: Int?
    var conditions: [ObjectCondition]?
  }

  var metadata: ObjectMetadata
  var spec: Spec?
  var status: Status?

  /// How many pods it wants; 1 unless it says otherwise, as Kubernetes has it.
  var wanted: Int { spec?.replicas ?? 1 }
}

/// What pods are made of, as far as it is asked for.
struct PodTemplate: Decodable, Equatable, Sendable {
  struct Metadata: Decodable, Equatable, Sendable { var annotations: [String: String]? }

  var metadata: Metadata?

  /// When `kubectl rollout restart` was last said; its pods carry the same annotation (kubectl
  /// pkg/polymorphichelpers/objectrestarter.go).
  var restartedAt: String? { metadata?.annotations?[Self.restartMark] }

  static let restartMark = "kubectl.kubernetes.io/restartedAt"
}

/// A StatefulSet: how many pods it wants and has.
struct StatefulSetObject: Decodable, Equatable, Sendable {
  struct Status: Decodable, Equatable, Sendable { var replicas: Int? }

  var metadata: ObjectMetadata
  var spec: DeploymentObject.Spec?
  var status: Status?

  /// Whether it has fewer pods than it wants.
  var lacksPods: Bool { (status?.replicas ?? 0) < (spec?.replicas ?? 1) }
}

/// A DaemonSet: on how many nodes it is to run, and does.
struct DaemonSetObject: Decodable, Equatable, Sendable {
  struct Status: Decodable, Equatable, Sendable {
    var desiredNumberScheduled: Int?
    var currentNumberScheduled: Int?
    var numberReady: Int?
  }

  var metadata: ObjectMetadata
  var spec: DeploymentObject.Spec?
  var status: Status?

  /// Whether it has fewer pods than nodes to run on.
  var lacksPods: Bool {
    (status?.currentNumberScheduled ?? 0) < (status?.desiredNumberScheduled ?? 0)
  }
}

/// An event: what happened to which object, and how often.
struct EventObject: Decodable, Equatable, Sendable {
  struct Reference: Decodable, Equatable, Sendable {
    var kind: String?
    var name: String?
    var namespace: String?
  }

  var metadata: ObjectMetadata
  var involvedObject: Reference?
  var reason: String?
  var message: String?
  var type: String?
  var count: Int?
  var lastTimestamp: String?
  var eventTime: String?
}

/// The answer to a review of the user's own rights.
struct AccessReview: Decodable, Equatable, Sendable {
  struct Status: Decodable, Equatable, Sendable {
    var allowed: Bool?
    var reason: String?
  }

  var status: Status?
}
