import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Makes a new issuer under the root that is there, and puts it in place in the cluster if asked to.
struct RenewCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew",
    abstract: "Write a new issuer under the same trust anchor; keep the old one.",
    discussion: """
      Needs ca.crt and ca.key (--anchor-key says where it is kept) and writes issuer.crt and \
      issuer.key. The old ones are kept beside under dated names. The cluster is not touched: the \
      commands that put the new issuer in place are printed.

      With --apply the cluster gets it too. What will be done is shown first, and done after you \
      said yes, or with --yes. Where Helm made the issuer's Secret, the release is upgraded with \
      the chart and the values that it has, and taken back where that fails; a Secret of its own \
      (type kubernetes.io/tls) is replaced by kubectl. Then the Secret's certificate is compared. \
      Nothing is written where the cluster doesn't trust the issuer's anchor.

      Exit status: 0 where the issuer is written, and in place if asked; 1 where it could not be; \
      64 for options that can't be right; with --apply, 69 where Linkerd isn't there or the \
      cluster or a tool isn't ready.
      """)

  @Argument(
    help: ArgumentHelp("The directory of the certificates.", valueName: "directory"),
    completion: .directory)
  var directory = CertificateAnswers().directory

  @OptionGroup var issuer: NewIssuerOptions

  @Option(name: .long, help: "The control plane's namespace.")
  var namespace = ControlPlaneAnswers().namespace

  @OptionGroup var cluster: RenewalInClusterOptions

  func run() throws {
    try cluster.refuseForeign(beside: issuer)
    let settings = cluster.target.settings
    let place = CertificatesPlace(
      directory: directory,
      names: CertificateFileNames(anchorKey: issuer.anchorKey ?? CertificatePlan.anchorKeyFile),
      settings)
    if cluster.apply {
      try RenewalInCluster(
        place: place, namespace: namespace, options: cluster, issuer: issuer, settings
      ).carryOut()
    } else {
      try renew(in: place, at: settings.clock())
    }
  }

  private func renew(in place: CertificatesPlace, at now: Instant) throws {
    let files = try place.read()
    let commands = RenewalCommands(directory: place.directory, namespace: namespace)
    do throws(CertificateFailure) {
      let finished = try CertificateWriter.settle(place.directory)
      if !finished.isEmpty {
        Terminal.print("A renewal was interrupted; it is finished now, and no other was begun.")
        commands.lines.map(Terminal.shown).forEach(Terminal.print)
        return
      }
    } catch { throw CertificatesText.userError(error) }
    try issuer.recipe(under: files, at: now).write(in: place.directory, at: now)
    commands.lines.map(Terminal.shown).forEach(Terminal.print)
  }
}
