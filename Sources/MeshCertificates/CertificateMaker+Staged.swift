package import Planning
import SwiftASN1
import X509

extension CertificateMaker {
  /// Takes what another program has made by a recipe, once it is proven to be what was asked for.
  ///
  /// Names, moments, keys and extensions have to be those of the recipe; keys are brought into the
  /// form that the wizard writes. Throws `made-other-certificates` otherwise.
  package static func accept(
    _ files: CertificateFiles, _ plan: CertificatePlan
  ) throws(CertificateFailure) -> MeshCertificateSet {
    let missing = CertificatePlan.files.filter { !files.present.contains($0) }
    guard missing.isEmpty else {
      throw other("\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing")
    }
    let normal = CertificateSet.normalised(files)
    let judgement = CertificateJudge.judge(normal, at: plan.notBefore.adding(seconds: 1))
    let refusal = judgement.findings.first { $0.severity == .error }
    if let refusal { throw other(refusal.sentence.withoutFullStop) }
    let wanted = [
      (judgement.anchors.first, plan.anchorName, plan.anchorNotAfter, "the trust anchor"),
      (judgement.issuer, plan.issuerName, plan.issuerNotAfter, "the issuer"),
    ]
    for (summary, name, end, what) in wanted {
      guard let summary else { throw other("\(what) can't be read") }
      if summary.algorithm != KeyKind.p256.name {
        throw other("\(what) has a key of the kind \(summary.algorithm)")
      }
      if summary.subject != name { throw other("\(what) is called \(summary.subject)") }
      if summary.notAfter != end || summary.notBefore != plan.notBefore {
        throw other(
          "\(what) is valid from \(summary.notBefore.iso8601) until \(summary.notAfter.iso8601)")
      }
    }
    for (text, part, length, what) in [
      (normal.anchorCertificate, CertificateFinding.Part.anchor, 1, "the trust anchor"),
      (normal.issuerCertificate, .issuer, 0, "the issuer"),
    ] {
      if let strange = strangeness(of: text, part, pathLength: length) {
        throw other("\(what) \(strange)")
      }
    }
    do {
      return try complete(plan, found: normal)
    } catch {
      throw other("its extensions are others than those of the recipe")
    }
  }

  /// What an extension has that the recipe's hasn't; nil where nothing.
  private static func strangeness(
    of text: [UInt8]?, _ part: CertificateFinding.Part, pathLength: Int
  ) -> String? {
    let certificates = CertificateJudge.read(text, as: part).certificates
    guard certificates.count == 1, let extensions = certificates.first?.certificate?.extensions
    else { return "doesn't stand alone in its file" }
    if extensions.contains(where: { $0.oid == .X509ExtensionID.extendedKeyUsage }) {
      return "has an extended key usage"
    }
    guard case .isCertificateAuthority(pathLength)? = try? extensions.basicConstraints else {
      return "has another path length than \(pathLength)"
    }
    return nil
  }

  private static func other(_ reason: String) -> CertificateFailure {
    CertificateFailure(
      .madeOther, "step has made other certificates than it was asked for: \(reason).",
      remedy: "Use a newer step, or choose \"Built in\" as the source.")
  }
}

extension String {
  /// The sentence without the full stop at its end.
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
