/// A Secret of the cluster's, by its name and type; what is in it is never read.
package struct PullSecret: Equatable, Sendable {
  /// Its name.
  package var name: String
  /// Its type, such as `kubernetes.io/dockerconfigjson`.
  package var type: String

  /// Makes a description of a Secret.
  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }

  /// Whether nodes read a registry's login from it
  /// (kubernetes.io/docs/concepts/configuration/secret, docker config Secrets).
  package var holdsLogins: Bool {
    ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"].contains(type)
  }
}
