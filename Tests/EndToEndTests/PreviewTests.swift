import Foundation
import Glibc
import Testing

/// What a preview says, compared with what the install then does, with every Helm that is there.
@Suite(.fewAtATime) struct PreviewTests {
  /// Kinds that an install makes and whose objects nobody but it and Helm makes meanwhile.
  private static let kinds = [
    "namespaces", "deployments", "services", "configmaps", "secrets", "serviceaccounts", "cronjobs",
    "customresourcedefinitions", "clusterroles", "clusterrolebindings", "roles", "rolebindings",
    "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
  ]

  /// Each object of those kinds with its version, as `Kind namespace/name version`.
  private func objects(on server: PracticeServer) async throws -> [String: String] {
    let row =
      #"{.kind} {.metadata.namespace}/{.metadata.name}{"\t"}{.metadata.resourceVersion}{"\n"}"#
    let list = try await server.kubectl(
      "get", Self.kinds.joined(separator: ","), "--all-namespaces",
      "-o", "jsonpath={range .items[*]}\(row){end}")
    try #require(list.status == 0, "\(list.testDescription)")
    let pairs = list.out.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
  }

  /// What the preview prints as JSON.
  private struct Told: Decodable {
    struct Part: Decodable {
      let name: String
      let problem: Reason?
      let notes: [String]
      let objects: [Object]
    }
    struct Reason: Decodable { let code: String }
    struct Object: Decodable {
      let kind: String
      let name: String
      let namespace: String?
      let state: String
      let note: String
      let manifest: String
      var title: String { "\(kind) \(namespace ?? "")/\(name)" }
    }
    let digest: String
    let parts: [Part]

    var objects: [Object] { parts.flatMap(\.objects) }
    func titles(_ state: String) -> Set<String> {
      Set(objects.filter { $0.state == state }.map(\.title))
    }
  }

  private func previewed(by wizard: WizardProgram) async throws -> Finished {
    try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml", "--preview", "--format", "json")
    }
  }

  private func told(_ finished: Finished) throws -> Told {
    try JSONDecoder().decode(Told.self, from: Data(finished.out.utf8))
  }

  private func wizard(_ helm: HelmChoice, on server: PracticeServer) throws -> WizardProgram {
    let place = try Workplace()
    symlink(try helm.program(), place.bin + "/helm")
    return WizardProgram(place, on: server)
  }

  @Test(arguments: HelmChoice.present)
  func aPreviewListsWhatTheInstallThenMakesAndChangesNothing(helm: HelmChoice) async throws {
    let server = try await PracticeServer.start()
    let wizard = try wizard(helm, on: server)
    try wizard.place.write("answers.yaml", server.answers("namespaces: [shop, payments]\n"))
    let before = (try await objects(on: server), wizard.place.snapshot())
    let preview = try await previewed(by: wizard)
    #expect(preview.status == 0 && preview.err == "", "\(preview.testDescription)")
    #expect(try await objects(on: server) == before.0)
    #expect(wizard.place.snapshot() == before.1)
    let told = try told(preview)
    let apply = try await Turnstile.shared.pass {
      try await wizard.run(
        "apply", "--answers", "answers.yaml", "--yes", "--digest", told.digest)
    }
    #expect(apply.status == 0, "\(apply.testDescription)")
    let after = try await objects(on: server)
    let made = Set(after.keys).subtracting(before.0.keys).filter { title in
      // Helm's own history, and what Kubernetes puts into each new namespace.
      !title.contains("/sh.helm.release.v1.") && !title.hasSuffix("/kube-root-ca.crt")
        && !title.hasSuffix("/default")
    }
    #expect(told.titles("new") == made)
    #expect(told.titles("changed") == ["Namespace /shop"])
    #expect(told.titles("changed").allSatisfy { before.0[$0] != after[$0] })
    #expect(told.titles("same").union(told.titles("unknown")).isEmpty)
    #expect(!told.objects.contains { $0.manifest.isEmpty })
  }

  @Test(arguments: [
    ("linkerd-present", "upgrade", "linkerd-control-plane", "stay"),
    ("linkerd-pending", "repair", "linkerd-control-plane", "is removed first"),
  ])
  func aLinkerdThatIsThereIsPreviewedWithItsOwnWay(
    scenario: String, answer: String, part: String, note: String
  ) async throws {
    for helm in HelmChoice.present {
      let server = try await PracticeServer.start(scenario)
      let wizard = try wizard(helm, on: server)
      try wizard.place.write("answers.yaml", "existing: \(answer)\n" + server.answers())
      let before = try await objects(on: server)
      let preview = try await previewed(by: wizard)
      #expect(preview.status == 0, "\(preview.testDescription)")
      #expect(preview.out.contains(note) && !preview.out.contains("PRIVATE KEY"))
      let plane = try told(preview).parts.first { $0.name == part }
      let kinds = Set(plane?.objects.map(\.kind) ?? [])
      #expect(kinds.isSuperset(of: ["Deployment", "Service", "Secret"]), "\(kinds)")
      #expect(try await objects(on: server) == before)
    }
  }

  @Test(arguments: HelmChoice.present)
  func whatIsThereAlreadyStaysOrChanges(helm: HelmChoice) async throws {
    let server = try await PracticeServer.start()
    let wizard = try wizard(helm, on: server)
    try wizard.place.write("answers.yaml", server.answers("namespaces: [direktiv]\n"))
    // An older install was removed: Helm keeps the Gateway API's definitions, and the namespace stays.
    let archive = try await pull("linkerd-crds", with: helm, in: wizard)
    for arguments in [
      [
        "upgrade", "--install", "linkerd-crds", archive, "-n", "linkerd", "--create-namespace",
        "--set", "installGatewayAPI=true",
      ], ["uninstall", "linkerd-crds", "-n", "linkerd"],
    ] {
      let done = try await wizard.place.run(
        try helm.program(), arguments, environment: ["KUBECONFIG": server.kubeconfig])
      #expect(done.status == 0, "\(done.testDescription)")
    }
    let changed = try await server.kubectl(
      "annotate", "crd", "httproutes.gateway.networking.k8s.io", "linkerd.io/created-by=me",
      "--overwrite")
    #expect(changed.status == 0, "\(changed.testDescription)")
    let before = try await objects(on: server)
    let preview = try await previewed(by: wizard)
    #expect(preview.status == 0, "\(preview.testDescription)")
    #expect(try await objects(on: server) == before)
    let told = try told(preview)
    for object in told.objects.filter({ $0.name.hasSuffix(".gateway.networking.k8s.io") }) {
      let isChanged = object.name.hasPrefix("httproutes.")
      #expect(object.state == (isChanged ? "changed" : "same"), "\(object.title): \(object.note)")
      #expect(object.note.contains("metadata.annotations.linkerd.io/created-by") == isChanged)
    }
    #expect(told.titles("same").count > 1)
    #expect(told.titles("changed").contains("Namespace /linkerd"))
    #expect(told.titles("new").contains("Deployment linkerd/linkerd-identity"))
  }

  /// Fetches a chart into the working folder; gives back the archive's name.
  private func pull(
    _ chart: String, with helm: HelmChoice, in wizard: WizardProgram
  ) async throws -> String {
    let charts = try #require(wizard.server?.charts)
    let pull = try await wizard.place.run(
      try helm.program(), ["pull", chart, "--repo", charts], within: 60)
    #expect(pull.status == 0, "\(pull.testDescription)")
    return try #require(Folder.names(in: wizard.place.work).first { $0.hasPrefix(chart) })
  }

  @Test(arguments: HelmChoice.present)
  func objectsOfKindsThatComeWithTheInstallAreTold(helm: HelmChoice) async throws {
    let server = try await PracticeServer.start()
    let wizard = try wizard(helm, on: server)
    for chart in ["linkerd-crds", "linkerd-control-plane"] {
      let archive = try await pull(chart, with: helm, in: wizard)
      let unpacked = try await wizard.place.run(
        "/bin/sh", ["-c", "mkdir -p charts && tar -xzf \(archive) -C charts"])
      #expect(unpacked.status == 0, "\(unpacked.testDescription)")
    }
    try wizard.place.write(
      "charts/linkerd-control-plane/templates/of-our-own.yaml",
      """
      apiVersion: policy.linkerd.io/v1beta3
      kind: Server
      metadata:
        name: ours
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: leak
      data:
        key: {{ .Values.identity.issuer.tls.keyPEM | quote }}
        coded: {{ .Values.identity.issuer.tls.keyPEM | b64enc }}
        crt: {{ .Values.identity.issuer.tls.crtPEM | quote }}
      """)
    try await OwnCertificates.make(in: wizard.place, folder: "mine")
    try wizard.place.write(
      "answers.yaml",
      "certificates:\n  source: files\n  from: mine\n  directory: mine\n"
        + "controlPlane:\n  charts: ./charts\n")
    let preview = try await previewed(by: wizard)
    #expect(preview.status == 0, "\(preview.testDescription)")
    let told = try told(preview)
    let ours = try #require(told.objects.first { $0.kind == "Server" })
    #expect(ours.state == "new" && ours.namespace == "linkerd")
    let notes = told.parts.flatMap(\.notes)
    #expect(notes.contains { $0.contains("gets these kinds by the install") }, "\(notes)")
    // The chart puts the key elsewhere: it gets none. Certificates that are there are shown.
    let leak = try #require(told.objects.first { $0.name == "leak" })
    #expect(leak.manifest.contains("PLACEHOLDER: the issuer's private key"))
    let certificate = Folder.text(wizard.place.work + "/mine/issuer.crt").split(separator: "\n")[1]
    #expect(leak.manifest.contains(certificate))
    for key in ["issuer.key", "ca.key"] {
      let text = Folder.text("\(wizard.place.work)/mine/\(key)")
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-") }
      #expect(!lines.isEmpty && lines.allSatisfy { !preview.out.contains($0) })
    }
  }

  @Test(arguments: ["WIZARD_KUBECTL_OLD", "WIZARD_KUBECTL_NEW"])
  func theOldestAndTheNewestKubectlTellTheSame(variable: String) async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    // Where the set-up has none, the one on PATH stands in for it.
    if let kubectl = Tools.variable(variable) { symlink(kubectl, wizard.place.bin + "/kubectl") }
    let made = try await server.kubectl("create", "namespace", "linkerd")
    #expect(made.status == 0)
    try wizard.place.write("answers.yaml", server.answers("namespaces: [direktiv]\n"))
    let before = try await objects(on: server)
    let preview = try await previewed(by: wizard)
    #expect(preview.status == 0, "\(preview.testDescription)")
    #expect(try await objects(on: server) == before)
    let told = try told(preview)
    #expect(told.titles("changed") == ["Namespace /direktiv", "Namespace /linkerd"])
    #expect(told.titles("new").contains("Deployment linkerd/linkerd-identity"))
    #expect(told.titles("unknown").isEmpty && told.titles("new").count > 50)
    // The namespace is there, so the API server was asked about everything but Secrets.
    #expect(told.parts.allSatisfy { $0.notes.isEmpty && $0.problem == nil })
  }

  @Test func whatHelmRefusesIsToldWithItsRemedyAndTheRestIsShown() async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write("answers.yaml", server.answers())
    let role = try await server.kubectl(
      "create", "clusterrole", "linkerd-heartbeat", "--verb=get", "--resource=pods")
    #expect(role.status == 0)
    let preview = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml", "--preview")
    }
    #expect(preview.status == 1, "\(preview.testDescription)")
    #expect(
      preview.err.contains("linkerd-heartbeat") && preview.err.contains("was not made by Helm"))
    #expect(preview.out.contains("# new     CustomResourceDefinition servers.policy.linkerd.io"))
  }

  @Test func aPreviewIsNoScript() async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    let preview = try await wizard.run("plan", "--preview", "--format", "script")
    #expect(preview.status == 64 && preview.err.contains("--format text or json"), "\(preview)")
  }

  @Test func thePreviewIsReadOnTheScreens() async throws {
    let place = try Workplace()
    let terminal = try await Tmux(place, columns: 80, rows: 24)
    try await terminal.command("\(try Tools.wizard()) practice")
    for number in 1...4 {
      try await terminal.waitFor("\(number) of 6")
      try await terminal.pressButton("Next")
    }
    try await terminal.waitFor("Install runs", within: 60)
    try await terminal.press("p")
    try await terminal.waitFor("nothing is changed by it")
    try await terminal.waitFor("linkerd-control-plane", within: 60)
    try await terminal.press("Enter")
    try await terminal.waitFor("kind: Namespace")
    try await terminal.press("/")
    try await terminal.type("key.pem")
    try await terminal.press("Enter")
    try await terminal.waitFor("key.pem: ‹hidden›")
    try await terminal.press("Escape", "Escape")
    try await terminal.waitFor("Install runs")
    try await terminal.close()
  }
}
