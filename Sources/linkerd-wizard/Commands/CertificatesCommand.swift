import ArgumentParser

/// Works on certificates without a cluster.
struct CertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificates",
    abstract: "Make, check, show and renew trust anchor and issuer, without a cluster.",
    subcommands: [
      CreateCertificatesCommand.self, CheckCertificatesCommand.self, ShowCertificatesCommand.self,
      RenewCertificatesCommand.self,
    ])
}
