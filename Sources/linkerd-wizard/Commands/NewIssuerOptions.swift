import ArgumentParser
import MeshCertificates
import Planning
import Wizard

/// The options that say what a new issuer is like.
struct NewIssuerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The trust anchor's key, if not ca.key.", valueName: "file"),
    completion: .file())
  var anchorKey: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the issuer is valid, cut to the trust anchor's end; "
        + "\(CertificateAnswers().issuerValidity) unless given.",
      valueName: "length"))
  var issuerValidity: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "From when it is valid; five minutes ago unless given.", valueName: "instant"))
  var notBefore: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Until when it is valid, instead of --issuer-validity.", valueName: "instant"))
  var issuerNotAfter: String?

  @Option(name: .long, help: "The mesh's trust domain; that of the old issuer unless given.")
  var trustDomain: String?

  /// The options that were given, by their names.
  var given: [String] {
    [
      ("--anchor-key", anchorKey), ("--issuer-validity", issuerValidity),
      ("--not-before", notBefore), ("--issuer-not-after", issuerNotAfter),
      ("--trust-domain", trustDomain),
    ].filter { $0.1 != nil }.map(\.0)
  }

  /// The issuer that the options mean, under the root of a directory's files.
  ///
  /// Throws `UserError`: 64 for options that can't be right, 1 where the root can't sign.
  func recipe(under files: CertificateFiles, at now: Instant) throws -> NewIssuer {
    let root = try root(of: files, at: now)
    let (begin, end) = try life(under: root, now: now)
    return NewIssuer(
      root: root, name: name(after: files, at: now), notBefore: begin, notAfter: end)
  }

  private func root(of files: CertificateFiles, at now: Instant) throws -> ExistingRoot {
    switch CertificateSet.readRoot(
      anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: now)
    {
    case .failure(let refused):
      throw UserError(.failed, refused.problems.filter { $0.severity == .error })
    case .success(let root):
      UserError.warn(root.warnings.map(\.problem))
      return root
    }
  }

  private func life(under root: ExistingRoot, now: Instant) throws -> (Instant, Instant) {
    let begin =
      try CertificatesText.instant(notBefore, "--not-before")
      ?? now.adding(seconds: -PlanBuilder.clockTolerance)
    if let end = try CertificatesText.instant(issuerNotAfter, "--issuer-not-after") {
      return (begin, end)
    }
    switch Lifetime.parse(issuerValidity ?? CertificateAnswers().issuerValidity) {
    case .failure(var problem):
      problem.sentence = "--issuer-validity: \(problem.sentence)"
      throw UserError(.usage, [problem])
    case .success(let lifetime):
      return (begin, min(now.adding(seconds: lifetime.seconds), root.summary.notAfter))
    }
  }

  /// The name of the old issuer, unless a trust domain is given or there is none.
  private func name(after files: CertificateFiles, at now: Instant) -> String {
    if let trustDomain { return CertificatePlan.issuerName(trustDomain: trustDomain) }
    let old = CertificateJudge.judge(files, at: now).issuer?.subject
    let isPlain = old.map { $0.hasPrefix("identity.") && !$0.contains("·") } ?? false
    return isPlain
      ? old ?? "" : CertificatePlan.issuerName(trustDomain: CertificateAnswers().trustDomain)
  }
}

/// An issuer that is to be made under a root that is there.
struct NewIssuer {
  var root: ExistingRoot
  var name: String
  var notBefore: Instant
  var notAfter: Instant

  /// Makes it and puts it in the place of the one in a directory, and tells so.
  ///
  /// Throws `UserError`; then the old one is in place.
  func write(in directory: String, at now: Instant) throws {
    do throws(CertificateFailure) {
      let made = try make()
      let kept = try CertificateWriter.write(made, in: directory, at: now)
      Terminal.print(
        CertificatesText.line(
          directory + "/" + CertificatePlan.issuerCertificateFile, made.summary))
      for path in kept { Terminal.print("Kept: \(path)") }
    } catch { throw CertificatesText.userError(error) }
  }

  /// Makes it, so that what can't be made is known before anything is written.
  func make() throws(CertificateFailure) -> MadeIssuer {
    try root.makeIssuer(name: name, notBefore: notBefore, notAfter: notAfter)
  }
}
