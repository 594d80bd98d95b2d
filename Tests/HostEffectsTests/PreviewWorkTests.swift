import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

@testable import HostEffects

/// How a preview is found out: what is called, what it means, and what goes wrong.
struct PreviewWorkTests {
  private static let crd = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: servers.policy.linkerd.io
    spec:
      names:
        kind: Server
    """
  private static let role = """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: reader
    """
  private static let secret = """
    apiVersion: v1
    kind: Secret
    metadata:
      name: token
    data:
      a: Q2FuYXJ5
    """
  private static let config = """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: config
    """
  private static let server = """
    apiVersion: policy.linkerd.io/v1beta3
    kind: Server
    metadata:
      name: ours
    """

  /// A Helm whose dry runs print these manifests.
  private static func helm(crds: [String], plane: [String]) -> String {
    func printed(_ manifests: [String]) -> String {
      "HOOKS:\nMANIFEST:\n" + manifests.map { "---\n\($0)\n" }.joined() + "\nNOTES:\nDone.\n"
    }
    return branch("'upgrade --install linkerd-crds '*'--dry-run=server'*", prints: printed(crds))
      + branch(
        "'upgrade --install linkerd-control-plane '*'--dry-run=server'*", prints: printed(plane))
  }

  /// A kubectl that keeps what it is asked about and answers it with these objects.
  private static func kubectl(
    live: String = "", secrets: String = "", applied: String = #"{"kind":"List","items":[]}"#
  ) -> String {
    func kept(_ branch: String, in file: String) -> String {
      branch.replacing(")\ncat <<", with: ")\ncat >> $here/\(file)\ncat <<")
    }
    return kept(
      branch("*'get -f - --ignore-not-found -o json'", prints: live), in: "asked-for")
      + kept(branch("*'get -f - --ignore-not-found --no-headers'*", prints: secrets), in: "secrets")
      + kept(
        branch("*'apply --server-side --dry-run=server'*", prints: applied), in: "applied")
  }

  private func recipe(_ host: FakeHost) -> PreviewRecipe {
    func part(_ name: String, _ texts: [PreviewRecipe.ValueText]) -> PreviewRecipe.Part {
      var dryRun = Command(
        tool: host.helm, arguments: ["upgrade", "--install", name, "x.tgz", "--dry-run=server"])
      dryRun.timeout = 60
      var template = dryRun
      template.arguments = ["template", name, "x.tgz"]
      return PreviewRecipe.Part(
        name: name, namespace: "linkerd", fieldManager: "helm",
        source: .chart(.init(dryRun: dryRun, template: template, texts: texts)))
    }
    return PreviewRecipe(
      cluster: ClusterIdentity(
        context: "demo", server: "https://s", uid: nil, authority: nil, kubeconfig: nil),
      kubectl: host.kubectl,
      parts: [
        part("linkerd-crds", []),
        part("linkerd-control-plane", [.init(key: "a.keyPEM", text: "a placeholder")]),
      ], notes: ["A note."])
  }

  private func preview(_ host: FakeHost) async throws -> Preview {
    guard case .preview(let result)? = await host.report(of: .preview(recipe(host))) else {
      throw Problem("no-report", "Another report came.")
    }
    return try result.get()
  }

  private func states(_ preview: Preview) -> [String: PreviewObject.State] {
    Dictionary(uniqueKeysWithValues: preview.objects.map { ($0.id.kind, $0.state) })
  }

  @Test func onAnEmptyClusterEverythingIsNewAndItsSecretsAreSentNowhere() async throws {
    let host = try FakeHost(
      kubectl: Self.kubectl(),
      helm: Self.helm(
        crds: [Self.crd], plane: [Self.role, Self.secret, Self.config, Self.server]))
    let preview = try await preview(host)
    #expect(preview.problems == [])
    #expect(preview.objects.allSatisfy { $0.state == .new })
    #expect(
      preview.objects.map(\.fullName) == [
        "servers.policy.linkerd.io", "reader", "linkerd/token", "linkerd/config", "linkerd/ours",
      ])
    #expect(
      preview.parts[1].notes.map { $0.contains("linkerd is not there yet") } == [true, false])
    #expect(preview.parts[1].notes.last?.contains(": Server.") == true)
    #expect(preview.manifest.contains("  a: ‹hidden›"))
    // Only what the API server can be asked about is sent, and never a Secret.
    #expect(!host.folder.text("asked-for").contains("ours"))
    #expect(!host.folder.text("asked-for").contains("token"))
    #expect(host.folder.text("secrets").contains(#""name":"token""#))
    #expect(host.folder.text("applied").contains("reader"))
    for name in ["token", "config", "ours", "Q2FuYXJ5"] {
      #expect(!host.folder.text("applied").contains(name), "\(name)")
    }
    #expect(!host.trace.contains { $0.contains("dry-run=none") })
    // Each manifest is where its object says.
    for object in preview.objects {
      #expect(preview.lines(of: object).contains("  name: \(object.id.name)"))
    }
  }

  @Test func helmGetsThePlaceholdersInFilesThatAreGoneAfterwards() async throws {
    let host = try FakeHost(
      kubectl: Self.kubectl(),
      helm: """
        *'a.keyPEM='*) cat "${*#*a.keyPEM=}" > $here/given; echo 'MANIFEST:';;
        'upgrade --install linkerd-crds'*) echo 'MANIFEST:';;
        """)
    let preview = try await preview(host)
    #expect(preview.problems == [] && preview.objects == [])
    #expect(host.folder.text("given") == "a placeholder")
    let left = try FolderListing.names(in: host.folder.path + "/cache/linkerd-wizard")
    #expect(left == [])
  }

  @Test func whatIsThereIsComparedWithTheDryRun() async throws {
    func object(_ kind: String, _ version: String, _ name: String, _ more: String) -> String {
      #"{"apiVersion":"\#(version)","kind":"\#(kind)","metadata":{"name":"\#(name)"\#(more)"#
    }
    let definition = "apiextensions.k8s.io/v1"
    let rbac = "rbac.authorization.k8s.io/v1"
    let helms =
      #","resourceVersion":"7","managedFields":[{}],"labels":{"app.kubernetes.io/managed-by":"#
      + #""Helm"},"annotations":{"meta.helm.sh/release-name":"linkerd-crds"}}"#
    let crd = "servers.policy.linkerd.io"
    let live = [
      object("CustomResourceDefinition", definition, crd, helms + #","status":{"a":1}}"#),
      object("ClusterRole", rbac, "reader", #"},"rules":[{"verbs":["get"]}]}"#),
      object("Namespace", "v1", "linkerd", "}}"),
      object("ConfigMap", "v1", "config", #","namespace":"linkerd"},"data":{"a":1}}"#),
    ]
    let applied = [
      object("CustomResourceDefinition", definition, crd, #","resourceVersion":"7"}}"#),
      object(
        "ClusterRole", rbac, "reader",
        #","labels":{"a":"b"}},"rules":[{"verbs":["get","list"]}],"x":true}"#),
      object("Server", "policy.linkerd.io/v1beta3", "ours", #","namespace":"linkerd"}}"#),
    ]
    func list(_ items: [String]) -> String {
      #"{"kind":"List","items":["# + items.joined(separator: ",") + "]}"
    }
    let host = try FakeHost(
      kubectl: Self.kubectl(
        live: list(live), secrets: "linkerd   token", applied: list(applied)),
      helm: Self.helm(
        crds: [Self.crd], plane: [Self.role, Self.secret, Self.config, Self.server]))
    let preview = try await preview(host)
    #expect(preview.problems == [])
    #expect(
      states(preview) == [
        "CustomResourceDefinition": .same, "ClusterRole": .changed, "Secret": .unknown,
        // The dry run doesn't tell it.
        "ConfigMap": .unknown, "Server": .new,
      ])
    let role = try #require(preview.objects.first { $0.id.kind == "ClusterRole" })
    #expect(role.note == "changes metadata.labels.a, rules[0].verbs, x")
    #expect(preview.parts.allSatisfy { $0.notes == [] && $0.problem == nil })
  }

  @Test func aChartThatHelmRefusesIsToldAndTheOtherIsShown() async throws {
    let refusal = "Error: execution error at (x/templates/identity.yaml:19:21): Please provide it"
    let host = try FakeHost(
      kubectl: Self.kubectl(),
      helm: branch(
        "'upgrade --install linkerd-control-plane '*", errors: refusal, status: 1)
        + Self.helm(crds: [Self.crd], plane: []))
    let preview = try await preview(host)
    #expect(preview.parts[0].problem == nil && preview.parts[0].objects.count == 1)
    #expect(preview.parts[1].problem?.code == "chart-refuses")
    #expect(preview.parts[1].objects == [])
  }

  @Test func kindsThatComeWithTheInstallAreNoReasonToRefuse() async throws {
    let refusal = #"Error: resource mapping not found: no matches for kind "Server" in version "x""#
    func host(crds: [String]) throws -> FakeHost {
      try FakeHost(
        kubectl: Self.kubectl(),
        helm: branch("'upgrade --install linkerd-control-plane '*", errors: refusal, status: 1)
          + branch("'template linkerd-control-plane x.tgz'*", prints: "---\n" + Self.server)
          + Self.helm(crds: crds, plane: []))
    }
    let known = try await preview(host(crds: [Self.crd]))
    #expect(known.problems == [])
    #expect(known.parts[1].objects.map(\.state) == [.new])
    let unknown = try await preview(host(crds: []))
    #expect(unknown.parts[1].problem?.code == "kind-not-served")
    #expect(unknown.parts[1].objects.map(\.state) == [.unknown])
  }

  @Test func anAPIServerThatAnswersNothingLeavesTheManifests() async throws {
    let forbidden =
      #"Error from server (Forbidden): clusterroles is forbidden: User "ada" cannot get resource "#
      + #""clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope"#
    let host = try FakeHost(
      kubectl: branch("*'get -f -'*", errors: forbidden, status: 1),
      helm: Self.helm(crds: [Self.crd], plane: [Self.role]))
    let preview = try await preview(host)
    #expect(preview.problems.map(\.code) == ["forbidden", "forbidden"])
    #expect(preview.objects.map(\.state) == [.unknown, .unknown])
    #expect(preview.manifest.contains("kind: ClusterRole"))
  }

  @Test func whatTheDryRunRefusesIsTold() async throws {
    let refusal =
      #"Error from server (Forbidden): admission webhook "p.example" denied the request: no roles"#
    let host = try FakeHost(
      kubectl: branch("*'apply --server-side'*", errors: refusal, status: 1) + Self.kubectl(),
      helm: Self.helm(crds: [], plane: [Self.role]))
    let preview = try await preview(host)
    #expect(preview.parts[1].problem?.code == "refused-by-policy")
    #expect(preview.objects.map(\.state) == [.new])
  }

  @Test func aWebhookThatAnswersNoDryRunsIsNoReasonToRefuse() async throws {
    let refusal =
      #"Error from server (BadRequest): admission webhook "p.example" does not support dry run"#
    let host = try FakeHost(
      kubectl: branch("*'apply --server-side'*", errors: refusal, status: 1) + Self.kubectl(),
      helm: Self.helm(crds: [], plane: [Self.role]))
    let problem = try #require(try await preview(host).parts[1].problem)
    #expect(problem.code == "dry-run-unsupported" && problem.severity == .warning)
    #expect(problem.sentence.contains("p.example"))
  }

  @Test func leavingStopsHelm() async throws {
    let host = try FakeHost(
      kubectl: Self.kubectl(), helm: "*) echo > $here/begun; exec sleep 600;;")
    host.interpreter.start(EffectRequest(id: EffectID(1), effect: .preview(recipe(host))))
    let hasBegun = await eventually { !host.folder.text("begun").isEmpty }
    #expect(hasBegun)
    host.interpreter.start(EffectRequest(id: EffectID(2), effect: .cancel(EffectID(1))))
    guard case .preview(.success(let preview))? = await host.reports().last else {
      Issue.record("another report")
      return
    }
    #expect(preview.objects == [] && preview.problems.count == 2)
    let isDone = await eventually { host.interpreter.underWay == 0 }
    #expect(isDone)
  }
}
