import ArgumentParser

/// Works on certificates; only a renewal touches a cluster, and only if asked to.
struct CertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificates",
    abstract: "Make, check, show and renew trust anchor and issuer.",
    subcommands: [
      CreateCertificatesCommand.self, CheckCertificatesCommand.self, ShowCertificatesCommand.self,
      RenewCertificatesCommand.self,
    ])
}
