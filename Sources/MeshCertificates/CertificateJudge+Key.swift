import Planning
import SwiftASN1
import X509

extension CertificateJudge {
  /// Judges a key and whether it belongs to its certificate.
  static func judgeKey(
    _ key: PrivateKeyPEM?, as part: CertificateFinding.Part, of owner: ReadCertificates
  ) -> [CertificateFinding] {
    if key == nil, part == .anchorKey { return [] }
    return key.map { $0.withBytes { judgeKey(text: $0, as: part, of: owner) } }
      ?? [blocks(of: nil, as: part).1].compactMap { $0 }
  }

  private static func judgeKey(
    text: [UInt8], as part: CertificateFinding.Part, of owner: ReadCertificates
  ) -> [CertificateFinding] {
    let (pem, refusal) = blocks(of: text, as: part)
    guard let pem else { return [refusal].compactMap { $0 } }
    var blocks = pem.blocks[...]
    var findings: [CertificateFinding] = []
    if blocks.first?.label == "EC PARAMETERS" {
      findings.append(
        part.finding(
          .ecParameters,
          "begins with an EC PARAMETERS block, and Linkerd reads only the first block",
          remedy: "Remove the EC PARAMETERS block; the key block alone is enough."))
      blocks = blocks.dropFirst()
    }
    if let block = blocks.first { findings += judge(block, as: part, of: owner) }
    if blocks.isEmpty { findings.append(notAKey(part, label: "EC PARAMETERS")) }
    if blocks.count > 1 { findings.append(severalBlocks(part, count: blocks.count)) }
    if pem.hasTrailingText {
      findings.append(
        part.finding(
          .trailingText, severity: .warning, "is followed by text that is no key",
          remedy: "Remove everything behind the END line."))
    }
    return findings
  }

  private static func notAKey(
    _ part: CertificateFinding.Part, label: String
  ) -> CertificateFinding {
    part.finding(
      .notAKey, "holds a block of the kind \(PEMText.shown(label)) where a private key is expected",
      remedy: "Give the file whose block says BEGIN EC PRIVATE KEY or BEGIN PRIVATE KEY.")
  }

  private static func judge(
    _ block: PEMText.Block, as part: CertificateFinding.Part, of owner: ReadCertificates
  ) -> [CertificateFinding] {
    if isEncrypted(block) {
      return [
        part.finding(
          .encrypted, "is encrypted with a passphrase, which Linkerd can't ask for",
          remedy: "Decrypt it into a new file: openssl ec -in OLD -out NEW.")
      ]
    }
    guard ["EC PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY"].contains(block.label) else {
      return [notAKey(part, label: block.label)]
    }
    guard let der = block.der else {
      return [
        part.finding(
          .notPEM, "is damaged: what stands between its PEM marks isn't base64",
          remedy: "Copy the file again, whole.")
      ]
    }
    return judge(label: block.label, der: der, as: part, of: owner)
  }

  private static func judge(
    label: String, der: [UInt8], as part: CertificateFinding.Part, of owner: ReadCertificates
  ) -> [CertificateFinding] {
    let kind = KeyKind.ofPrivateKey(label: label, der: der)
    // A certificate of the same wrong kind has said so already.
    if let kind, kind != .p256, owner.certificates.contains(where: { sameFamily($0.kind, kind) }) {
      return []
    }
    switch kind {
    case .otherCurve?, .rsa?, .other?:
      let name = kind?.name ?? ""
      var isCurve = false
      if case .otherCurve? = kind { isCurve = true }
      return [
        part.finding(
          isCurve ? .wrongCurve : .wrongAlgorithm,
          "is of the kind \(name), and Linkerd wants ECDSA P-256",
          remedy: "Give the ECDSA P-256 key that belongs to the certificate.")
      ]
    case .p256?, nil: break
    }
    let document = PEMDocument(type: label, derBytes: der)
    guard kind != nil, let key = try? Certificate.PrivateKey(pemDocument: document) else {
      return [
        part.finding(
          .unreadable, "can't be read: its PEM block doesn't hold a whole private key",
          remedy: "Copy the file again, or make the certificates anew.")
      ]
    }
    let owners = owner.certificates.compactMap(\.certificate)
    if owners.isEmpty || owners.contains(where: { $0.publicKey == key.publicKey }) { return [] }
    return [
      part.finding(
        .keyMismatch, "doesn't belong to its certificate: the two come from different runs",
        remedy: "Give the key that was made together with the certificate.")
    ]
  }

  /// The public half of the first readable key of a text; nil where there is none.
  static func publicKey(of key: PrivateKeyPEM?) -> Certificate.PublicKey? {
    key?.withBytes { bytes in
      guard bytes.count <= PEMText.largestSize else { return nil }
      let blocks = PEMText(forgiving: bytes).blocks.prefix(PEMText.mostBlocks)
      return blocks.lazy.compactMap { block in
        guard let der = block.der, block.label.hasSuffix("PRIVATE KEY") else { return nil }
        return try? Certificate.PrivateKey(
          pemDocument: PEMDocument(type: block.label, derBytes: der)
        ).publicKey
      }.first
    }
  }

  /// Whether a block holds a key that wants a passphrase.
  static func isEncrypted(_ block: PEMText.Block) -> Bool {
    block.label == "ENCRYPTED PRIVATE KEY" || block.headers.contains { $0.contains("ENCRYPTED") }
  }

  private static func sameFamily(_ left: KeyKind, _ right: KeyKind) -> Bool {
    if case .rsa = left, case .rsa = right { return true }
    return left == right
  }
}
