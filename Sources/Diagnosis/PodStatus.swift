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

  /// Makes a pod's status.
  package init(
    name: String, deployment: String, readyContainers: Int, containers: Int, phase: String,
    message: String = "", age: Int64
  ) {
    self.name = name
    self.deployment = deployment
    self.readyContainers = readyContainers
    self.containers = containers
    self.phase = phase
    self.message = message
    self.age = age
  }

  /// Whether all its containers are ready.
  package var isReady: Bool { containers > 0 && readyContainers == containers }
}
