import Crypto
package import Planning
import X509

/// What people and programs want to know about a certificate.
package struct CertificateSummary: Equatable, Codable, Sendable {
  /// The common name where that is all there is, otherwise the whole name, such as `CN=a,O=b`.
  package var subject: String
  /// The first and the last second of the certificate's life.
  package var notBefore: Instant
  /// The last moment at which it is valid.
  package var notAfter: Instant
  /// SHA-256 of the certificate's DER, in lowercase hexadecimal.
  package var fingerprint: String
  /// The serial number's bytes, in lowercase hexadecimal.
  package var serial: String
  /// The kind of key, such as `ECDSA P-256`.
  package var algorithm: String
}

extension CertificateSummary {
  init(_ certificate: Certificate, der: [UInt8], kind: KeyKind) {
    subject = Self.text(of: certificate.subject)
    notBefore = Instant(certificate.notValidBefore)
    notAfter = Instant(certificate.notValidAfter)
    fingerprint = Self.hexadecimal(SHA256.hash(data: der))
    serial = Self.hexadecimal(certificate.serialNumber.bytes)
    algorithm = kind.name
  }

  static func text(of name: DistinguishedName) -> String {
    let whole = name.description
    let prefix = "CN="
    guard name.count == 1, whole.hasPrefix(prefix) else { return visible(whole) }
    return visible(String(whole.dropFirst(prefix.count)))
  }

  /// The text without control characters, which a name from outside may hold, and cut at 400.
  private static func visible(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(400).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "·"
      default: String(scalar)
      }
    }
    return scalars.joined()
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
