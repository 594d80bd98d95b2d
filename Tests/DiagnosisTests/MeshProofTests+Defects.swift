import Diagnosis
import Planning
import TestSupport

extension MeshProofTests {
  typealias Defect = (id: String, mark: CheckRow.Mark, change: (inout MeshFacts) -> Void)

  /// One thing wrong each, and the one check that tells it.
  static var defects: [Defect] { clusterDefects + trustDefects + dataPlaneDefects }

  private static var clusterDefects: [Defect] {
    let unread = Problem("forbidden", "You may not.", remedy: "Ask.")
    func without(_ kinds: String) -> (inout MeshFacts) -> Void {
      { facts in facts.roles = facts.roles.map { $0.filter { !$0.hasPrefix("\(kinds)/") } } }
    }
    func withoutAccounts(_ names: [String]) -> (inout MeshFacts) -> Void {
      { facts in
        facts.controlPlane = facts.controlPlane.map {
          var found = $0
          found.accounts.subtract(names)
          return found
        }
      }
    }
    let plugin: [Defect] = [
      ("ConfigMap", "cm"), ("ClusterRole", "cr"), ("ClusterRoleBinding", "crb"),
      ("ServiceAccount", "sa"), ("DaemonSet", "ds"),
    ].map { kind, short in
      ("cni-plugin-\(short)-exists", .failed, { $0.plugin?.kinds.remove(kind) })
    }
    return plugin + [
      ("api", .failed, { $0.server = .failure(unread) }),
      ("kubernetes-version", .failed, { $0.server = .success(SemanticVersion(1, 30, 3)) }),
      (
        "gateway-api", .failed,
        { $0.definitions = $0.definitions.map { $0.filter { !$0.name.contains("gateway") } } }
      ),
      ("linkerd-config", .failed, { $0.configuration = .success(nil) }),
      ("heartbeat", .failed, withoutAccounts(["linkerd-heartbeat"])),
      (
        "replica-sets", .failed,
        { facts in
          facts.controlPlane = facts.controlPlane.map {
            var found = $0
            found.troubles = ["FailedCreate: no"]
            return found
          }
        }
      ),
      ("unschedulable", .warning, { $0.addPod { $0.unschedulable = "no room" } }),
      (
        "pods", .failed,
        {
          $0.pods = $0.pods.map {
            $0.map {
              var pod = $0; pod.unready = ["linkerd-proxy"]; return pod
            }
          }
        }
      ),
      (
        "networks-nodes", .failed,
        { $0.nodes = .success([.init(name: "a", podRange: "11.0.0.0/24")]) }
      ),
      ("networks-pods", .failed, { $0.addPod { $0.address = "11.0.0.1" } }),
      ("networks-services", .failed, { $0.changeService { $0.address = "11.0.0.1" } }),
      (
        "namespace", .failed,
        { facts in facts.namespaces = facts.namespaces.map { $0.filter { $0.key != "linkerd" } } }
      ),
      ("cluster-roles", .failed, without("ClusterRole")),
      ("cluster-role-bindings", .failed, without("ClusterRoleBinding")),
      ("service-accounts", .failed, withoutAccounts(["linkerd-identity"])),
      (
        "crds", .failed,
        { $0.definitions = $0.definitions.map { $0.filter { !$0.name.hasPrefix("egress") } } }
      ),
      (
        "mutating-webhooks", .failed,
        { $0.webhooks = $0.webhooks.map { .init(mutating: [], validating: $0.validating) } }
      ),
      (
        "validating-webhooks", .failed,
        { $0.webhooks = $0.webhooks.map { .init(mutating: $0.mutating, validating: []) } }
      ),
      ("docker-root", .failed, { $0.nodes = .success([.init(name: "a", runsDocker: true)]) }),
      ("cni-plugin-ready", .failed, { $0.plugin?.ready = 2 }),
    ]
  }

  private static var trustDefects: [Defect] {
    let soon: Int64 = 59 * 86_400
    let webhooks = ["proxy-injector", "sp-validator", "policy-validator"].flatMap {
      name -> [Defect] in
      [
        (
          "\(name)-cert", .failed,
          { facts in
            facts.changeWebhook(name) { [now = facts.now] in
              $0.certificate?.notAfter = now.adding(seconds: -1)
            }
          }
        ),
        (
          "\(name)-lasting", .warning,
          { facts in
            facts.changeWebhook(name) { [now = facts.now] in
              $0.certificate?.notAfter = now.adding(seconds: soon)
            }
          }
        ),
      ]
    }
    func identity(
      _ change: @escaping (inout MeshFacts.Identity, Instant) -> Void
    ) -> (inout MeshFacts) -> Void {
      { facts in facts.changeIdentity { [now = facts.now] in change(&$0, now) } }
    }
    let problem = Problem("x", "It is so.", remedy: "Do this.")
    return webhooks + [
      ("cert-config", .failed, identity { found, _ in found.configurationProblem = problem }),
      (
        "anchors-crypto", .failed,
        identity { found, _ in found.anchors[0].algorithmProblem = "No." }
      ),
      (
        "anchors-valid", .failed,
        identity { found, now in found.anchors[0].notAfter = now.adding(seconds: -1) }
      ),
      (
        "anchors-lasting", .warning,
        identity { found, now in found.anchors[0].notAfter = now.adding(seconds: soon) }
      ),
      ("issuer-crypto", .failed, identity { found, _ in found.issuer?.algorithmProblem = "No." }),
      (
        "issuer-valid", .failed,
        identity { found, now in found.issuer?.notBefore = now.adding(seconds: 1) }
      ),
      (
        "issuer-lasting", .warning,
        identity { found, now in found.issuer?.notAfter = now.adding(seconds: soon) }
      ),
      ("issuer-chain", .failed, identity { found, _ in found.chainProblem = problem }),
      ("trust-anchors", .failed, { $0.anchorFile = .text("OTHER") }),
    ]
  }

  private static var dataPlaneDefects: [Defect] {
    [
      ("proxies-anchors", .warning, { $0.changeWeb { $0.hasOtherAnchors = true } }),
      (
        "control-plane-version", .failed,
        { facts in
          facts.change { $0.version = "" }
        }
      ),
      (
        "control-plane-proxies", .failed,
        { facts in
          facts.addPod { ($0.controlPlaneNamespace, $0.hasProxy) = ("linkerd", true) }
        }
      ),
      (
        "control-plane-proxy-versions", .warning,
        { facts in
          // A pod of another mesh's extension in that namespace: the data plane's checks pass it over.
          facts.addPod { pod in
            (pod.controlPlaneNamespace, pod.hasProxy) = ("linkerd-two", true)
            (pod.isProxyReady, pod.proxyVersion) = (true, "edge-26.1.1")
          }
        }
      ),
      ("data-plane-namespace", .failed, { $0.dataPlaneNamespaces = ["direktiv", "nowhere"] }),
      ("proxies-ready", .failed, { $0.changeWeb { $0.isProxyReady = false } }),
      ("proxy-versions", .warning, { $0.changeWeb { $0.proxyVersion = "edge-26.1.1" } }),
      ("pod-labels", .warning, { $0.changeWeb { $0.misplacedLabels = ["linkerd.io/inject"] } }),
      (
        "service-labels", .warning,
        { $0.changeService { $0.misplacedLabels = ["linkerd.io/inject"] } }
      ),
      (
        "service-annotations", .warning,
        { $0.changeService { $0.misplacedAnnotations = ["mirror.linkerd.io/exported"] } }
      ),
      ("opaque-ports", .warning, { $0.changeService { $0.opaquePorts = nil } }),
      (
        "replicas", .warning,
        { facts in
          facts.controlPlane = facts.controlPlane.map {
            var found = $0
            found.available["linkerd-identity"] = 1
            return found
          }
        }
      ),
      (
        "extensions", .warning,
        { facts in
          facts.namespaces = facts.namespaces.map {
            $0.merging(["two": .init(linkerdExtension: "viz")]) { $1 }
          }
        }
      ),
      (
        "inject-direktiv", .failed,
        { facts in
          facts.namespaces = facts.namespaces.map { $0.merging(["direktiv": .init()]) { $1 } }
        }
      ),
      (
        "pods-without-proxy", .warning,
        { $0.addPod { ($0.namespace, $0.name) = ("direktiv", "bare") } }
      ),
      ("injection", .warning, { $0.injection?.answer = .notInjected }),
    ]
  }
}
