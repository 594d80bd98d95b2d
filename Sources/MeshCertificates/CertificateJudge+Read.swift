import SwiftASN1
import X509

extension CertificateJudge {
  /// Takes a text apart into certificates.
  static func read(_ text: [UInt8]?, as part: CertificateFinding.Part) -> ReadCertificates {
    let (pem, refusal) = blocks(of: text, as: part)
    var read = ReadCertificates(findings: refusal.map { [$0] } ?? [])
    guard let pem else { return read }
    for block in pem.blocks {
      switch certificate(in: block, as: part) {
      case .success(let certificate): read.certificates.append(certificate)
      case .failure(let refusal): read.findings.append(refusal.finding)
      }
    }
    if part == .issuer, pem.blocks.count > 1 {
      read.findings.append(severalBlocks(part, count: pem.blocks.count))
    }
    if pem.hasTrailingText {
      read.findings.append(
        part.finding(
          .trailingText, "is followed by text that is no certificate, which Linkerd refuses",
          remedy: "Remove everything behind the last END CERTIFICATE line."))
    }
    return read
  }

  /// The PEM blocks of a text, or why there are none.
  static func blocks(
    of text: [UInt8]?, as part: CertificateFinding.Part
  ) -> (PEMText?, CertificateFinding?) {
    guard let text else {
      return (
        nil,
        part.finding(
          .missing, "isn't there",
          remedy: "Give the file, or let the wizard make new certificates in another directory.")
      )
    }
    guard text.count <= PEMText.largestSize else {
      return (
        nil,
        part.finding(
          .tooLarge, "is larger than one MiB, which no PEM file of this kind is",
          remedy: "Check that the right file was named.")
      )
    }
    let pem = PEMText(text)
    if pem.isCutShort || pem.blocks.isEmpty {
      let what =
        pem.isCutShort
        ? "is cut short: a PEM block begins and doesn't end"
        : "isn't PEM text: no line begins with -----BEGIN"
      return (
        nil,
        part.finding(
          .notPEM, what, remedy: "Copy the file again, whole; convert DER with openssl first.")
      )
    }
    return (pem, nil)
  }

  static func severalBlocks(_ part: CertificateFinding.Part, count: Int) -> CertificateFinding {
    part.finding(
      .severalBlocks, "holds \(count) PEM blocks where one is expected",
      remedy: "Keep only the block that belongs there.")
  }

  private struct Refusal: Error {
    var finding: CertificateFinding
  }

  private static func certificate(
    in block: PEMText.Block, as part: CertificateFinding.Part
  ) -> Result<ReadCertificate, Refusal> {
    guard block.label == "CERTIFICATE" else {
      let label = PEMText.shown(block.label)
      return .failure(
        Refusal(
          finding: part.finding(
            .notACertificate, "holds a block of the kind \(label) where a certificate is expected",
            remedy: "Give the file whose block says BEGIN CERTIFICATE.")))
    }
    guard let der = block.der else {
      return .failure(
        Refusal(
          finding: part.finding(
            .notPEM, "is damaged: what stands between its PEM marks isn't base64",
            remedy: "Copy the file again, whole.")))
    }
    let certificate = try? Certificate(derEncoded: der)
    guard let kind = KeyKind.ofCertificate(der: der), certificate != nil || kind != .p256 else {
      return .failure(
        Refusal(
          finding: part.finding(
            .unreadable, "can't be read: its PEM block doesn't hold a whole X.509 certificate",
            remedy: "Copy the file again, or make the certificate anew.")))
    }
    return .success(ReadCertificate(der: der, certificate: certificate, kind: kind))
  }
}

extension PEMText {
  /// A label from outside, fit for a sentence.
  static func shown(_ label: String) -> String {
    let visible = label.unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.prefix(40)
    return String(String.UnicodeScalarView(visible))
  }
}
