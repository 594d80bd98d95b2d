import Glibc
import Testing

/// `certificates create` from each source, with stand-ins for step and for a container engine; and the
/// exported script, which calls it.
@Suite(.fewAtATime) struct CertificateCreateSourcesTests {
  private let wizard: WizardProgram

  init() throws {
    wizard = WizardProgram(try Workplace(), on: nil)
    try StandIns.put("step", "docker", in: wizard.place)
  }

  private func create(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> Finished {
    try await wizard.place.run(
      try Tools.wizard(), ["certificates", "create"] + arguments, environment: environment)
  }

  private func path(_ name: String) -> String { "\(wizard.place.work)/\(name)" }

  /// What `certificates check` says to a directory.
  private func check(_ directory: String) async throws -> Finished {
    try await wizard.run("certificates", "check", directory)
  }

  @Test(arguments: ["step", "step-docker"])
  func stepMakesAllFourAndSpeaksOnStandardError(source: String) async throws {
    let made = try await create(
      "--source", source, "--directory", "set", "--issuer-validity", "90d")
    #expect(made.status == 0, "\(made.testDescription)")
    #expect(made.out.contains("\(path("set/issuer.crt"))  identity.linkerd.cluster.local, until "))
    #expect(!made.out.contains("has been saved") && made.err.contains("key has been saved in"))
    #expect(Folder.names(in: path("set")) == ["ca.crt", "ca.key", "issuer.crt", "issuer.key"])
    #expect(Folder.mode(path("set/ca.key")) == 0o600)
    let checked = try await check("set")
    #expect(checked.status == 0, "\(checked.testDescription)")
    let again = try await create("--source", source, "--directory", "set")
    #expect(again.status == 1 && again.err.contains("nothing is overwritten unasked"))
    #expect(!again.err.contains("certificate create"), "\(again.testDescription)")
  }

  @Test func instantsThatAreNamedGoToStep() async throws {
    let made = try await create(
      "--source", "step", "--directory", "set", "--not-before", "2026-01-01T00:00:00Z",
      "--anchor-not-after", "2040-01-01T00:00:00Z", "--issuer-not-after", "2039-12-31T23:59:59Z")
    #expect(made.status == 0, "\(made.testDescription)")
    #expect(made.out.contains("until 2040-01-01T00:00:00Z\n"))
    #expect(made.out.contains("until 2039-12-31T23:59:59Z\n"))
  }

  @Test func theImageIsTheOneThatWasNamed() async throws {
    let fetched = try await create(
      "--source", "step-docker", "--directory", "set", "--image", "registry.example/step:1",
      environment: ["STAND_IN_DOCKER": "pulls-image"])
    #expect(
      fetched.status == 0
        && fetched.err.contains(" --entrypoint step registry.example/step:1 certificate "))
    // One that is there runs by its own name, so that nothing else can.
    let there = try await create(
      "--source", "step-docker", "--directory", "other", "--image", "registry.example/step:1")
    #expect(there.status == 0 && there.err.contains(" --entrypoint step sha256:"))
  }

  @Test func ownFilesAreBroughtIntoTheNormalForm() async throws {
    #expect(try await create("--directory", "mine").status == 0)
    let certificate = Folder.text(path("mine/issuer.crt"))
    try wizard.place.write("mine/issuer.crt", "Issuer\r\n\n" + certificate + "\n")
    let key = Folder.text(path("mine/issuer.key"))
    #expect(rename(path("mine/issuer.key"), path("kept.key")) == 0)
    let taken = try await create(
      "--source", "files", "--from", "mine", "--issuer-key", path("kept.key"), "--directory", "set")
    #expect(taken.status == 0, "\(taken.testDescription)")
    #expect(taken.err.hasPrefix("‼ "), "\(taken.testDescription)")
    #expect(Folder.text(path("set/issuer.crt")) == certificate)
    #expect(Folder.text(path("set/issuer.key")) == key)
    #expect(Folder.names(in: path("set")) == ["ca.crt", "issuer.crt", "issuer.key"])
    let again = try await create(
      "--source", "files", "--from", "mine", "--issuer-key", path("kept.key"), "--directory", "set")
    #expect(again.status == 0 && again.out.contains("nothing was written"), "\(again)")
  }

  @Test func anExistingRootSignsAnIssuer() async throws {
    #expect(try await create("--directory", "mine").status == 0)
    let before = Folder.files(below: path("mine")).map(Folder.text)
    let made = try await create(
      "--source", "existing-root", "--from", "mine", "--directory", "set", "--trust-domain",
      "second.example", "--issuer-not-after", "2027-06-01T00:00:00Z")
    #expect(made.status == 0, "\(made.testDescription)")
    #expect(made.out.contains("identity.linkerd.second.example, until 2027-06-01T00:00:00Z\n"))
    #expect(Folder.files(below: path("mine")).map(Folder.text) == before)
    #expect(Folder.text(path("set/ca.crt")) == Folder.text(path("mine/ca.crt")))
    #expect(Folder.names(in: path("set")) == ["ca.crt", "issuer.crt", "issuer.key"])
    #expect(try await check("set").status == 0)
    let tooLong = try await create(
      "--source", "existing-root", "--from", "mine", "--directory", "other", "--issuer-validity",
      "20y")
    #expect(tooLong.status == 64 && tooLong.err.contains("--issuer-validity: Longer than your"))
  }

  @Test func filesThatLinkerdWouldRefuseEndWithOne() async throws {
    #expect(try await create("--directory", "mine").status == 0)
    #expect(try await create("--directory", "other").status == 0)
    let before = wizard.place.snapshot()
    let refused = try await create(
      "--source", "files", "--from", "mine", "--issuer-key", "../other/issuer.key", "--directory",
      "set")
    #expect(refused.status == 1, "\(refused.testDescription)")
    #expect(refused.err.contains("× The issuer's key doesn't belong to its certificate"))
    #expect(refused.err.hasSuffix("Nothing was written.\n") && refused.out == "")
    let missing = try await create(
      "--source", "existing-root", "--from", "nowhere", "--directory", "set")
    #expect(missing.status == 1 && missing.err.contains("There is no directory"))
    #expect(wizard.place.snapshot() == before)
  }

  @Test(arguments: [
    ["--source", "built-in", "--image", "x"], ["--source", "step", "--from", "x"],
    ["--source", "files", "--anchor-key", "x"], ["--source", "files", "--not-before", "x"],
    ["--source", "files", "--issuer-validity", "1y"], ["--source", "step", "--issuer", "x"],
    ["--source", "existing-root", "--anchor-not-after", "x"],
    ["--source", "existing-root", "--anchor-validity", "1y"], ["--source", "thin-air"],
    ["--source", "step", "--replace", "ca.key"], ["--source", "step-docker", "--image", "No Such"],
    ["--source", "files", "--from", ""],
    ["--source", "step", "--issuer-not-after", "2020-01-01T00:00:00Z"],
  ])
  func optionsThatDoNotBelongTogetherAreWrongUsage(options: [String]) async throws {
    let run = try await wizard.place.run(
      try Tools.wizard(), ["certificates", "create", "--directory", "set"] + options)
    #expect(run.status == 64, "\(run.testDescription)")
    #expect(!run.err.isEmpty && run.out.isEmpty)
    #expect(Folder.names(in: wizard.place.work) == [])
  }

  @Test func withoutStepOrAnEngineItIsUnavailable() async throws {
    let stopped = try await create(
      "--source", "step-docker", "--directory", "set",
      environment: ["STAND_IN_DOCKER": "no-engine"])
    #expect(stopped.status == 69, "\(stopped.testDescription)")
    unlink("\(wizard.place.bin)/step")
    if (try? Tools.find("step")) == nil {
      let missing = try await create("--source", "step", "--directory", "set")
      #expect(missing.status == 69 && missing.err.contains("No step was found on PATH"))
    }
    #expect(Folder.names(in: wizard.place.work) == [])
  }

  @Test(arguments: ["wrong-curve", "killed-after-root", "ignores-not-after", "not-writable"])
  func ofWhatStepMakesWronglyNothingIsLeft(day: String) async throws {
    let run = try await create(
      "--source", "step", "--directory", "set", environment: ["STAND_IN_STEP": day])
    #expect(run.status == 1, "\(run.testDescription)")
    #expect(run.err.contains("linkerd-wizard: "))
    #expect(Folder.names(in: wizard.place.work) == [])
  }

  @Test func aKeyThatStepPrintsIsNotPassedOn() async throws {
    let run = try await create(
      "--source", "step", "--directory", "set", environment: ["STAND_IN_STEP": "prints-key"])
    #expect(run.status == 0 && run.err.contains("‹private key hidden›"), "\(run.testDescription)")
    let secrets = ["ca.key", "issuer.key"].flatMap { name in
      Folder.text(path("set/\(name)")).split(separator: "\n").map(String.init)
        .filter { $0.count > 20 && !$0.hasPrefix("-----") }
    }
    #expect(secrets.count >= 4)
    for secret in secrets { #expect(!run.out.contains(secret) && !run.err.contains(secret)) }
  }

  @Test func aSignalStopsStepAndLeavesNothing() async throws {
    let child = try wizard.place.start(
      try Tools.wizard(), ["certificates", "create", "--source", "step", "--directory", "set"],
      environment: ["STAND_IN_STEP": "hangs"])
    #expect(await eventually { Folder.names(in: path("set")).contains(".staging") })
    _ = await eventually { child.err.contains("certificate create") }
    child.send(SIGINT)
    let ended = await child.finished(within: 30)
    #expect(ended.status == 130, "\(ended.testDescription)")
    #expect(Folder.names(in: wizard.place.work) == [])
  }

  @Test(arguments: ["step", "step-docker", "files", "existing-root"])
  func theExportedScriptTakesTheSameSource(source: String) async throws {
    let server = try await PracticeServer.start()
    var onCluster = WizardProgram(wizard.place, on: server)
    onCluster.environment["LINKERD_WIZARD"] = try Tools.wizard()
    if source == "files" || source == "existing-root" {
      #expect(try await create("--directory", "mine").status == 0)
    }
    let certificates =
      "certificates:\n  source: \(source)\n  from: ./mine\n  directory: ./set\n"
      + "  trustDomain: cluster.local\n"
    try wizard.place.write("answers.yaml", server.answers(certificates))
    let script = try await onCluster.run(
      "plan", "--answers", "answers.yaml", "--format", "script")
    #expect(script.status == 0, "\(script.testDescription)")
    try wizard.place.write("install.sh", script.out, mode: 0o755)
    let result = try await Turnstile.shared.pass { [onCluster] in
      try await wizard.place.run(
        "/bin/sh", [path("install.sh")], environment: onCluster.environment)
    }
    #expect(result.status == 0, "\(result.testDescription)\n\(script.out)")
    #expect(try await check("set").status == 0)
  }
}
