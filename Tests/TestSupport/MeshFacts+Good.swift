package import Diagnosis
import Planning

extension MeshFacts {
  /// A mesh with nothing wrong, with the CNI plugin, several replicas and one meshed namespace.
  package static let good: MeshFacts = {
    let now = Instant(secondsSince1970: 1_795_212_000)
    let end = now.adding(seconds: 300 * 86_400)
    func certificate(_ name: String) -> Certificate {
      Certificate(name: name, notBefore: now.adding(seconds: -86_400), notAfter: end)
    }
    var facts = MeshFacts(namespace: "linkerd", now: now, unread: Problem("x", "x"))
    facts.server = .success(SemanticVersion(1, 33, 2))
    let policies = [
      "authorizationpolicies", "egressnetworks", "httplocalratelimitpolicies", "httproutes",
      "meshtlsauthentications", "networkauthentications", "serverauthorizations", "servers",
    ].map { "\($0).policy.linkerd.io" }
    facts.definitions = .success(
      (policies + [
        "serviceprofiles.linkerd.io", "externalworkloads.workload.linkerd.io",
        "httproutes.gateway.networking.k8s.io",
      ]).map { Definition(name: $0) })
    facts.namespaces = .success([
      "linkerd": Namespace(inject: "disabled"), "quiet": Namespace(), "kube-system": Namespace(),
      "direktiv": Namespace(inject: "enabled"), "viz": Namespace(linkerdExtension: "viz"),
    ])
    facts.configuration = .success(
      Configuration(
        version: "edge-26.8.3", clusterNetworks: ["10.0.0.0/8"], usesPlugin: true,
        isHighlyAvailable: true))
    let components = ["destination", "identity", "proxy-injector"].map { "linkerd-\($0)" }
    facts.controlPlane = .success(
      ControlPlane(
        available: Dictionary(uniqueKeysWithValues: components.map { ($0, 3) }),
        accounts: Set(components + ["linkerd-heartbeat"])))
    facts.roles = .success(
      Set(
        ["ClusterRole", "ClusterRoleBinding"].flatMap {
          ["\($0)/linkerd-linkerd-identity", "\($0)/linkerd-linkerd-proxy-injector"]
        }))
    facts.webhooks = .success(
      Webhooks(
        mutating: ["linkerd-proxy-injector-webhook-config"],
        validating: ["linkerd-sp-validator-webhook-config"]))
    (facts.clusterAnchors, facts.anchorFile) = ("PEM\n", .text("PEM"))
    facts.identity = .success(
      Identity(anchors: [certificate("root")], issuer: certificate("identity")))
    facts.webhookTrust = .success(
      Dictionary(
        uniqueKeysWithValues: ["proxy-injector", "sp-validator", "policy-validator"].map {
          ($0, WebhookTrust(certificate: certificate($0)))
        }))
    facts.nodes = .success([Node(name: "a", podRange: "10.1.0.0/24")])
    let own = components.map { component in
      var pod = Pod(namespace: "linkerd", name: "\(component)-5b799b9f56-znds5")
      (pod.controlPlaneNamespace, pod.isComponent) = ("linkerd", true)
      return pod.meshed
    }
    var web = Pod(namespace: "direktiv", name: "web-7b9b86f754-l7mmb").meshed
    (web.owner, web.controlPlaneNamespace) = ("ReplicaSet/web-7b9b86f754", "linkerd")
    (web.opaquePorts, web.ports) = ("3306", [Port(number: 3306, target: "sql")])
    facts.pods = .success(own + [web])
    var service = Service(namespace: "direktiv", name: "web", address: "10.2.0.1")
    (service.opaquePorts, service.pods) = ("80", [web.name])
    service.ports = [Port(number: 80, target: "sql")]
    facts.services = .success([service])
    facts.plugin = Plugin(
      kinds: ["ConfigMap", "ClusterRole", "ClusterRoleBinding", "ServiceAccount", "DaemonSet"],
      namespace: "linkerd-cni", desired: 3, ready: 3)
    (facts.meshedNamespaces, facts.includesDataPlane) = (["direktiv"], true)
    facts.injection = Injection(namespace: "direktiv", answer: .injected)
    return facts
  }()

  /// Changes the control plane's configuration.
  package mutating func change(_ change: (inout Configuration) -> Void) {
    configuration = configuration.map {
      guard var found = $0 else { return nil }
      change(&found)
      return found
    }
  }

  /// Changes the pod of the meshed namespace.
  package mutating func changeWeb(_ change: (inout Pod) -> Void) {
    pods = pods.map { pods in
      var pods = pods
      change(&pods[pods.count - 1])
      return pods
    }
  }

  /// Changes the only service.
  package mutating func changeService(_ change: (inout Service) -> Void) {
    services = services.map { services in
      var services = services
      change(&services[0])
      return services
    }
  }

  /// Adds a pod that is in no mesh.
  package mutating func addPod(_ change: (inout Pod) -> Void) {
    pods = pods.map { pods in
      var pod = Pod(namespace: "linkerd", name: "linkerd-other-1-2")
      change(&pod)
      return pods + [pod]
    }
  }

  /// Changes anchors and issuer.
  package mutating func changeIdentity(_ change: (inout Identity) -> Void) {
    identity = identity.map {
      var found = $0
      change(&found)
      return found
    }
  }

  /// Changes a webhook's certificate.
  package mutating func changeWebhook(_ name: String, _ change: (inout WebhookTrust) -> Void) {
    webhookTrust = webhookTrust.map { found in
      var found = found
      change(&found[name, default: WebhookTrust()])
      return found
    }
  }
}

extension MeshFacts.Pod {
  /// The same with a proxy that is ready.
  fileprivate var meshed: Self {
    var pod = self
    (pod.hasProxy, pod.isProxyReady, pod.proxyVersion) = (true, true, "edge-26.8.3")
    pod.address = "10.1.0.7"
    return pod
  }
}
