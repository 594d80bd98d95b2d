import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The certificates of a Linkerd that was installed before the practice cluster started.
///
/// They are made anew at every start, so that no private key stands in the program.
struct PopulationCertificates {
  /// A certificate and its key, both in PEM.
  struct Pair: Sendable {
    let certificate: String
    let key: String
  }

  let anchor: String
  let issuer: Pair
  /// The certificates of the webhooks' services, by name such as "proxy-injector".
  let webhooks: [String: Pair]

  /// Certificates made at that Unix second: ten years for the anchor, one for the webhooks.
  init(installed: Int64, issuerDays: Int64, webhooks names: [String]) throws {
    let year: Int64 = 365 * 86_400
    let anchorKey = P256.Signing.PrivateKey()
    let issuerKey = P256.Signing.PrivateKey()
    let root = "root.linkerd.cluster.local"
    let anchor = try Self.certificate(
      root, key: anchorKey, signedBy: (root, anchorKey), from: installed,
      for: 10 * year, extensions: Self.authority(below: 1))
    let issuer = try Self.certificate(
      "identity.linkerd.cluster.local", key: issuerKey, signedBy: (root, anchorKey),
      from: installed, for: issuerDays * 86_400, extensions: Self.authority(below: 0))
    self.anchor = try anchor.serializeAsPEM().pemString
    self.issuer = Pair(
      certificate: try issuer.serializeAsPEM().pemString, key: issuerKey.pemRepresentation)
    webhooks = try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Self.server($0, from: installed, for: year)) })
  }

  private static func authority(below depth: Int) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: depth))
      Critical(KeyUsage(keyCertSign: true, cRLSign: true))
    }
  }

  private static func server(
    _ name: String, from installed: Int64, for duration: Int64
  ) throws -> Pair {
    let host = "linkerd-\(name).linkerd.svc"
    let key = P256.Signing.PrivateKey()
    let extensions = try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
      try ExtendedKeyUsage([.serverAuth, .clientAuth])
      SubjectAlternativeNames([.dnsName(host)])
    }
    let certificate = try certificate(
      host, key: key, signedBy: (host, key), from: installed, for: duration,
      extensions: extensions)
    return Pair(
      certificate: try certificate.serializeAsPEM().pemString, key: key.pemRepresentation)
  }

  private static func certificate(
    _ name: String, key: P256.Signing.PrivateKey,
    signedBy issuer: (name: String, key: P256.Signing.PrivateKey), from installed: Int64,
    for duration: Int64, extensions: Certificate.Extensions
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: Date(timeIntervalSince1970: Double(installed)),
      notValidAfter: Date(timeIntervalSince1970: Double(installed + duration)),
      issuer: DistinguishedName { CommonName(issuer.name) },
      subject: DistinguishedName { CommonName(name) }, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(issuer.key))
  }
}
