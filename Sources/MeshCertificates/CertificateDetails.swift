import Planning
import SwiftASN1
import X509

/// Everything about a certificate that people look for, as `step certificate inspect` tells it.
package struct CertificateDetails: Equatable, Codable, Sendable {
  /// Names, dates, fingerprint, serial number and kind of key.
  package var summary: CertificateSummary
  /// Who signed it: the common name where that is all there is, otherwise the whole name.
  package var issuer: String
  /// 1 or 3.
  package var version: Int
  /// How it was signed, such as `ECDSA-SHA256`.
  package var signature: String
  /// Whether it may sign certificates.
  package var isAuthority: Bool
  /// Whether the name of who signed it is its own.
  package var isSelfIssued: Bool
  /// How many authorities may be below it; nil where that isn't limited.
  package var pathLength: Int?
  /// Such as `keyCertSign`; empty where nothing is said.
  package var keyUsage: [String]
  /// The purposes that it is limited to, such as `serverAuth`; empty where it isn't.
  package var extendedKeyUsage: [String]
  /// In lowercase hexadecimal; nil where it has none.
  package var subjectKeyIdentifier: String?
  /// That of who signed it, in lowercase hexadecimal; nil where it isn't told.
  package var authorityKeyIdentifier: String?

  /// The certificates of a text, in its order; those that can't be read are left out.
  ///
  /// Texts are read forgivingly, as `CertificateSet` reads them.
  package static func read(_ text: [UInt8]?) -> [CertificateDetails] {
    guard let text, text.count <= PEMText.largestSize else { return [] }
    return PEMText(forgiving: text).blocks.prefix(PEMText.mostBlocks).compactMap { block in
      guard block.label.hasSuffix("CERTIFICATE"), let der = block.der,
        let certificate = try? Certificate(derEncoded: der),
        let kind = KeyKind.ofCertificate(der: der)
      else { return nil }
      return CertificateDetails(certificate, der: der, kind: kind)
    }
  }
}

extension CertificateDetails {
  init(_ certificate: Certificate, der: [UInt8], kind: KeyKind) {
    let extensions = certificate.extensions
    summary = CertificateSummary(certificate, der: der, kind: kind)
    issuer = CertificateSummary.text(of: certificate.issuer)
    version = certificate.version == .v1 ? 1 : 3
    signature = Self.name(of: certificate.signatureAlgorithm)
    isSelfIssued = certificate.issuer == certificate.subject
    isAuthority = false
    if case .isCertificateAuthority(let length)? = try? extensions.basicConstraints {
      isAuthority = true
      pathLength = length
    }
    keyUsage = (try? extensions.keyUsage).map(Self.names) ?? []
    let purposes = try? extensions.extendedKeyUsage
    extendedKeyUsage = purposes.map { $0.map(Self.name) } ?? []
    let own = try? extensions.subjectKeyIdentifier
    subjectKeyIdentifier = own.map { CertificateSummary.hexadecimal($0.keyIdentifier) }
    let other = try? extensions.authorityKeyIdentifier
    authorityKeyIdentifier = other?.keyIdentifier.map(CertificateSummary.hexadecimal)
  }

  private static func name(of algorithm: Certificate.SignatureAlgorithm) -> String {
    switch algorithm {
    case .ecdsaWithSHA256: "ECDSA-SHA256"
    case .ecdsaWithSHA384: "ECDSA-SHA384"
    case .ecdsaWithSHA512: "ECDSA-SHA512"
    case .sha1WithRSAEncryption: "RSA-SHA1"
    case .sha256WithRSAEncryption: "RSA-SHA256"
    case .sha384WithRSAEncryption: "RSA-SHA384"
    case .sha512WithRSAEncryption: "RSA-SHA512"
    default: "\(algorithm)"
    }
  }

  private static func names(_ usage: KeyUsage) -> [String] {
    let all: [(Bool, String)] = [
      (usage.digitalSignature, "digitalSignature"), (usage.nonRepudiation, "nonRepudiation"),
      (usage.keyEncipherment, "keyEncipherment"), (usage.dataEncipherment, "dataEncipherment"),
      (usage.keyAgreement, "keyAgreement"), (usage.keyCertSign, "keyCertSign"),
      (usage.cRLSign, "cRLSign"), (usage.encipherOnly, "encipherOnly"),
      (usage.decipherOnly, "decipherOnly"),
    ]
    return all.filter(\.0).map(\.1)
  }

  private static func name(_ usage: ExtendedKeyUsage.Usage) -> String {
    switch usage {
    case .serverAuth: "serverAuth"
    case .clientAuth: "clientAuth"
    case .codeSigning: "codeSigning"
    case .emailProtection: "emailProtection"
    case .timeStamping: "timeStamping"
    case .ocspSigning: "ocspSigning"
    case .any: "any"
    default: "\(usage)"
    }
  }
}

/// What may be told about a private key: never anything of the key itself.
package struct PrivateKeyDetails: Equatable, Codable, Sendable {
  /// The label of its PEM block, such as `EC PRIVATE KEY`.
  package var form: String
  /// The kind of key, such as `ECDSA P-256`; empty where it can't be told.
  package var algorithm: String
  /// Whether it can be used only with a passphrase.
  package var isEncrypted: Bool
  /// The fingerprints of those of the given certificates that it belongs to.
  package var belongsTo: [String]

  /// Looks at the first key of a text; nil where there is none. Any bytes are taken.
  package static func read(
    _ key: PrivateKeyPEM, certificates text: [UInt8]?
  ) -> PrivateKeyDetails? {
    let block = key.withBytes { bytes in
      bytes.count > PEMText.largestSize
        ? nil
        : PEMText(forgiving: bytes).blocks.first { $0.label.hasSuffix("PRIVATE KEY") }
    }
    guard let block else { return nil }
    let own = CertificateJudge.publicKey(of: key)
    let certificates = CertificateJudge.read(
      text.map { $0.count <= PEMText.largestSize ? $0 : [] }, as: .anchor
    ).certificates
    return PrivateKeyDetails(
      form: PEMText.shown(block.label),
      algorithm: block.der.flatMap { KeyKind.ofPrivateKey(label: block.label, der: $0) }?.name
        ?? "",
      isEncrypted: CertificateJudge.isEncrypted(block),
      belongsTo: certificates.filter { own != nil && $0.certificate?.publicKey == own }
        .compactMap { $0.summary?.fingerprint })
  }
}
