package import Planning
import X509

/// A webhook's certificate, judged as the API server and `linkerd check` judge it.
package struct WebhookCertificate: Equatable, Sendable {
  /// The certificate; nil where it can't be read.
  package var certificate: CertificateSummary?
  /// Why the API server would not take it, in a whole sentence; nil where it would.
  package var problem: String?

  /// Judges the certificate of a service of that name against the bundle that the API server trusts;
  /// any bytes give an answer. Its own life is not judged.
  package init(_ certificate: [UInt8], under bundle: [UInt8], name: String, at now: Instant) {
    let read = CertificateJudge.read(certificate, as: .issuer)
    let anchors = CertificateJudge.read(bundle, as: .anchor)
    self.certificate = read.certificates.first?.summary
    problem = Self.problem(read, anchors, name: name, at: now)
  }

  private static func problem(
    _ read: ReadCertificates, _ anchors: ReadCertificates, name: String, at now: Instant
  ) -> String? {
    guard let own = read.certificates.first, let certificate = own.certificate else {
      return "The webhook's certificate can't be read."
    }
    guard !anchors.certificates.isEmpty else { return "The webhook's caBundle can't be read." }
    let ended = anchors.certificates.compactMap(\.summary).first {
      $0.notAfter < now || now < $0.notBefore
    }
    if let ended {
      return "The webhook's caBundle isn't within its validity period: "
        + "\(ended.notBefore.iso8601) to \(ended.notAfter.iso8601)."
    }
    let others = Array(read.certificates.dropFirst())
    let signers =
      anchors.certificates.contains { $0.der == own.der }
      || isSigned(certificate, by: anchors.certificates, through: others)
    guard signers else { return "The webhook's certificate is not signed by its caBundle." }
    let names = (try? certificate.extensions.subjectAlternativeNames) ?? nil
    let isNamed = names?.contains { if case .dnsName(name) = $0 { true } else { false } } ?? false
    return isNamed ? nil : "The webhook's certificate is not made out to \(name)."
  }

  private static func isSigned(
    _ certificate: Certificate, by anchors: [ReadCertificate], through others: [ReadCertificate]
  ) -> Bool {
    var top = certificate
    for _ in 0...others.count {
      if anchors.contains(where: { isSigner($0, of: top) }) { return true }
      guard let next = others.first(where: { isSigner($0, of: top) })?.certificate else {
        return false
      }
      top = next
    }
    return false
  }

  private static func isSigner(_ read: ReadCertificate, of certificate: Certificate) -> Bool {
    read.certificate.map { CertificateJudge.isSigner($0, of: certificate) } ?? false
  }
}
