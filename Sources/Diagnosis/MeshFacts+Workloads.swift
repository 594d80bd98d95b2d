package import Planning

// Nodes, pods and services, as far as the proof looks at them.
extension MeshFacts {
  /// A node.
  package struct Node: Equatable, Sendable {
    /// Its name.
    package var name: String
    /// The range of its pods' addresses; empty where it doesn't tell.
    package var podRange: String
    /// Whether Docker runs its containers.
    package var runsDocker: Bool

    /// Makes a node.
    package init(name: String, podRange: String = "", runsDocker: Bool = false) {
      self.name = name
      self.podRange = podRange
      self.runsDocker = runsDocker
    }
  }

  /// A pod; of fifty thousand of them little more is kept than this.
  package struct Pod: Equatable, Sendable {
    /// Its namespace.
    package var namespace: String
    /// Its name.
    package var name: String
    /// Its phase, or the reason that it has instead, such as `Evicted`.
    package var status: String
    /// What made it, such as `ReplicaSet/web-7b9b86f754`; empty where nothing did.
    package var owner = ""
    /// Its address; empty where it has none yet.
    package var address = ""
    /// Whether it uses the node's own network.
    package var isHostNetworked = false
    /// The value of its annotation `linkerd.io/inject`; empty where there is none.
    package var inject = ""
    /// The control plane's namespace that its label names; empty where it is in no mesh.
    package var controlPlaneNamespace = ""
    /// Whether it is a pod of the control plane itself, by its label.
    package var isComponent = false
    /// Whether it has a container `linkerd-proxy`.
    package var hasProxy = false
    /// Whether that container is ready.
    package var isProxyReady = false
    /// The version of its proxy; empty where it says none.
    package var proxyVersion = ""
    /// Whether its proxy trusts another bundle than the cluster's.
    package var hasOtherAnchors = false
    /// The containers that aren't ready; init containers are left out.
    package var unready: [String] = []
    /// Why no node takes it; empty where one does.
    package var unschedulable = ""
    /// Its labels that should be annotations.
    package var misplacedLabels: [String] = []
    /// The value of `config.linkerd.io/opaque-ports`; nil where there is none.
    package var opaquePorts: String?
    /// The ports of its containers, with their names.
    package var ports: [Port] = []

    /// Makes a pod that runs; the rest is set by who knows it.
    package init(namespace: String, name: String, status: String = "Running") {
      self.namespace = namespace
      self.name = name
      self.status = status
    }

    /// Whether it will run no more, or is on its way out.
    package var isOver: Bool { Self.isOver(status) }

    /// Whether a pod of that status, a phase or the reason in its place, will run no more, or is on its
    /// way out.
    package static func isOver(_ status: String) -> Bool {
      [
        "Succeeded", "Failed", "Completed", "NodeShutdown", "Shutdown", "Terminated", "Evicted",
        "Terminating",
      ].contains(status)
    }
  }

  /// A port of a container, or of a service.
  package struct Port: Equatable, Sendable {
    /// The container's port, or the service's.
    package var number: Int
    /// The container port's name, or what a service leads to: a name or a number; empty means none.
    package var target: String

    /// Makes a port.
    package init(number: Int, target: String = "") {
      self.number = number
      self.target = target
    }
  }

  /// A service.
  package struct Service: Equatable, Sendable {
    /// Its namespace.
    package var namespace: String
    /// Its name.
    package var name: String
    /// Its address; `None` where it is headless, empty where it has none.
    package var address: String
    /// Its labels that should be annotations.
    package var misplacedLabels: [String] = []
    /// Its annotations that should be labels.
    package var misplacedAnnotations: [String] = []
    /// The value of `config.linkerd.io/opaque-ports`; nil where there is none.
    package var opaquePorts: String?
    /// Its ports.
    package var ports: [Port] = []
    /// The names of the pods that it leads to.
    package var pods: [String] = []

    /// Makes a service; the rest is set by who knows it.
    package init(namespace: String, name: String, address: String = "") {
      self.namespace = namespace
      self.name = name
      self.address = address
    }
  }

  /// What came of a pod that was asked for by a dry run.
  package struct Injection: Equatable, Sendable {
    /// What came of it.
    package enum Answer: Equatable, Sendable {
      /// The pod would get a proxy.
      case injected
      /// The pod would run without one.
      case notInjected
      /// The pod was refused, or could not be asked for.
      case refused(Problem)
    }

    /// Where it was asked for.
    package var namespace: String
    /// What came of it.
    package var answer: Answer

    /// Makes an answer.
    package init(namespace: String, answer: Answer) {
      self.namespace = namespace
      self.answer = answer
    }
  }

  /// The pods of this mesh that are looked at: those of the named namespaces, or all.
  var proxies: Reading<[Pod]> {
    pods.map { pods in
      pods.filter { pod in
        pod.controlPlaneNamespace == namespace
          && (dataPlaneNamespaces.isEmpty || dataPlaneNamespaces.contains(pod.namespace))
      }
    }
  }

  /// The services that lead to what is looked at.
  var dataPlaneServices: Reading<[Service]> {
    services.map { services in
      services.filter {
        dataPlaneNamespaces.isEmpty || dataPlaneNamespaces.contains($0.namespace)
      }
    }
  }

  /// The version that the control plane says it has; empty where it says none.
  var version: String {
    guard case .success(let configuration?) = configuration else { return "" }
    return configuration.version
  }
}
