import ArgumentParser
import Glibc
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Works on certificates without a cluster.
struct CertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificates",
    abstract: "Make the trust anchor and the issuer without a cluster.",
    subcommands: [CreateCertificatesCommand.self])
}

/// Makes the four files as the wizard makes them.
struct CreateCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write ca.crt, ca.key, issuer.crt and issuer.key; never over a file.",
    discussion: """
      The keys are ECDSA P-256, unencrypted, readable by you alone. Lengths of time are written \
      as 87600h, 3650d or 10y; instants as 2036-11-17T21:01:00Z.
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

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let recipe = try recipe(paths: settings.folders.hostPaths, now: settings.clock())
    do throws(Problem) {
      let notes = try BuiltInCertificates.write(recipe)
      for note in notes {
        Terminal.print("\(note.path)  \(note.name), until \(note.notAfter.iso8601)")
      }
      Terminal.print("Their keys are beside them. Move ca.key to a safe place.")
    } catch {
      throw UserError(.failed, [error])
    }
  }

  /// The recipe that the options mean. Throws `UserError` with status 64 for what can't be right.
  private func recipe(paths: HostPaths, now: Instant) throws -> CertificatePlan {
    var answers = Answers()
    answers.certificates.directory = directory
    answers.certificates.trustDomain = trustDomain
    answers.certificates.anchorValidity = anchorValidity
    answers.certificates.issuerValidity = issuerValidity
    let instants = try (
      instant(notBefore, "--not-before"), instant(anchorNotAfter, "--anchor-not-after"),
      instant(issuerNotAfter, "--issuer-not-after")
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

  private func instant(_ text: String?, _ option: String) throws -> Instant? {
    guard let text else { return nil }
    guard let instant = Instant(iso8601: text) else {
      throw UserError(
        .usage,
        lines: ["\(option) wants an instant such as 2036-11-17T21:01:00Z, not “\(text)”."])
    }
    return instant
  }
}
