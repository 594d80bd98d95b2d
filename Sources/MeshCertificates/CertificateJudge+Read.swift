import Planning
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
    if pem.hasTrailingBlanks { read.findings.append(blankLines(part)) }
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
    if let finding = judgeEncoding(of: text, pem, as: part) { return (nil, finding) }
    if pem.blocks.count > PEMText.mostBlocks {
      return (
        nil,
        part.finding(
          .tooLarge, "is a file of \(pem.blocks.count) PEM blocks, and no mesh has so many anchors",
          remedy: "Check that the right file was named, and keep the blocks that belong there.")
      )
    }
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

  /// What a more forgiving reader would see, and Linkerd doesn't.
  private static func judgeEncoding(
    of text: [UInt8], _ pem: PEMText, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    guard text.first != 0x30, pem.blocks.isEmpty || pem.isCutShort else { return nil }
    let forgiving = PEMText(forgiving: text)
    guard !forgiving.isCutShort, forgiving.blocks.count > (pem.isCutShort ? 0 : pem.blocks.count)
    else { return nil }
    let why =
      if PEMText.isUTF16(text) {
        ("is in UTF-16, as PowerShell writes files, and Linkerd reads ASCII", "Save it as ASCII.")
      } else if PEMText.hasByteOrderMark(text) {
        (
          "begins with a byte order mark, behind which Linkerd doesn't see the PEM block",
          "Save it as ASCII, without a byte order mark."
        )
      } else if text.contains(13) {
        ("has lines that end in CR alone, which Linkerd can't tell apart", "End them in LF.")
      } else {
        ("is indented, and Linkerd sees PEM marks only at the beginning of a line", "Unindent it.")
      }
    return part.finding(.encoding, why.0, remedy: why.1)
  }

  private static func blankLines(_ part: CertificateFinding.Part) -> CertificateFinding {
    part.finding(
      .blankLines, severity: .warning,
      "is followed by blanks or empty lines, which Linkerd refuses; Helm's charts cut them off, "
        + "kubectl doesn't",
      remedy: "Remove everything behind the last END CERTIFICATE line.")
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
