import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Makes the four files as the wizard makes them.
struct CreateCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write ca.crt, ca.key, issuer.crt and issuer.key; never over a file unasked.",
    discussion: """
      The keys are ECDSA P-256, unencrypted, readable by you alone. Lengths of time are written \
      as 87600h, 3650d or 10y; instants as 2036-11-17T21:01:00Z.

      All four files are written, or none. A file that is there is replaced only where --replace \
      names it, and is kept beside under a dated name, such as ca.key.20261120T210130Z.

      Exit status: 0 where the files are written, 1 where they could not be, 64 for options that \
      can't be right.
      """)

  @Option(name: .long, help: "Where the files go; made if it is absent.")
  var directory = CertificateAnswers().directory

  @Option(name: .long, help: "The mesh's trust domain.")
  var trustDomain = CertificateAnswers().trustDomain

  @Option(name: .long, help: "How long the trust anchor is valid.")
  var anchorValidity = CertificateAnswers().anchorValidity

  @Option(name: .long, help: "How long the issuer is valid; at most as long as the anchor.")
  var issuerValidity = CertificateAnswers().issuerValidity

  @Option(name: .long, help: "From when both are valid; five minutes ago unless given.")
  var notBefore: String?

  @Option(name: .long, help: "Until when the anchor is valid, instead of --anchor-validity.")
  var anchorNotAfter: String?

  @Option(name: .long, help: "Until when the issuer is valid, instead of --issuer-validity.")
  var issuerNotAfter: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file that may be replaced: ca.crt, ca.key, issuer.crt or issuer.key; may be repeated.",
      valueName: "file"))
  var replace: [String] = []

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let now = settings.clock()
    let recipe = try recipe(paths: settings.folders.hostPaths, now: now)
    for name in replace where !CertificatePlan.files.contains(name) {
      throw UserError(
        .usage,
        lines: [
          "--replace wants ca.crt, ca.key, issuer.crt or issuer.key, not “\(name)”."
        ])
    }
    do throws(CertificateFailure) {
      if try finishInterrupted(recipe.directory) { return }
      try refuseExisting(in: recipe.directory)
      let made = try CertificateMaker.make(recipe)
      let kept = try CertificateWriter.write(made, recipe, over: Set(replace), at: now)
      tell(made, recipe, kept: kept)
    } catch {
      throw CertificatesText.userError(error)
    }
  }

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
      remedy: "Choose another --directory, or say \(options): what is replaced is kept beside.",
      path: directory + "/" + first)
  }

  private func tell(_ made: MeshCertificateSet, _ recipe: CertificatePlan, kept: [String]) {
    for (file, summary) in [
      (CertificatePlan.anchorCertificateFile, made.anchorSummary),
      (CertificatePlan.issuerCertificateFile, made.issuerSummary),
    ] {
      Terminal.print(CertificatesText.line(recipe.path(of: file), summary))
    }
    Terminal.print("Their keys are beside them. Move ca.key to a safe place.")
    for path in kept { Terminal.print("Kept: \(path)") }
  }

  /// The recipe that the options mean. Throws `UserError` with status 64 for what can't be right.
  private func recipe(paths: HostPaths, now: Instant) throws -> CertificatePlan {
    var answers = Answers()
    answers.certificates.directory = directory
    answers.certificates.trustDomain = trustDomain
    answers.certificates.anchorValidity = anchorValidity
    answers.certificates.issuerValidity = issuerValidity
    let instants = try (
      CertificatesText.instant(notBefore, "--not-before"),
      CertificatesText.instant(anchorNotAfter, "--anchor-not-after"),
      CertificatesText.instant(issuerNotAfter, "--issuer-not-after")
    )
    let checked: CheckedAnswers
    switch AnswersCheck.check(answers, paths: paths, now: now) {
    case .success(let value): checked = value
    case .failure(let failure): throw UserError(.usage, failure.problems.map(named))
    }
    var recipe = PlanBuilder.certificates(checked, now: now)
    recipe.notBefore = instants.0 ?? recipe.notBefore
    recipe.anchorNotAfter = instants.1 ?? recipe.anchorNotAfter
    recipe.issuerNotAfter = instants.2 ?? min(recipe.issuerNotAfter, recipe.anchorNotAfter)
    guard recipe.notBefore < recipe.issuerNotAfter,
      recipe.issuerNotAfter <= recipe.anchorNotAfter
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

  /// The problem with the option that it is about.
  private func named(_ found: FieldProblem) -> Problem {
    let option: String? =
      switch found.field {
      case .certificateDirectory: "--directory"
      case .trustDomain: "--trust-domain"
      case .anchorValidity: "--anchor-validity"
      case .issuerValidity: "--issuer-validity"
      default: nil
      }
    guard let option else { return found.problem }
    var problem = found.problem
    problem.sentence = "\(option): \(problem.sentence)"
    return problem
  }
}
