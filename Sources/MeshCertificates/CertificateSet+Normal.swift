import Crypto
import Planning
import SwiftASN1
import X509

extension CertificateSet {
  /// The texts in their normal form; one that can't be brought into it stays as it is, so that the
  /// judge can say what is the matter with it.
  static func normalised(_ files: CertificateFiles) -> CertificateFiles {
    var normal = files
    let anchors = certificates(of: files.anchorCertificate)
    if let anchors { normal.anchorCertificate = text(anchors) }
    if let issuers = certificates(of: files.issuerCertificate) {
      normal.issuerCertificate = text(
        ordered(issuers, key: files.issuerKey, anchors: anchors ?? []))
    }
    normal.issuerKey = files.issuerKey.map(key)
    normal.anchorKey = files.anchorKey.map(key)
    return normal
  }

  /// The certificates of a text in DER, once each; nil where one of them is damaged or there is none.
  private static func certificates(of text: [UInt8]?) -> [[UInt8]]? {
    guard let text, text.count <= PEMText.largestSize else { return nil }
    let pem = PEMText(forgiving: text)
    let blocks = pem.blocks.filter { ["CERTIFICATE", "X509 CERTIFICATE"].contains($0.label) }
    guard !pem.isCutShort, !blocks.isEmpty, pem.blocks.count <= PEMText.mostBlocks else {
      return nil
    }
    var seen: Set<[UInt8]> = []
    var certificates: [[UInt8]] = []
    for block in blocks {
      guard let der = block.der else { return nil }
      if seen.insert(der).inserted { certificates.append(der) }
    }
    return certificates
  }

  /// The issuer and what is between it and its anchor; all of them where there is no way up.
  private static func ordered(
    _ issuers: [[UInt8]], key: PrivateKeyPEM?, anchors: [[UInt8]]
  ) -> [[UInt8]] {
    let chain = IssuerChain(
      file: CertificateJudge.read(text(issuers), as: .issuer), key: key,
      anchors: CertificateJudge.read(text(anchors), as: .anchor))
    guard let issuer = chain.issuer else { return issuers }
    let rest = chain.signers.isEmpty ? chain.others : chain.path
    return [issuer.der] + rest.map(\.der)
  }

  private static func text(_ certificates: [[UInt8]]) -> [UInt8] {
    certificates.flatMap { Array(PEMText.block("CERTIFICATE", der: $0).utf8) }
  }

  /// One block: `EC PRIVATE KEY` for P-256, the block as it was for other kinds.
  private static func key(_ key: PrivateKeyPEM) -> PrivateKeyPEM {
    key.withBytes { bytes in
      guard bytes.count <= PEMText.largestSize else { return key }
      let pem = PEMText(forgiving: bytes)
      let all = pem.blocks.filter { $0.label.hasSuffix("PRIVATE KEY") }
      let blocks = all.allSatisfy { $0.der == all.first?.der } ? Array(all.prefix(1)) : all
      guard !pem.isCutShort, blocks.count == 1, let block = blocks.first, let der = block.der,
        block.headers.isEmpty, block.label != "ENCRYPTED PRIVATE KEY"
      else { return key }
      let text = PEMText.block(block.label, der: der)
      if KeyKind.ofPrivateKey(label: block.label, der: der) == .p256,
        let read = try? P256.Signing.PrivateKey(pemRepresentation: text),
        let pem = try? ECPrivateKeyText(key: read).pem()
      {
        return pem
      }
      return PrivateKeyPEM(bytes: Array(text.utf8))
    }
  }
}
