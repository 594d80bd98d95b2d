/// How the parts of an object merge, by where they are: Kubernetes says it in its OpenAPI
/// extensions (`x-kubernetes-list-type`, `x-kubernetes-patch-merge-key`); here it is one table.
enum ListSchema {
  enum Kind: Equatable {
    /// Replaced as a whole.
    case atomic
    /// Elements are values of their own.
    case set
    /// Elements are told apart by these members.
    case keyed([String])
  }

  private static let byName: [String: [String]] = [
    "containers": ["name"], "initContainers": ["name"], "ephemeralContainers": ["name"],
    "volumes": ["name"], "env": ["name"], "imagePullSecrets": ["name"], "webhooks": ["name"],
    "secrets": ["name"], "matchConditions": ["name"], "volumeMounts": ["mountPath"],
    "volumeDevices": ["devicePath"], "hostAliases": ["ip"], "conditions": ["type"],
    "ownerReferences": ["uid"], "podIPs": ["ip"], "hostIPs": ["ip"],
    "topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
  ]

  /// The kind of the list at a path of member names (list elements don't count as steps).
  static func list(at path: [String], isCustom: Bool = false) -> Kind {
    guard let name = path.last else { return .atomic }
    if path == ["metadata", "finalizers"] { return .set }
    if path == ["metadata", "ownerReferences"] { return .keyed(["uid"]) }
    if isCustom { return .atomic }
    if name == "ports" {
      if path.contains("containers") || path.contains("initContainers") {
        return .keyed(["containerPort", "protocol"])
      }
      return path == ["spec", "ports"] ? .keyed(["port", "protocol"]) : .atomic
    }
    if name == "addresses", path != ["status", "addresses"] { return .atomic }
    if name == "addresses" { return .keyed(["type"]) }
    guard let keys = byName[name] else { return .atomic }
    return .keyed(keys)
  }

  private static let atomicMaps: Set<String> = [
    "selector", "nodeSelector", "roleRef", "labelSelector", "namespaceSelector",
    "objectSelector", "podSelector", "fieldRef", "secretKeyRef", "configMapKeyRef",
    "resourceFieldRef", "openAPIV3Schema", "aggregationRule", "involvedObject",
  ]

  /// Whether the object at a path is replaced as a whole by a server-side apply.
  static func isAtomicMap(at path: [String], isCustom: Bool = false) -> Bool {
    guard let name = path.last, !isCustom, path.first != "metadata" else { return false }
    return atomicMaps.contains(name)
  }

  /// The member by which a strategic merge patch tells elements apart; nil where it replaces the list.
  static func patchKey(at path: [String]) -> String? {
    guard case .keyed(let keys) = list(at: path) else { return nil }
    return keys.first
  }

  /// The members that tell an element apart, with the defaults that Kubernetes knows.
  static func identity(of element: JSON, keys: [String]) -> [String: JSON] {
    var identity: [String: JSON] = [:]
    for key in keys {
      if let value = element[key] {
        identity[key] = value
      } else if key == "protocol" {
        identity[key] = "TCP"
      }
    }
    return identity
  }
}
