import Glibc
import Testing

/// An install that was done without a person, once for all tests that look at it.
struct UnattendedInstall: Sendable {
  let place: Workplace
  let server: PracticeServer
  let wizard: WizardProgram
  let plan: Finished
  let script: Finished
  let apply: Finished

  private static let shared = Task { try await UnattendedInstall() }

  /// The install, done when it is first asked for.
  static func done() async throws -> UnattendedInstall { try await shared.value }

  private init() async throws {
    let (place, server) = (try Workplace(), try await PracticeServer.start())
    let wizard = WizardProgram(place, on: server)
    try place.write("answers.yaml", server.answers("namespaces:\n  - direktiv\n  - fresh\n"))
    let results = try await Turnstile.shared.pass {
      let plan = try await wizard.run("plan", "--answers", "answers.yaml")
      let script = try await wizard.run("plan", "--answers", "answers.yaml", "--format", "script")
      let apply = try await wizard.run(
        "apply", "--answers", "answers.yaml", "--yes", "--digest", plan.digest)
      return [plan, script, apply]
    }
    (self.place, self.server, self.wizard) = (place, server, wizard)
    (plan, script, apply) = (results[0], results[1], results[2])
  }

  var certificates: String { place.work + "/linkerd-certificates" }
}

@Suite(.fewAtATime) struct ApplyTests {
  @Test func thePlanThatWasShownIsDone() async throws {
    let install = try await UnattendedInstall.done()
    #expect(install.plan.status == 0, "\(install.plan.testDescription)")
    #expect(install.plan.out.contains("Nothing has been changed."))
    #expect(install.plan.digest.count == 64)
    #expect(install.apply.status == 0, "\(install.apply.testDescription)")
    #expect(install.apply.out.contains("Digest: \(install.plan.digest)"))
    #expect(install.apply.out.contains("Linkerd is running"), "\(install.apply.out)")
    // direktiv runs NATS, whose port no answer names as opaque; there is nothing else to warn of.
    #expect(install.apply.err.contains("warning: direktiv runs NATS on 4222."))
    #expect(install.apply.err.split(separator: "warning:").count == 2, "\(install.apply.err)")
  }

  @Test func progressIsToldLineByLine() async throws {
    let install = try await UnattendedInstall.done()
    let progress = install.apply.out.components(after: "Digest: ")
    for purpose in ["certificates", "repository", "namespace", "CRDs", "control plane", "proof"] {
      #expect(progress.contains(purpose), "\(purpose) isn't told:\n\(progress)")
    }
    #expect(!progress.contains("\u{1B}"))
  }

  @Test func theRunLeavesItsFilesForTheOwnerAlone() async throws {
    let install = try await UnattendedInstall.done()
    let run = try #require(install.wizard.runFolders.first)
    #expect(install.wizard.runFolders.count == 1)
    #expect(run.hasSuffix("Z-" + install.plan.digest.prefix(8)))
    #expect(Folder.mode(run) == 0o700)
    let files = [
      ("answers.yaml", 0o600), ("install.log", 0o600), ("install.sh", 0o700), ("plan.json", 0o600),
      ("journal.jsonl", 0o600),
    ]
    for (name, mode) in files {
      #expect(Folder.mode("\(run)/\(name)") == mode_t(mode), "\(name)")
    }
    let log = Folder.text(run + "/install.log")
    #expect(log.contains("STATUS: deployed") && log.contains("namespace/direktiv annotated"))
    #expect(install.apply.out.contains("install.log"))
  }

  @Test func theRunsAnswersAreThoseThatWereGiven() async throws {
    let install = try await UnattendedInstall.done()
    let run = try #require(install.wizard.runFolders.first)
    let answers = Folder.text(run + "/answers.yaml")
    for line in ["context: practice", "charts: \(install.server.charts)", "- direktiv", "- fresh"] {
      #expect(answers.contains(line), "\(line) is missing in:\n\(answers)")
    }
  }

  @Test func theCertificatesVerifyWithOpenSSL() async throws {
    let install = try await UnattendedInstall.done()
    let directory = install.certificates
    #expect(Folder.mode(directory) == 0o700)
    for file in ["ca.crt", "ca.key", "issuer.crt", "issuer.key"] {
      #expect(Folder.mode("\(directory)/\(file)") == 0o600, "\(file)")
    }
    let openssl = try Tools.find("openssl")
    let verified = try await install.place.run(
      openssl,
      ["verify", "-x509_strict", "-CAfile", directory + "/ca.crt", directory + "/issuer.crt"])
    #expect(verified.status == 0 && verified.out.hasSuffix(": OK\n"), "\(verified)")
    let key = try await install.place.run(
      openssl, ["pkey", "-in", directory + "/issuer.key", "-pubout"])
    let certified = try await install.place.run(
      openssl, ["x509", "-in", directory + "/issuer.crt", "-noout", "-pubkey"])
    #expect(key.out == certified.out && key.status == 0)
  }

  @Test func theChosenNamespacesAreAnnotated() async throws {
    let install = try await UnattendedInstall.done()
    for name in ["direktiv", "fresh"] {
      let namespace = try await install.server.kubectl("get", "ns", name, "-o", "yaml")
      #expect(namespace.out.contains("linkerd.io/inject: enabled"), "\(namespace)")
    }
    let other = try await install.server.kubectl("get", "ns", "default", "-o", "yaml")
    #expect(!other.out.contains("linkerd.io/inject"))
    let mesh = try await install.server.kubectl("get", "ns", "linkerd", "-o", "yaml")
    #expect(mesh.out.contains("linkerd.io/is-control-plane: \"true\""), "\(mesh)")
  }

  @Test func helmListsBothReleases() async throws {
    let install = try await UnattendedInstall.done()
    let list = try await install.server.helm("list", "--all-namespaces")
    let lines = list.out.split(separator: "\n").filter { $0.contains("deployed") }
    #expect(lines.count == 2, "\(list)")
    #expect(list.out.contains("linkerd-crds") && list.out.contains("linkerd-control-plane"))
  }

  @Test func withoutUTF8TheProgressIsASCII() async throws {
    let server = try await PracticeServer.start()
    var wizard = WizardProgram(try Workplace(), on: server)
    (wizard.environment["LANG"], wizard.environment["LC_ALL"]) = ("C", "C")
    try wizard.place.write("answers.yaml", server.answers())
    let apply = try await Turnstile.shared.pass { [wizard] in
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    #expect(apply.out.contains("\n+ Linkerd is running on practice."), "\(apply)")
    #expect(apply.out.beyondASCII == "")
    let check = try await wizard.run("check")
    #expect(check.out.contains("+ control plane pods are ready"), "\(check)")
    #expect(check.out.beyondASCII == "")
  }

  @Test func checkFindsTheControlPlaneUp() async throws {
    let install = try await UnattendedInstall.done()
    let check = try await install.wizard.run("check")
    #expect(check.status == 0, "\(check)")
    #expect(check.out.contains("√ control plane pods are ready"))
    // Nobody has restarted the workloads that were there before.
    let warnings = check.out.split(separator: "\n").filter { $0.hasPrefix("‼") }
    #expect(warnings == ["‼ pods that should have a proxy have one"], "\(check.out)")
    #expect(!check.out.contains("×"), "\(check.out)")
  }

  @Test func applyingAgainStopsAndTellsWhatWasFound() async throws {
    let install = try await UnattendedInstall.done()
    let before = try await install.server.snapshot()
    let again = try await Turnstile.shared.pass {
      try await install.wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(again.status == 69, "\(again)")
    #expect(again.err.contains("linkerd/linkerd-control-plane"))
    #expect(again.err.contains("uninstall"))
    #expect(try await install.server.snapshot() == before)
  }

  @Test func theExportedScriptDoesTheSameOnASecondCluster() async throws {
    let install = try await UnattendedInstall.done()
    let second = try await PracticeServer.start()
    let place = try Workplace()
    let script = try #require(install.wizard.runFolders.first) + "/install.sh"
    let saved = Folder.text(script)
    // PATH has no linkerd-wizard and LINKERD_WIZARD is not set: the one that wrote it is taken.
    #expect(throws: MissingTool.self) { try Tools.find("linkerd-wizard") }
    // The script that plan prints is the one that the run leaves, but for its instants.
    #expect(install.script.status == 0 && install.script.out.hasPrefix("#!/bin/sh\n"))
    let result = try await Turnstile.shared.pass {
      try await place.run(
        "/bin/sh", [script],
        environment: [
          "KUBECONFIG": second.kubeconfig, "CONTEXT": "practice",
          "CERTIFICATES": place.work + "/certificates",
        ])
    }
    #expect(result.status == 0, "\(result)\n\(saved)")
    #expect(result.out.contains("Linkerd is installed."))
    #expect(try await Self.objects(second) == Self.objects(install.server))
    #expect(Folder.mode(place.work + "/certificates/ca.key") == 0o600)
  }

  @Test func theScriptRefusesAnotherClusterUnlessToldTo() async throws {
    let install = try await UnattendedInstall.done()
    let second = try await PracticeServer.start()
    let place = try Workplace()
    let script = try #require(install.wizard.runFolders.first) + "/install.sh"
    let before = try await second.snapshot()
    let result = try await place.run(
      "/bin/sh", [script],
      environment: ["KUBECONFIG": second.kubeconfig])
    #expect(result.status == 1, "\(result)")
    #expect(result.err.contains("is not the cluster that this was made for"))
    #expect(result.err.contains("Set CONTEXT"))
    #expect(try await second.snapshot() == before)
    #expect(place.snapshot() == [])
  }

  @Test func theScriptSaysWhatToDoWhereTheRepositorysNameIsTaken() async throws {
    let install = try await UnattendedInstall.done()
    let second = try await PracticeServer.start()
    let place = try Workplace()
    let script = try #require(install.wizard.runFolders.first) + "/install.sh"
    let add = try #require(
      Folder.text(script).split(separator: "\n").first { $0.contains(" repo add ") })
    let name = try #require(add.split(separator: " ").dropFirst(3).first.map(String.init))
    let taken = second.charts.replacing("/edge", with: "/stable")
    let added = try await place.run(try Tools.find("helm"), ["repo", "add", name, taken])
    try #require(added.status == 0, "\(added.testDescription)")
    let result = try await Turnstile.shared.pass {
      try await place.run(
        "/bin/sh", [script],
        environment: [
          "KUBECONFIG": second.kubeconfig, "CONTEXT": "practice",
          "CERTIFICATES": place.work + "/certificates",
        ])
    }
    #expect(result.status == 1, "\(result.testDescription)")
    #expect(result.err.contains("helm repo remove \(name), and run this again"), "\(result.err)")
    #expect(result.err.contains("Stopped at: repository"))
    let list = try await place.run(try Tools.find("helm"), ["repo", "list"])
    #expect(list.out.contains(taken), "\(list.testDescription)")
  }

  @Test func checkSaysInALineThatLinkerdIsNotThere() async throws {
    let wizard = WizardProgram(try Workplace(), on: try await PracticeServer.start())
    let check = try await wizard.run("check")
    #expect(check.status == 1, "\(check.testDescription)")
    let lines = check.out.split(separator: "\n")
    #expect(lines.first == "× Linkerd isn't there: there is no namespace linkerd")
    #expect(lines.contains { $0.contains("linkerd-wizard check --namespace") }, "\(check.out)")
    #expect(lines.allSatisfy { $0.count < 80 }, "\(check.out)")
    let other = try await wizard.run("check", "--namespace", "direktiv")
    #expect(other.status == 1, "\(other.testDescription)")
    #expect(other.out.contains("the namespace direktiv holds no control plane"), "\(other.out)")
  }

  /// The objects' kinds and names, without what differs between any two clusters.
  private static func objects(_ server: PracticeServer) async throws -> [String] {
    try await server.snapshot().map { String($0.prefix { $0 != " " }) }
  }
}

extension String {
  /// The characters that are not ASCII.
  var beyondASCII: String { filter { !$0.isASCII } }

  /// What stands behind the first place of a text; all of it where it isn't there.
  func components(after mark: String) -> String {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(mark) { return String(rest.dropFirst(mark.count)) }
      rest = rest.dropFirst()
    }
    return self
  }
}
