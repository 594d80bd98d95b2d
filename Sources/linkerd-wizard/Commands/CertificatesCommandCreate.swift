import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Makes the certificates as the wizard makes them, from the same sources.
struct CreateCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write ca.crt, ca.key, issuer.crt and issuer.key; never over a file unasked.",
    discussion: """
      Sources:
        built-in       this program makes them; needs nothing else
        step           step on PATH makes them
        step-docker    step makes them in a container (--image)
        files          your anchor, issuer and its key are put in normal form
                       (--from, --anchor, --issuer, --issuer-key)
        existing-root  a new issuer is made under your anchor; its key stays there
                       (--from, --anchor, --anchor-key)

      The keys are ECDSA P-256, unencrypted, readable by you alone. Lengths of time are written \
      as 87600h, 3650d or 10y; instants as 2036-11-17T21:01:00Z. Your own files are only read; \
      with files and existing-root there is no ca.key among what is written.

      All of the files are written, or none. A file that is there is replaced only where --replace \
      names it, and is kept beside under a dated name, such as ca.key.20261120T210130Z.

      Exit status: 0 where the files are written, 1 where they could not be or Linkerd would \
      refuse yours, 64 for options that can't be right, 69 where step or the container engine \
      can't be used.
      """)

  @OptionGroup var options: CertificateOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With built-in, a file that may be replaced: ca.crt, ca.key, issuer.crt or issuer.key; may "
        + "be repeated.",
      valueName: "file"))
  var replace: [String] = []

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let now = settings.clock()
    try checkReplaced()
    let instants = try options.instants
    let answers = try checked(try options.answers, paths: settings.folders.hostPaths, now: now)
    do throws(CertificateFailure) {
      if try finishInterrupted(answers.certificateDirectory) { return }
    } catch { throw CertificatesText.userError(error) }
    let work = try ToolWork(settings)
    let creation = CertificateCreation(interpreter: work.interpreter)
    let found = try find(answers, creation, work, now: now)
    let recipe = try recipe(answers, found, instants, now: now)
    do throws(CertificateFailure) {
      if recipe.givenFiles.isEmpty {
        try CertificateMaker.check(recipe)
        try refuseExisting(in: recipe.directory)
      }
      if !replace.isEmpty { return try makeAndReplace(recipe, at: now) }
    } catch { throw CertificatesText.userError(error) }
    switch work.run({ await creation.carryOut(recipe) }) {
    case .done(let detail): tell(detail, recipe)
    case .failed(let problem, _): throw CertificatesText.userError(problem)
    case .cancelled: try work.endIfAsked()
    }
  }

  // MARK: Options

  private func checkReplaced() throws {
    if !replace.isEmpty, options.source != .builtIn {
      throw UserError(
        .usage,
        lines: [
          "--replace doesn't go with --source \(options.source.rawValue).",
          "  Choose another --directory, or move the files away.",
        ])
    }
    for name in replace where !CertificatePlan.files.contains(name) {
      throw UserError(
        .usage,
        lines: ["--replace wants ca.crt, ca.key, issuer.crt or issuer.key, not “\(name)”."])
    }
  }

  /// What the options mean. Throws `UserError` with status 64 for what can't be right.
  private func checked(
    _ certificates: CertificateAnswers, paths: HostPaths, now: Instant
  ) throws -> CheckedAnswers {
    var answers = Answers()
    answers.certificates = certificates
    switch AnswersCheck.check(answers, paths: paths, now: now) {
    case .success(let checked): return checked
    case .failure(let failure): throw UserError(.usage, failure.problems.map(named))
    }
  }

  /// The problem with the option that it is about.
  private func named(_ found: FieldProblem) -> Problem {
    guard let option = CertificateOptions.name(of: found.field) else { return found.problem }
    var problem = found.problem
    problem.sentence = "\(option): \(problem.sentence)"
    return problem
  }

  // MARK: The recipe

  /// What the source needs. Throws `UserError`: 69 where step or the engine can't be used, 1 where
  /// Linkerd would refuse the files.
  private func find(
    _ answers: CheckedAnswers, _ creation: CertificateCreation, _ work: ToolWork, now: Instant
  ) throws -> CertificateCreation.Found {
    let result = work.run { await creation.find(for: answers, at: now) }
    try work.endIfAsked()
    switch result {
    case .failure(let problem): throw UserError(.unavailable, [problem])
    case .success(let found):
      let problems = found.given?.problems.map(\.problem) ?? []
      CertificatesText.tell(problems)
      if problems.contains(where: { $0.severity == .error }) {
        throw UserError(.failed, lines: ["Nothing was written."])
      }
      return found
    }
  }

  /// The recipe that the options mean. Throws `UserError` with status 64 for what can't be right.
  private func recipe(
    _ answers: CheckedAnswers, _ found: CertificateCreation.Found,
    _ instants: CertificateInstants, now: Instant
  ) throws -> CertificatePlan {
    if let root = found.given?.root, instants.issuerNotAfter == nil,
      let problem = AnswersCheck.problem(ofIssuer: answers.issuerValidity, under: root, now: now)
    {
      throw UserError(.usage, [named(FieldProblem(.issuerValidity, problem))])
    }
    guard
      let recipe = PlanBuilder.certificates(
        answers, step: found.step, engine: found.engine, given: found.given, instants: instants,
        now: now)
    else { throw UserError(.bug, lines: ["What the certificates are made of isn't known."]) }
    if case .files = recipe.origin { return recipe }
    guard recipe.notBefore < recipe.issuerNotAfter, recipe.issuerNotAfter <= recipe.anchorNotAfter
    else {
      throw UserError(
        .usage,
        lines: [
          "The issuer has to end after it begins, and not after the trust anchor.",
          "  Check --not-before, --anchor-not-after and --issuer-not-after.",
        ])
    }
    return recipe
  }

  // MARK: The files

  private func finishInterrupted(_ directory: String) throws(CertificateFailure) -> Bool {
    guard replace.isEmpty else { return false }
    let finished = try CertificateWriter.settle(directory)
    guard !finished.isEmpty else { return false }
    Terminal.print(
      "An earlier run was interrupted; what it had prepared is in place now: "
        + "\(finished.joined(separator: ", ")) in \(directory).")
    return true
  }

  /// Names every file that is in the way before a key is made.
  private func refuseExisting(in directory: String) throws(CertificateFailure) {
    guard case .holdsCertificates(let files) = DirectoryInspection.inspect(directory) else {
      return
    }
    let others = files.filter { !replace.contains($0) }
    guard let first = others.first else { return }
    let options = others.map { "--replace \($0)" }.joined(separator: " ")
    throw CertificateFailure(
      .fileExists,
      "The directory \(directory) holds \(others.joined(separator: ", ")), and nothing is "
        + "overwritten unasked.",
      remedy: self.options.source == .builtIn
        ? "Choose another --directory, or say \(options): what is replaced is kept beside."
        : "Choose another --directory, or move the files away.",
      path: directory + "/" + first)
  }

  private func makeAndReplace(_ recipe: CertificatePlan, at now: Instant) throws(CertificateFailure)
  {
    let made = try CertificateMaker.make(recipe)
    let kept = try CertificateWriter.write(made, recipe, over: Set(replace), at: now)
    for (file, summary) in [
      (CertificatePlan.anchorCertificateFile, made.anchorSummary),
      (CertificatePlan.issuerCertificateFile, made.issuerSummary),
    ] {
      Terminal.print(CertificatesText.line(recipe.path(of: file), summary))
    }
    Terminal.print(Self.aboutKeys)
    for path in kept { Terminal.print("Kept: \(path)") }
  }

  private static let aboutKeys = "Their keys are beside them. Move ca.key to a safe place."

  private func tell(_ detail: ItemDetail, _ recipe: CertificatePlan) {
    if case .certificates(let notes) = detail {
      for note in notes {
        Terminal.print(CertificatesText.line(note.path, name: note.name, until: note.notAfter))
      }
    }
    let end =
      switch recipe.origin {
      case .builtIn, .made: Self.aboutKeys
      case .files where recipe.written.isEmpty: "They are right as they are: nothing was written."
      case .files: "The issuer's key is beside it. Your own files stay as they are."
      case .existingRoot: "The issuer's key is beside it; the trust anchor's stays where it is."
      }
    Terminal.print(end)
  }
}
