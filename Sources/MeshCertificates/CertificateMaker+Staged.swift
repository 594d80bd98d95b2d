package import Planning

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
      if summary.subject != name { throw other("\(what) is called \(summary.subject)") }
      if summary.notAfter != end || summary.notBefore != plan.notBefore {
        throw other(
          "\(what) is valid from \(summary.notBefore.iso8601) until \(summary.notAfter.iso8601)")
      }
    }
    do {
      return try complete(plan, found: normal)
    } catch {
      throw other("its extensions are others than those of the recipe")
    }
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
