import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Makes a new issuer under the root that is there.
struct RenewCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew",
    abstract: "Write a new issuer under the same trust anchor; keep the old one.",
    discussion: """
      Needs ca.crt and ca.key (--anchor-key says where it is kept) and writes issuer.crt and \
      issuer.key. The old ones are kept beside under dated names. The cluster is not touched: the \
      commands that put the new issuer in place are printed.

      Exit status: 0 where the issuer is written, 1 where it could not be, 64 for options that \
      can't be right.
      """)

  @Argument(
    help: ArgumentHelp("The directory of the certificates.", valueName: "directory"),
    completion: .directory)
  var directory = CertificateAnswers().directory

  @Option(
    name: .long,
    help: ArgumentHelp("The trust anchor's key, if not ca.key.", valueName: "file"),
    completion: .file())
  var anchorKey = CertificatePlan.anchorKeyFile

  @Option(name: .long, help: "How long the issuer is valid; cut to the trust anchor's end.")
  var issuerValidity = CertificateAnswers().issuerValidity

  @Option(name: .long, help: "From when it is valid; five minutes ago unless given.")
  var notBefore: String?

  @Option(name: .long, help: "Until when it is valid, instead of --issuer-validity.")
  var issuerNotAfter: String?

  @Option(name: .long, help: "The mesh's trust domain; that of the old issuer unless given.")
  var trustDomain: String?

  @Option(name: .long, help: "The control plane's namespace, for the commands that are printed.")
  var namespace = ControlPlaneAnswers().namespace

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let now = settings.clock()
    let place = CertificatesPlace(
      directory: directory, names: CertificateFileNames(anchorKey: anchorKey), settings)
    let path = place.directory
    let files = try place.read()
    let commands = RenewalCommands(directory: path, namespace: namespace)
    do throws(CertificateFailure) {
      let finished = try CertificateWriter.settle(path)
      if !finished.isEmpty {
        Terminal.print("A renewal was interrupted; it is finished now, and no other was begun.")
        commands.lines.map(Terminal.shown).forEach(Terminal.print)
        return
      }
    } catch { throw CertificatesText.userError(error) }
    let root = try root(of: files, at: now)
    let (begin, end) = try life(under: root, now: now)
    do throws(CertificateFailure) {
      let made = try root.makeIssuer(
        name: name(after: files, at: now), notBefore: begin, notAfter: end)
      let kept = try CertificateWriter.write(made, in: path, at: now)
      Terminal.print(
        CertificatesText.line(path + "/" + CertificatePlan.issuerCertificateFile, made.summary))
      for path in kept { Terminal.print("Kept: \(path)") }
      commands.lines.map(Terminal.shown).forEach(Terminal.print)
    } catch { throw CertificatesText.userError(error) }
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
    switch Lifetime.parse(issuerValidity) {
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

/// The commands that bring a renewed issuer into the cluster.
struct RenewalCommands {
  var directory: String
  var namespace: String

  /// Two ways, by where the issuer's Secret comes from, and how to see that it worked.
  var lines: [String] {
    func path(_ file: String) -> String { ShellQuoting.quote("\(directory)/\(file)") }
    // Helm takes a comma for the next setting, and a backslash for what keeps it from that.
    let escaped = directory.flatMap { $0 == "," || $0 == "\\" ? "\\\($0)" : "\($0)" }
    func helmPath(_ file: String) -> String {
      ShellQuoting.quote("\(String(escaped))/\(file)")
    }
    let space = ShellQuoting.quote(namespace)
    return [
      "",
      "To put it in place where Helm made the issuer's Secret, with the chart and the version that",
      "are installed (helm list -n \(space)):",
      "",
      "  helm upgrade linkerd-control-plane CHART --version VERSION -n \(space) --reuse-values \\",
      "    --set-file identityTrustAnchorsPEM=\(helmPath(CertificatePlan.anchorCertificateFile)) \\",
      "    --set-file identity.issuer.tls.crtPEM=\(helmPath(CertificatePlan.issuerCertificateFile)) \\",
      "    --set-file identity.issuer.tls.keyPEM=\(helmPath(CertificatePlan.issuerKeyFile))",
      "",
      "Where the Secret is of type kubernetes.io/tls (identity.issuer.scheme):",
      "",
      "  kubectl create secret generic linkerd-identity-issuer -n \(space) \\",
      "    --type=kubernetes.io/tls --dry-run=client -o yaml \\",
      "    --from-file=tls.crt=\(path(CertificatePlan.issuerCertificateFile)) \\",
      "    --from-file=tls.key=\(path(CertificatePlan.issuerKeyFile)) \\",
      "    --from-file=ca.crt=\(path(CertificatePlan.anchorCertificateFile)) |",
      "    kubectl apply --server-side --force-conflicts -f -",
      "",
      "Then Linkerd says that it took it; the proxies follow within a day:",
      "",
      "  kubectl get events -n \(space) --field-selector reason=IssuerUpdated",
    ]
  }
}
