/// A pod of the control plane, as it stands during the install.
package struct PodStatus: Equatable, Sendable {
  /// The pod's whole name.
  package var name: String
  /// The deployment it belongs to, such as `linkerd-identity`; empty where that isn't known.
  package var deployment: String
  /// The containers that are ready.
  package var readyContainers: Int
  /// All containers, proxies included.
  package var containers: Int
  /// What it is doing, in kubectl's words: `Running`, `ContainerCreating`, `ImagePullBackOff`.
  package var phase: String
  /// The reason with its message, where Kubernetes says one; empty otherwise.
  package var message: String
  /// Seconds since it was made.
  package var age: Int64
  /// What else is known about it, such as its events; the newest of a kind comes last.
  package var clues: [PodClue]

  /// Makes a pod's status.
  package init(
    name: String, deployment: String, readyContainers: Int, containers: Int, phase: String,
    message: String = "", age: Int64, clues: [PodClue] = []
  ) {
    self.name = name
    self.deployment = deployment
    self.readyContainers = readyContainers
    self.containers = containers
    self.phase = phase
    self.message = message
    self.age = age
    self.clues = clues
  }

  /// Whether all its containers are ready.
  package var isReady: Bool { containers > 0 && readyContainers == containers }
}

/// Something that Kubernetes, or a container, says about a pod.
package struct PodClue: Equatable, Sendable {
  /// Who says it.
  package enum Source: Equatable, Sendable {
    /// The state of a container, or the state before that.
    case container
    /// A condition of the pod or of its deployment.
    case condition
    /// An event of the pod or of its replica set.
    case event
    /// The last lines that a container printed.
    case log
  }

  /// Who says it.
  package var source: Source
  /// The container that it is about; empty where it is about the whole pod.
  package var container: String
  /// The word for it, such as `FailedScheduling`; empty for a log.
  package var reason: String
  /// What is said, without control codes; the lines of a log are kept apart by line feeds.
  package var message: String

  /// Makes a clue.
  package init(
    _ source: Source, container: String = "", reason: String = "", message: String
  ) {
    self.source = source
    self.container = container
    self.reason = reason
    self.message = message
  }
}

/// Where the pods are that are waited for, for the commands that a remedy names.
package struct PodPlace: Equatable, Sendable {
  /// Their namespace.
  package var namespace: String
  /// The user's workload that they are of, such as `deployment/web`; nil where they are Linkerd's own.
  package var workload: String?
  /// nil where commands go without a context.
  package var context: String?
  /// The kubeconfig that was named, absolute; nil where commands find it by themselves.
  package var kubeconfig: String?

  /// Makes a place.
  package init(
    namespace: String, workload: String? = nil, context: String? = nil, kubeconfig: String? = nil
  ) {
    self.namespace = namespace
    self.workload = workload
    self.context = context
    self.kubeconfig = kubeconfig
  }

  /// Where their requests, images and the like are written.
  var settings: String { workload.map { "the pod template of \($0)" } ?? "a values file" }

  /// Likewise, where it is likely written already.
  var writtenSettings: String { workload == nil ? "your values files" : settings }

  /// How sentences call the namespace.
  var namespaceTitle: String { workload == nil ? "the control plane's namespace" : "the namespace" }

  /// How a person calls kubectl there.
  var kubectl: String { words("kubectl", contextOption: "--context") }

  /// How a person calls Helm there.
  var helm: String { words("helm", contextOption: "--kube-context") }

  private func words(_ tool: String, contextOption: String) -> String {
    let context = context.map { " \(contextOption) \($0.shellWord)" } ?? ""
    let kubeconfig = kubeconfig.map { " --kubeconfig \($0.shellWord)" } ?? ""
    return tool + context + kubeconfig
  }

  /// The namespace as an option of both.
  var inNamespace: String { "--namespace \(namespace.shellWord)" }
}
