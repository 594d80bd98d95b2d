import Glibc
import Testing

@testable import PracticeCluster

/// Real kubectl against the practice cluster; the words are compared with those of a real API server.
struct KubectlTests {
  @Test func namespacesAreMadeAnnotatedAndEnded() async throws {
    try await Rehearsal.run { cluster in
      let made = try await cluster.kubectl("create", "namespace", "demo")
      #expect(made.output == "namespace/demo created\n")
      let again = try await cluster.kubectl("create", "namespace", "demo")
      #expect(
        again.complaint == "Error from server (AlreadyExists): namespaces \"demo\" already exists\n"
      )
      let annotated = try await cluster.kubectl(
        "annotate", "namespace", "demo", "gone", "default", "linkerd.io/inject=enabled",
        "--overwrite")
      #expect(annotated.output == "namespace/demo annotated\nnamespace/default annotated\n")
      #expect(
        annotated.complaint == "Error from server (NotFound): namespaces \"gone\" not found\n")
      let ended = try await cluster.kubectl("delete", "namespace", "demo", "--timeout=20s")
      #expect(ended.output == "namespace \"demo\" deleted\n")
      let gone = try await cluster.kubectl("get", "namespace", "demo")
      #expect(gone.complaint == "Error from server (NotFound): namespaces \"demo\" not found\n")
    }
  }

  @Test func aBadNamespaceNameIsRefusedInKubernetesWords() async throws {
    try await Rehearsal.run { cluster in
      let upper = try await cluster.kubectl("create", "namespace", "Direktiv_Services")
      #expect(
        upper.complaint == """
          The Namespace "Direktiv_Services" is invalid: metadata.name: Invalid value: \
          "Direktiv_Services": \(NameRules.label)

          """)
      let name = String(repeating: "a", count: 64)
      let long = try await cluster.kubectl("create", "namespace", name)
      #expect(
        long.complaint == """
          The Namespace "\(name)" is invalid:\u{20}
          * metadata.name: Invalid value: "\(name)": must be no more than 63 characters
          * metadata.labels: Invalid value: "\(name)": must be no more than 63 bytes

          """)
    }
  }

  @Test func aDryRunChangesNothing() async throws {
    try await Rehearsal.run { cluster in
      let tried = try await cluster.kubectl("create", "namespace", "demo", "--dry-run=server")
      #expect(tried.output == "namespace/demo created (server dry run)\n")
      let result6 = try await cluster.kubectl("get", "namespace", "demo")
      #expect(!result6.isSuccess)
    }
  }

  @Test func aDeploymentRollsOutAndIsRestarted() async throws {
    try await Rehearsal.run { cluster in
      _ = try await cluster.kubectl("create", "namespace", "demo")
      let made = try await cluster.kubectl(
        "create", "deployment", "web", "--image=nginx:1.27", "--replicas=2", "-n", "demo")
      #expect(made.output == "deployment.apps/web created\n")
      let up = try await cluster.kubectl(
        "rollout", "status", "deployment/web", "-n", "demo", "--timeout=20s")
      #expect(up.output.hasSuffix("deployment \"web\" successfully rolled out\n"))
      let restarted = try await cluster.kubectl("rollout", "restart", "deployment", "-n", "demo")
      #expect(restarted.output == "deployment.apps/web restarted\n")
      let upAgain = try await cluster.kubectl(
        "rollout", "status", "deployment/web", "-n", "demo", "--timeout=20s")
      #expect(upAgain.isSuccess)
      let sets = try await cluster.kubectl("get", "replicasets", "-n", "demo", "-o", "name")
      #expect(sets.output.split(separator: "\n").count == 2)
      let undone = try await cluster.kubectl("rollout", "undo", "deployment/web", "-n", "demo")
      #expect(undone.output == "deployment.apps/web rolled back\n")
      let back = try await cluster.kubectl(
        "rollout", "status", "deployment/web", "-n", "demo", "--timeout=20s")
      #expect(back.isSuccess)
      let revision = try await cluster.kubectl(
        "get", "deployment", "web", "-n", "demo", "-o",
        "jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}")
      #expect(revision.output == "3")
      let logs = try await cluster.kubectl("logs", "deployment/web", "-n", "demo", "--tail=1")
      #expect(logs.output.contains("nginx is ready"))
    }
  }

  @Test func tablesHaveTheColumnsOfTheRealOnes() async throws {
    try await Rehearsal.run { cluster in
      for (kind, columns) in [
        ("namespaces", ["NAME", "STATUS", "AGE"]),
        ("nodes", ["NAME", "STATUS", "ROLES", "AGE", "VERSION"]),
        ("deployments", ["NAMESPACE", "NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]),
        ("pods", ["NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE"]),
        (
          "services",
          ["NAMESPACE", "NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"]
        ),
      ] {
        let table = try await cluster.kubectl("get", kind, "-A")
        let head = table.output.split(separator: "\n").first?.split(separator: " ").map(String.init)
        #expect(head == columns)
      }
    }
  }

  private static let configMap = """
    {"apiVersion":"v1","kind":"ConfigMap",\
    "metadata":{"name":"settings","namespace":"default"},"data":{"colour":"VALUE"}}
    """

  @Test func aServerSideApplyMeetsConflicts() async throws {
    try await Rehearsal.run { cluster in
      let red = Self.configMap.replacing("VALUE", with: "red")
      let blue = Self.configMap.replacing("VALUE", with: "blue")
      let first = try await cluster.kubectl("apply", "--server-side", "-f", "-", input: red)
      #expect(first.output == "configmap/settings serverside-applied\n")
      let other = try await cluster.kubectl(
        "apply", "--server-side", "--field-manager=other", "-f", "-", input: blue)
      #expect(
        other.complaint.contains(
          "Apply failed with 1 conflict: conflict with \"kubectl\": .data.colour"))
      let forced = try await cluster.kubectl(
        "apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", "-",
        input: blue)
      #expect(forced.isSuccess)
      let value = try await cluster.kubectl(
        "get", "configmap", "settings", "-o", "jsonpath={.data.colour}")
      #expect(value.output == "blue")
    }
  }

  @Test func aClientSideApplyIsRepeatable() async throws {
    try await Rehearsal.run { cluster in
      let red = Self.configMap.replacing("VALUE", with: "red")
      let result1 = try await cluster.kubectl("apply", "-f", "-", input: red)
      #expect(
        result1.output
          == "configmap/settings created\n")
      let result2 = try await cluster.kubectl("apply", "-f", "-", input: red)
      #expect(
        result2.output
          == "configmap/settings unchanged\n")
      let blue = Self.configMap.replacing("VALUE", with: "blue")
      let result3 = try await cluster.kubectl("apply", "-f", "-", input: blue)
      #expect(
        result3.output
          == "configmap/settings configured\n")
    }
  }

  private static let definition = """
    {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",\
    "metadata":{"name":"gadgets.example.org"},"spec":{"group":"example.org",\
    "scope":"Namespaced","names":{"plural":"gadgets","kind":"Gadget"},\
    "versions":[{"name":"v1","served":true,"storage":true,\
    "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
    """

  @Test func aDefinedKindIsServed() async throws {
    try await Rehearsal.run { cluster in
      _ = try await cluster.kubectl("apply", "-f", "-", input: Self.definition)
      let established = try await cluster.kubectl(
        "wait", "--for=condition=Established", "crd/gadgets.example.org", "--timeout=10s")
      #expect(established.isSuccess)
      let gadget = """
        {"apiVersion":"example.org/v1","kind":"Gadget",\
        "metadata":{"name":"one","namespace":"default"},"spec":{"size":3}}
        """
      let made = try await cluster.kubectl("apply", "-f", "-", input: gadget)
      #expect(made.output == "gadget.example.org/one created\n")
      let size = try await cluster.kubectl("get", "gadget", "one", "-o", "jsonpath={.spec.size}")
      #expect(size.output == "3")
      _ = try await cluster.kubectl("delete", "crd", "gadgets.example.org")
      let result7 = try await cluster.kubectl("get", "gadgets.example.org")
      #expect(!result7.isSuccess)
    }
  }

  @Test func theForbiddenScenarioRefusesInKubernetesWords() async throws {
    try await Rehearsal.run(.forbidden) { cluster in
      let namespace = try await cluster.kubectl("create", "namespace", "demo")
      #expect(
        namespace.complaint
          == "Error from server (Forbidden): namespaces is forbidden: User \"practice\" cannot "
          + "create resource \"namespaces\" in API group \"\" at the cluster scope\n")
      for resource in ["namespaces", "customresourcedefinitions", "clusterroles"] {
        let asked = try await cluster.kubectl("auth", "can-i", "create", resource)
        #expect(asked.output == "no\n")
      }
      let secrets = try await cluster.kubectl("auth", "can-i", "create", "secrets", "-n", "web")
      #expect(secrets.output == "yes\n")
      let result8 = try await cluster.kubectl("get", "namespaces")
      #expect(result8.isSuccess)
    }
  }

  @Test func tenThousandNamespacesAreListedOnceEach() async throws {
    try await Rehearsal.run(.tenThousandNamespaces) { cluster in
      let listed = try await cluster.kubectl("get", "namespaces", "-o", "name")
      let names = listed.output.split(separator: "\n")
      #expect(names.count >= 10_000)
      #expect(Set(names).count == names.count)
    }
  }

  /// Debian's kubectl of years ago, and one of today, which the set-up brings where it can.
  @Test(arguments: ["WIZARD_KUBECTL_OLD", "WIZARD_KUBECTL_NEW"])
  func anOldAndANewKubectlWorkToo(variable: String) async throws {
    guard let program = getenv(variable).map({ String(cString: $0) }) else {
      // Where the set-up has none, the one on PATH stands in for it.
      return try await Rehearsal.run(.ready, body)
    }
    try await Rehearsal.run(.ready, program: program, body)
  }

  private func body(_ cluster: Rehearsal) async throws {
    let tried = try await cluster.kubectl("create", "namespace", "demo", "--dry-run=server")
    #expect(tried.output == "namespace/demo created (server dry run)\n")
    let result9 = try await cluster.kubectl("create", "namespace", "demo")
    #expect(result9.isSuccess)
    let map = Self.configMap.replacing("VALUE", with: "red")
    let result4 = try await cluster.kubectl("apply", "-f", "-", input: map)
    #expect(
      result4.output
        == "configmap/settings created\n")
    let result5 = try await cluster.kubectl("annotate", "ns", "demo", "linkerd.io/inject=enabled")
    #expect(
      result5.output
        == "namespace/demo annotated\n")
    let result10 = try await cluster.kubectl("delete", "ns", "demo", "--timeout=20s")
    #expect(result10.isSuccess)
  }
}

/// What the practice cluster serves, by the version that it says it has.
struct ServedVersionsTests {
  private static let cronJob = """
    {"apiVersion":"batch/v1beta1","kind":"CronJob","metadata":{"name":"old"},"spec":{
    "schedule":"1 1 * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",
    "containers":[{"name":"a","image":"b"}]}}}}}}
    """

  @Test func anOldClusterServesWhatWasGivenUpLater() async throws {
    try await Rehearsal.run(.oldKubernetes) { cluster in
      let version = try await cluster.kubectl("get", "--raw", "/version")
      #expect(version.output.contains("\"v1.23.17\""))
      let made = try await cluster.kubectl("create", "-f", "-", input: Self.cronJob)
      #expect(made.output == "cronjob.batch/old created\n", "\(made)")
      let nodes = try await cluster.kubectl("get", "nodes")
      #expect(nodes.output.contains("v1.23.17") && !nodes.output.contains("v1.33"))
      let kinds = try await cluster.kubectl("api-versions")
      #expect(kinds.output.contains("batch/v1\n") && kinds.output.contains("policy/v1beta1\n"))
      let served = try await cluster.kubectl("api-resources")
      #expect(!served.output.contains("validatingadmissionpolicies"))
    }
  }

  @Test func aNewerOneDoesNot() async throws {
    try await Rehearsal.run { cluster in
      let made = try await cluster.kubectl("create", "-f", "-", input: Self.cronJob)
      #expect(!made.isSuccess)
      #expect(
        made.complaint.contains("no matches for kind \"CronJob\" in version \"batch/v1beta1\""),
        "\(made)")
      let kinds = try await cluster.kubectl("api-versions")
      #expect(!kinds.output.contains("v1beta1\n"))
    }
  }
}
