/// Judges whether a namespace of the cluster can be meshed.
package enum NamespaceRules {
  /// Namespaces that are never meshed, with the reason.
  ///
  /// kube-system and cert-manager never reach Linkerd's webhook, and linkerd-cni must run before
  /// any proxy can.
  static let reserved: [String: String] = [
    "kube-system": "Kubernetes' own pods run there; the mesh needs them before it can start.",
    "kube-public": "It holds Kubernetes' public information and no pods to mesh.",
    "kube-node-lease": "It holds the nodes' heartbeats and no pods to mesh.",
    "cert-manager": "It issues certificates that Linkerd may rest on, so it stays outside.",
    "linkerd-cni": "Linkerd's CNI plugin runs there, and must run before any proxy can.",
  ]

  /// What can be said of one namespace, for a control plane in that namespace.
  package static func verdict(
    _ namespace: NamespaceFact, controlPlaneNamespace: String
  ) -> NamespaceVerdict {
    let isMeshed = meshedAlready(namespace)
    func refused(_ reason: String, _ state: String) -> NamespaceVerdict {
      NamespaceVerdict(refusal: reason, stateText: state, isMeshedAlready: isMeshed)
    }
    if let reason = refusal(
      ofName: namespace.name, controlPlaneNamespace: controlPlaneNamespace)
    {
      let isControlPlane = namespace.name == controlPlaneNamespace
      return refused(
        reason, isControlPlane ? "control plane, not offered" : "system, not offered")
    }
    if namespace.isTerminating {
      return refused(
        "It is being deleted: wait until it is gone, then add it as a new one.", "being deleted")
    }
    return NamespaceVerdict(
      refusal: nil, stateText: stateText(namespace), isMeshedAlready: isMeshed)
  }

  /// Why a namespace of that name can't be chosen, existing or not; nil where it can.
  package static func refusal(ofName name: String, controlPlaneNamespace: String) -> String? {
    if name == controlPlaneNamespace {
      return "Linkerd's control plane goes there; its pods bring their own proxies."
    }
    return reserved[name]
  }

  /// Whether it has the annotation that this program sets, or one that does the same.
  private static func isOn(_ namespace: NamespaceFact) -> Bool {
    namespace.injectAnnotation == "enabled" || namespace.injectAnnotation == "ingress"
  }

  private static func meshedAlready(_ namespace: NamespaceFact) -> Bool {
    isOn(namespace) && namespace.meshedPods >= (namespace.pods ?? namespace.meshedPods)
  }

  private static func stateText(_ namespace: NamespaceFact) -> String {
    switch namespace.injectAnnotation {
    case nil: return "off"
    case "enabled":
      guard let pods = namespace.pods, namespace.meshedPods < pods else { return "on already" }
      return "on already, \(namespace.meshedPods) of \(pods) pods"
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
