import Planning
import X509

extension CertificateMaker {
  /// Reads a set back from its texts and compares it with the recipe, field by field.
  static func prove(
    _ set: MeshCertificateSet, _ plan: CertificatePlan
  ) throws(CertificateFailure) {
    let files = CertificateFiles(set)
    let judgement = CertificateJudge.judge(files, at: plan.notBefore)
    if let finding = judgement.findings.first(where: {
      $0.kind != .endsSoon && $0.kind != .justBegun
    }) {
      throw notProven(finding.code)
    }
    let anchors = CertificateJudge.read(files.anchorCertificate, as: .anchor).certificates
    let issuers = CertificateJudge.read(files.issuerCertificate, as: .issuer).certificates
    guard anchors.count == 1, issuers.count == 1, let anchor = anchors.first?.certificate,
      let issuer = issuers.first?.certificate, anchors.first?.kind == .p256,
      CertificateJudge.isSigner(anchor, of: anchor)
    else { throw notProven("the anchor isn't signed by itself") }
    let anchorEnds = (plan.notBefore, plan.anchorNotAfter)
    let issuerEnds = (plan.notBefore, plan.issuerNotAfter)
    guard lives(anchor) == anchorEnds, lives(issuer) == issuerEnds else {
      throw notProven("their dates differ from the plan's")
    }
    guard judgement.anchors == [set.anchorSummary], judgement.issuer == set.issuerSummary,
      set.anchorSummary.subject == plan.anchorName, set.issuerSummary.subject == plan.issuerName
    else { throw notProven("their names or serial numbers differ") }
    let root = try constraints(of: anchor)
    let intermediate = try constraints(of: issuer)
    guard root.length == 1, intermediate.length == 0, root.signer == nil, root.own != nil,
      intermediate.signer == root.own, intermediate.own != nil
    else { throw notProven("their extensions differ from the recipe's") }
  }

  private static func lives(_ certificate: Certificate) -> (Instant, Instant) {
    (Instant(certificate.notValidBefore), Instant(certificate.notValidAfter))
  }

  private struct Constraints {
    var length: Int?
    var own: [UInt8]?
    var signer: [UInt8]?
  }

  private static func constraints(
    of certificate: Certificate
  ) throws(CertificateFailure) -> Constraints {
    do {
      let extensions = certificate.extensions
      var constraints = Constraints()
      if case .isCertificateAuthority(let length)? = try extensions.basicConstraints {
        constraints.length = length
      }
      constraints.own = try extensions.subjectKeyIdentifier.map { Array($0.keyIdentifier) }
      let signer = try extensions.authorityKeyIdentifier
      constraints.signer = signer.flatMap { $0.keyIdentifier.map(Array.init) }
      return constraints
    } catch {
      throw notProven("their extensions can't be read back")
    }
  }
}
