import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The sources of certificates: what is asked of the host for each, when, and what its answers do.
struct CertificateSourcesTests {
  private func wizard(_ source: CertificateSource) -> WizardFixture {
    var answers = Answers()
    answers.certificates.source = source
    var wizard = WizardFixture(answers: answers)
    wizard.settle()
    return wizard
  }

  private static let words: Set<String> = ["tool step", "engine", "certificates"]

  private static func asked(_ wizard: WizardFixture, from start: Int = 0) -> [String] {
    wizard.requests[start...].map(\.effect.word).filter { words.contains($0) }
  }

  // MARK: What is asked

  @Test(
    arguments: [
      (.builtIn, []), (.step, ["tool step"]), (.stepInDocker, ["engine"]),
      (.files, ["certificates"]), (.existingRoot, ["certificates"]),
    ] as [(CertificateSource, [String])])
  func onlyTheChosenSourceIsAskedFor(source: CertificateSource, expected: [String]) {
    var wizard = wizard(source)
    #expect(Self.asked(wizard) == expected)
    wizard.advance(to: .review)
    wizard.wait(seconds: 3600)
    #expect(Self.asked(wizard) == expected, "and only once")
  }

  @Test func anotherSourceCancelsTheQuestionAndForgetsTheAnswer() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    for (source, word) in [
      ("step", "tool step"), ("step-docker", "engine"), ("files", "certificates"),
      ("existing-root", "certificates"),
    ] {
      let before = wizard.requests.count
      wizard.user(.answered(.certificateSource, source))
      #expect(Self.asked(wizard, from: before) == [word])
      let id = wizard.state.pending.first { $0.value.word == word }?.key
      wizard.user(.answered(.certificateSource, "built-in"))
      #expect(wizard.requests.last?.effect.cancelled == id)
      #expect(wizard.state.facts.step == .unknown && wizard.state.facts.engine == .unknown)
      #expect(wizard.state.facts.given == .unknown)
    }
  }

  @Test func lateReportsOfAnotherSourceAreDropped() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    for source in ["step", "step-docker", "files", "existing-root"] {
      wizard.user(.answered(.certificateSource, source))
      let (id, effect) = try #require(
        wizard.state.pending.first { Self.words.contains($0.value.word) })
      let report = try #require(WizardFixture.answer(effect))
      wizard.user(.answered(.certificateSource, "built-in"))
      let before = wizard.state
      wizard.send(.host(id, report))
      #expect(wizard.state.facts == before.facts)
    }
    // The files of one source are not those of the other.
    wizard.user(.answered(.certificateSource, "files"))
    let (id, effect) = try #require(
      wizard.state.pending.first { $0.value.word == "certificates" })
    wizard.user(.answered(.certificateSource, "existing-root"))
    wizard.send(.host(id, try #require(WizardFixture.answer(effect))))
    #expect(wizard.state.facts.given.value == nil)
    wizard.settle()
    #expect(wizard.state.facts.given.value?.root != nil)
  }

  @Test func nothingIsAskedWhileAnImageIsTyped() {
    var wizard = wizard(.stepInDocker)
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.stepImage)))
    let before = wizard.requests.count
    wizard.type(":1")
    #expect(Self.asked(wizard, from: before) == [])
    #expect(wizard.state.facts.engine.value != nil)
    wizard.user(.focusMovedForward)
    #expect(wizard.requests.last?.effect == .inspectEngine(image: "docker.io/smallstep/step-cli:1"))
    #expect(wizard.state.facts.engine.isBeingAsked)
    wizard.settle()
    wizard.user(.focused(.field(.stepImage)))
    wizard.type(" ")
    wizard.user(.focusMovedForward)
    #expect(Self.asked(wizard, from: before) == ["engine"], "what is no image is not asked for")
    #expect(wizard.state.facts.engine == .unknown)
  }

  @Test(arguments: [
    (CertificateSource.files, FieldID.givenDirectory), (.files, .givenAnchor),
    (.files, .givenIssuer), (.files, .givenIssuerKey), (.files, .certificateDirectory),
    (.files, .trustDomain), (.existingRoot, .givenAnchorKey), (.existingRoot, .givenAnchor),
  ])
  func filesAreReadOnceTheirNamesAreTyped(source: CertificateSource, field: FieldID) throws {
    var wizard = wizard(source)
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(field)))
    let before = wizard.requests.count
    wizard.type("abc")
    #expect(Self.asked(wizard, from: before) == [])
    wizard.user(.focusMovedForward)
    #expect(Self.asked(wizard, from: before) == ["certificates"])
    guard case .readCertificates(let paths)? = wizard.requests.last?.effect else {
      Issue.record("nothing is read")
      return
    }
    #expect(
      paths
        == GivenCertificatePaths(
          wizard.state.answers.certificates, paths: WizardFixture.options.paths))
    wizard.settle()
    wizard.user(.focused(.field(.issuerValidity)), .focused(.field(field)), .erasedToStart)
    wizard.user(.focusMovedBackward)
    #expect(Self.asked(wizard, from: before) == ["certificates"], "no name, no file")
    #expect(wizard.state.facts.given == .unknown)
  }

  // MARK: What the answers do

  @Test(
    arguments: [
      (.step, "step is being looked for."), (.stepInDocker, "The container engine is being asked."),
      (.files, "Your files are being read."), (.existingRoot, "Your files are being read."),
    ] as [(CertificateSource, String)])
  func nextWaitsForTheAnswerAndSaysSo(source: CertificateSource, reason: String) {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.answered(.certificateSource, source.rawValue))
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.readiness(of: .certificates) == .waiting(reason))
    #expect(wizard.state.phase == .asking(.certificates))
    #expect(wizard.state.notice == Notice(.warning, reason))
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.controlPlane))
  }

  @Test func aSourceWithoutItsProgramBlocksNextUntilItIsThere() {
    let missing = Problem("step-missing", "No step was found on PATH.", remedy: "Install it.")
    for (source, report) in [
      (CertificateSource.step, HostReport.tool(.step, .failure(missing))),
      (.stepInDocker, .engine(.failure(missing))),
    ] {
      var wizard = WizardFixture()
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, source.rawValue))
      wizard.report(report, to: { Self.words.contains($0.word) })
      #expect(wizard.state.problems(of: .certificateSource) == [missing])
      let before = wizard.requests.count
      wizard.user(.buttonPressed(.next))
      #expect(wizard.state.phase == .asking(.certificates))
      #expect(wizard.state.focus == .field(.certificateSource))
      #expect(wizard.state.notice?.text == "No step was found on PATH. Install it.")
      #expect(Self.asked(wizard, from: before).count == 1, "it is looked for once more")
      wizard.settle()
      wizard.user(.buttonPressed(.next))
      #expect(wizard.state.phase == .asking(.controlPlane))
      wizard.user(.answered(.certificateSource, "built-in"))
      #expect(wizard.state.problems(of: .certificateSource) == [])
    }
  }

  @Test(arguments: [
    FieldID.givenDirectory, .givenAnchor, .givenIssuer, .givenIssuerKey, .certificateDirectory,
  ])
  func problemsOfFilesLandOnTheirField(field: FieldID) throws {
    var wizard = wizard(.files)
    wizard.advance(to: .certificates)
    let problem = Problem("made-up", "It went wrong.", remedy: "Mend it.")
    let warning = Problem("soon", severity: .warning, "It ends soon.", remedy: "Make a new one.")
    var given = WizardFixture.given(
      try #require(
        GivenCertificatePaths(
          wizard.state.answers.certificates, paths: WizardFixture.options.paths)))
    given.problems = [FieldProblem(field, problem), FieldProblem(.givenIssuer, warning)]
    wizard.user(.answered(.trustDomain, "example.org"))
    wizard.report(
      .givenCertificates(.success(given)), to: { $0.word == "certificates" })
    for other in FieldID.allCases {
      let expected =
        (other == field ? [problem] : []) + (other == .givenIssuer ? [warning] : [])
      #expect(wizard.state.problems(of: other) == expected, "\(other)")
    }
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.focus == .field(field))
    #expect(wizard.state.readiness(of: .certificates) != .ready)
    // Once it is mended, the files are read anew and warnings stop nobody.
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.controlPlane))
  }

  @Test func problemsOfFilesAreNoProblemsOfOtherSources() {
    var wizard = wizard(.files)
    wizard.advance(to: .certificates)
    wizard.user(.answered(.trustDomain, "example.org"))
    let problem = Problem("made-up", "It went wrong.", remedy: "Mend it.")
    wizard.report(.givenCertificates(.failure(problem)), to: { $0.word == "certificates" })
    #expect(wizard.state.problems(of: .givenDirectory) == [problem])
    wizard.user(.answered(.certificateSource, "built-in"))
    #expect(FieldID.allCases.allSatisfy { wizard.state.problems(of: $0).isEmpty })
    #expect(wizard.state.readiness(of: .certificates) == .ready)
  }

  @Test func anIssuerMayNotOutliveTheRootThatIsThere() {
    var wizard = wizard(.existingRoot)
    wizard.advance(to: .certificates)
    wizard.user(.answered(.issuerValidity, "20y"))
    wizard.settle()
    #expect(wizard.state.problems(of: .issuerValidity).map(\.code) == ["issuer-outlives-anchor"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.focus == .field(.issuerValidity))
    wizard.user(.answered(.issuerValidity, "2y"), .buttonPressed(.next))
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.controlPlane))
  }

  @Test(
    arguments: [
      (
        .builtIn,
        [.certificateSource, .certificateDirectory, .trustDomain, .anchorValidity, .issuerValidity]
      ),
      (
        .step,
        [.certificateSource, .certificateDirectory, .trustDomain, .anchorValidity, .issuerValidity]
      ),
      (
        .stepInDocker,
        [
          .certificateSource, .stepImage, .certificateDirectory, .trustDomain, .anchorValidity,
          .issuerValidity,
        ]
      ),
      (
        .files,
        [
          .certificateSource, .givenDirectory, .givenAnchor, .givenIssuer, .givenIssuerKey,
          .certificateDirectory, .trustDomain,
        ]
      ),
      (
        .existingRoot,
        [
          .certificateSource, .givenDirectory, .givenAnchor, .givenAnchorKey,
          .certificateDirectory, .trustDomain, .issuerValidity,
        ]
      ),
    ] as [(CertificateSource, [FieldID])])
  func onlyTheQuestionsOfASourceAreOnTheScreen(source: CertificateSource, fields: [FieldID]) {
    var wizard = wizard(source)
    wizard.advance(to: .certificates)
    let shown = wizard.state.controls.compactMap { control in
      if case .field(let id) = control { id } else { nil }
    }
    #expect(shown == fields)
    for field in shown { #expect(Catalogue.field(field).label.count <= 14) }
  }

  // MARK: Review and the end

  @Test func everySourceLeadsToItsPlan() throws {
    for source in CertificateSource.allCases {
      var wizard = wizard(source)
      wizard.advance(to: .review)
      let recipe = try #require(wizard.state.plan?.plan.recipe)
      switch (source, recipe.origin) {
      case (.builtIn, .builtIn), (.files, .files), (.existingRoot, .existingRoot): break
      case (.step, .made(let making)):
        #expect(making.commands.map(\.tool.name) == [.step, .step])
        #expect(wizard.state.plan?.plan.tools.map(\.name) == [.kubectl, .helm, .step])
      case (.stepInDocker, .made(let making)):
        #expect(making.commands.map(\.tool.name) == [.docker, .docker])
        #expect(wizard.state.plan?.plan.tools.map(\.name) == [.kubectl, .helm, .docker])
      default: Issue.record("\(source): \(recipe.origin)")
      }
      let words: [CertificateSource: String] = [
        .builtIn: "built in, anchor 10 years, issuer 1 year",
        .step: "step, anchor 10 years, issuer 1 year",
        .stepInDocker: "step in Docker, anchor 10 years, issuer 1 year",
        .files: "your files, issuer until 2028-11-12",
        .existingRoot: "your root, issuer 1 year",
      ]
      #expect(wizard.state.summary(of: .certificates) == words[source])
    }
  }

  @Test(arguments: CertificateSource.allCases)
  func thePlanStaysUntilItsSourceSaysSomethingElse(source: CertificateSource) throws {
    var wizard = wizard(source)
    wizard.advance(to: .review)
    let digest = try #require(wizard.state.plan?.digest)
    wizard.wait(seconds: 600)
    wizard.user(.screenOpened(.certificates), .screenOpened(.review))
    wizard.settle()
    #expect(wizard.state.plan?.digest == digest)
    wizard.user(.screenOpened(.controlPlane), .answered(.issuerKey, "secret"))
    wizard.user(.screenOpened(.review))
    wizard.settle()
    let plan = try #require(wizard.state.plan)
    #expect(plan.digest != digest)
    #expect(plan.plan.items.contains { $0.id == "issuer-secret" })
  }

  @Test func aChangedFileMakesAnotherPlanThatHasToBeReadAnew() throws {
    var wizard = wizard(.files)
    wizard.advance(to: .review)
    let old = try #require(wizard.state.plan?.digest)
    wizard.user(.buttonPressed(.install))
    wizard.report(
      .runBegan(
        .failure(Problem("plan-outdated", "A file has changed.", remedy: "Read it again."))),
      to: { $0.word == "begin" })
    #expect(wizard.state.plan == nil && wizard.state.facts.given.value == nil)
    var given: GivenCertificates?
    while let (id, effect) = wizard.state.pending.min(by: { $0.key < $1.key }) {
      if case .readCertificates(let paths) = effect {
        var other = WizardFixture.given(paths)
        other.files[0].sha256 = String(repeating: "0", count: 64)
        given = other
        wizard.send(.host(id, .givenCertificates(.success(other))))
      } else {
        wizard.send(.host(id, try #require(WizardFixture.answer(effect))))
      }
    }
    #expect(given != nil)
    let new = try #require(wizard.state.plan?.digest)
    #expect(new != old)
    wizard.user(.installConfirmed(digest: old))
    #expect(wizard.state.phase == .asking(.review))
  }

  @Test func anEqualsSignInThePathIsToldWhereTheSecretIsChosen() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.answered(.certificateDirectory, "./a=b"))
    wizard.advance(to: .controlPlane)
    #expect(wizard.state.phase == .asking(.controlPlane))
    wizard.user(.answered(.issuerKey, "secret"), .buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.controlPlane))
    #expect(wizard.state.focus == .field(.issuerKey))
    #expect(wizard.state.notice?.text.contains("equals sign") == true)
    wizard.user(.answered(.issuerKey, "helm"), .buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.namespaces))
  }

  @Test func theClosingStepsFitWhatTheRunHasDone() throws {
    func steps(_ source: CertificateSource, _ change: (inout Answers) -> Void = { _ in }) throws
      -> [NextStep]
    {
      var wizard = wizard(source)
      change(&wizard.state.answers)
      wizard.startRun()
      while wizard.finishItem() {}
      return wizard.state.nextSteps
    }
    for source in [CertificateSource.builtIn, .step, .stepInDocker] {
      let found = try steps(source)
      #expect(found.map(\.text)[1] == "Move ca.key off this machine, to a safe place")
      #expect(found[1].lines.contains("  shred -u /home/ada/mesh/linkerd-certificates/ca.key"))
      #expect(
        found[2].lines.contains(
          "  linkerd-wizard certificates renew /home/ada/mesh/linkerd-certificates --apply "
            + "--context kind-demo"))
    }
    let files = try steps(.files)
    #expect(files.allSatisfy { !$0.text.contains("ca.key") })
    #expect(files.last?.text == "Renew the issuer certificate before 2028-11-12")
    #expect(files.last?.lines.contains { $0.contains("certificates renew") } == false)
    #expect(files.last?.lines.contains { $0.contains("the root that signed it") } == true)
    let root = try steps(.existingRoot) {
      $0.certificates.from = "/safe"
      $0.certificates.anchorKey = "company root.key"
    }
    #expect(root[1].text == "Put company root.key back into its safe place")
    #expect(root[1].lines.contains { $0.contains("This run has only read it.") })
    #expect(
      root[2].lines.contains(
        "  linkerd-wizard certificates renew /home/ada/mesh/linkerd-certificates "
          + "--anchor-key '/safe/company root.key' --apply --context kind-demo"))
  }
}
