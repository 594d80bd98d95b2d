import Diagnosis
import Yams

/// An object of the control plane's namespace.
struct ControlPlaneObject: Decodable, Sendable {
  struct Status: Decodable, Sendable {
    var availableReplicas: Int?
    var conditions: [ObjectCondition]?
  }

  var kind: String?
  var metadata: ObjectMetadata
  var data: [String: String]?
  var status: Status?
}

/// An object of the CNI plugin.
struct PluginObject: Decodable, Sendable {
  var kind: String?
  var metadata: ObjectMetadata
  var status: DaemonSetObject.Status?
}

/// What the control plane's namespace holds, beside its pods.
struct ControlPlaneObjects: Equatable, Sendable {
  /// nil where there is no ConfigMap `linkerd-config`.
  var configuration: MeshFacts.Configuration?
  /// `ca-bundle.crt` of the trust roots; nil where they are absent.
  var anchors: String?
  var controlPlane = MeshFacts.ControlPlane()

  init(_ objects: [ControlPlaneObject]) {
    for object in objects {
      let name = object.metadata.name
      switch object.kind {
      case "Deployment": controlPlane.available[name] = object.status?.availableReplicas ?? 0
      case "ServiceAccount": controlPlane.accounts.insert(name)
      case "ReplicaSet": controlPlane.troubles += object.troubles
      case "ConfigMap" where name == "linkerd-config":
        configuration = MeshFacts.Configuration(values: object.data?["values"] ?? "")
      case "ConfigMap" where name == "linkerd-identity-trust-roots":
        anchors = object.data?["ca-bundle.crt"]
      default: break
      }
    }
  }
}

extension ControlPlaneObject {
  /// Pods that it can't make.
  fileprivate var troubles: [String] {
    (status?.conditions ?? []).filter { $0.type == "ReplicaFailure" && $0.status == "True" }
      .map { "\($0.reason ?? $0.type): \(TerminalText.harmless($0.message ?? ""))" }
  }
}

extension MeshFacts.Configuration {
  /// Reads the chart's values; what can't be read counts as left out.
  init(values: String) {
    self.init()
    guard let root = try? Parser(yaml: values).nextRoot(), let top = root.mapping else { return }
    func isTrue(_ node: Node?) -> Bool { node?.bool ?? false }
    version = top["linkerdVersion"]?.string ?? ""
    clusterNetworks = (top["clusterNetworks"]?.string ?? "").split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    usesPlugin = isTrue(top["cniEnabled"])
    isHighlyAvailable = isTrue(top["highAvailability"])
    hasNoHeartbeat = isTrue(top["disableHeartBeat"])
    initRunsAsRoot = isTrue(top["proxyInit"]?.mapping?["runAsRoot"])
    let scheme = top["identity"]?.mapping?["issuer"]?.mapping?["scheme"]?.string
    hasExternalIssuer = scheme == "kubernetes.io/tls"
  }
}
