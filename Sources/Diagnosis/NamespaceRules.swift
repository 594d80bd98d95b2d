import Planning

/// Judges whether a namespace of the cluster can be meshed.
package enum NamespaceRules {
  /// What can be said of one namespace, for a control plane in that namespace.
  package static func verdict(
    _ namespace: NamespaceFact, controlPlaneNamespace: String
  ) -> NamespaceVerdict {
    let isMeshed = meshedAlready(namespace)
    func refused(_ reason: String, _ state: String) -> NamespaceVerdict {
      NamespaceVerdict(refusal: reason, stateText: state, isMeshedAlready: isMeshed)
    }
    if let reason = KubernetesName.reasonAgainstMeshing(
      namespace.name, controlPlaneNamespace: controlPlaneNamespace)
    {
      let short = KubernetesName.shortReasonAgainstMeshing(
        namespace.name, controlPlaneNamespace: controlPlaneNamespace)
      return refused(reason, short ?? "not offered")
    }
    if namespace.isTerminating {
      return refused(
        "It is being deleted: wait until it is gone, then add it as a new one.", "being deleted")
    }
    return NamespaceVerdict(
      refusal: nil, stateText: stateText(namespace), isMeshedAlready: isMeshed)
  }

  private static func meshedAlready(_ namespace: NamespaceFact) -> Bool {
    namespace.isOn
      && namespace.meshedPods >= (namespace.injectablePods ?? namespace.meshedPods)
  }

  private static func stateText(_ namespace: NamespaceFact) -> String {
    switch namespace.injectAnnotation {
    case nil:
      return namespace.meshedPods > 0
        ? "off, \(ClusterChecks.counted(namespace.meshedPods, "pod")) by workload" : "off"
    case "enabled":
      guard let pods = namespace.injectablePods, namespace.meshedPods < pods else {
        return "on already"
      }
      return "on, \(namespace.meshedPods) of \(pods) pods"
    case "ingress": return "on already (ingress)"
    case "disabled": return "off (disabled)"
    case .some: return "off (unknown value)"
    }
  }
}

/// What can be said of a namespace on the list.
package struct NamespaceVerdict: Equatable, Sendable {
  /// Why it can't be chosen, in a whole sentence; nil where it can.
  package var refusal: String?
  /// The column Injection: `off`, `on already`, `system, not offered`, `being deleted`.
  package var stateText: String
  /// Whether its annotation is set and all its pods have a proxy; no pods count as all.
  package var isMeshedAlready: Bool

  /// Whether it can be chosen.
  package var canBeChosen: Bool { refusal == nil }
}
