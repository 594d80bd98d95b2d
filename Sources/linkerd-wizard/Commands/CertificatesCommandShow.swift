import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Tells what is in a directory of certificates, in the manner of `step certificate inspect`.
struct ShowCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the certificates of a directory, and of its keys only their kind.",
    discussion: """
      Changes nothing, judges nothing and prints no key.

      Exit status: 0 where trust anchor and issuer could be read, 1 where one of them could not, \
      64 where there is no such directory.
      """)

  @OptionGroup var source: CertificatesSource

  @Option(name: .long, help: "How to print it: text or json.")
  var format = CertificatesSource.Format.text

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let place = source.place(settings)
    let listing = CertificatesListing(try place.read(), place.names, now: settings.clock())
    switch format {
    case .text: listing.lines.map(Terminal.shown).forEach(Terminal.print)
    case .json: Terminal.print(try listing.json.prettyText)
    }
    if !listing.isComplete { throw ExitCode(ExitStatus.failed.code) }
  }
}

/// What a directory of certificates holds.
struct CertificatesListing {
  struct Certificates {
    var file: String
    var isThere: Bool
    var all: [CertificateDetails]
  }
  struct Key {
    var file: String
    var isThere: Bool
    var details: PrivateKeyDetails?
  }

  var now: Instant
  var certificates: [Certificates]
  var keys: [Key]

  /// Reads what can be read of the files.
  init(_ files: CertificateFiles, _ names: CertificateFileNames, now: Instant) {
    self.now = now
    certificates = [
      (names.anchorCertificate, files.anchorCertificate),
      (names.issuerCertificate, files.issuerCertificate),
    ].map { name, text in
      Certificates(file: name, isThere: text != nil, all: CertificateDetails.read(text))
    }
    keys = [
      (names.anchorKey, files.anchorKey, files.anchorCertificate),
      (names.issuerKey, files.issuerKey, files.issuerCertificate),
    ].map { name, key, text in
      Key(
        file: name, isThere: key != nil,
        details: key.flatMap { PrivateKeyDetails.read($0, certificates: text) })
    }
  }

  /// Whether both files of certificates hold some that can be read.
  var isComplete: Bool { certificates.allSatisfy { !$0.all.isEmpty } }

  /// A paragraph a certificate, a line a key.
  var lines: [String] {
    var lines: [String] = []
    for file in certificates {
      if file.all.isEmpty {
        lines += [
          "\(file.file): \(file.isThere ? "no certificate that can be read" : "not there")", "",
        ]
      }
      for certificate in file.all { lines += paragraph(file.file, certificate) + [""] }
    }
    return lines + keys.map(line)
  }

  private func paragraph(_ file: String, _ certificate: CertificateDetails) -> [String] {
    let summary = certificate.summary
    let kind =
      certificate.isAuthority
      ? (certificate.isSelfIssued ? "Root CA" : "Intermediate CA") : "TLS"
    return [
      "X.509v\(certificate.version) \(kind) Certificate (\(summary.algorithm)) "
        + "[Serial: \(shortened(summary.serial))]",
      "  File:        \(file)",
      "  Subject:     \(summary.subject)",
      "  Issuer:      \(certificate.issuer)",
      "  Valid from:  \(summary.notBefore.iso8601)",
      "          to:  \(summary.notAfter.iso8601) (\(remaining(summary)))",
      "  Signature:   \(certificate.signature)",
      "  Path length: \(certificate.pathLength.map(String.init) ?? "not limited")",
      "  SHA-256:     \(summary.fingerprint)",
    ].filter { certificate.isAuthority || !$0.hasPrefix("  Path") }
  }

  private func shortened(_ serial: String) -> String {
    serial.count > 8 ? "\(serial.prefix(4))...\(serial.suffix(4))" : serial
  }

  private func remaining(_ summary: CertificateSummary) -> String {
    if now < summary.notBefore { return "not yet valid" }
    if now > summary.notAfter { return "expired" }
    return "\(CertificatesText.distance(from: now, to: summary.notAfter)) left"
  }

  private func line(_ key: Key) -> String {
    guard key.isThere else { return "\(key.file): not there" }
    guard let details = key.details else { return "\(key.file): no private key that can be read" }
    if details.isEncrypted { return "\(key.file): private key, encrypted with a passphrase" }
    let kind = details.algorithm.isEmpty ? "of a kind that can't be told" : details.algorithm
    let owner = details.belongsTo.isEmpty ? "belongs to none of them" : "belongs to its certificate"
    return "\(key.file): private key (\(kind)), \(owner)"
  }

  /// One object with `certificates` and `keys`.
  var json: CanonicalJSON {
    get throws {
      .object([
        "certificates": .array(
          try certificates.flatMap { file in
            try file.all.map { try Self.object($0, file: file.file, life: $0.summary) }
          }),
        "keys": .array(
          try keys.compactMap { key in
            try key.details.map { try Self.object($0, file: key.file) }
          }),
      ])
    }
  }

  private static func object(
    _ value: some Encodable, file: String, life: CertificateSummary? = nil
  ) throws -> CanonicalJSON {
    guard case .object(var entries) = try CanonicalJSON(value) else { return .null }
    if case .object(let summary)? = entries.removeValue(forKey: "summary") {
      entries.merge(summary) { own, _ in own }
    }
    if let life {
      entries["notBefore"] = .string(life.notBefore.iso8601)
      entries["notAfter"] = .string(life.notAfter.iso8601)
    }
    entries["file"] = .string(file)
    return .object(entries)
  }
}
