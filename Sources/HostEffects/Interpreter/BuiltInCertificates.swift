import MeshCertificates
package import Planning
package import Wizard

/// The certificates that this program makes itself.
package enum BuiltInCertificates {
  /// Makes the trust anchor and the issuer by their recipe and writes them into its directory.
  ///
  /// Gives back what may be told about them. Throws `Problem`; then nothing of them is left.
  package static func write(_ plan: CertificatePlan) throws -> [CertificateNote] {
    do {
      let set = try CertificateMaker.make(plan)
      try CertificateWriter.write(set, plan)
      return [
        note(CertificatePlan.anchorCertificateFile, set.anchorSummary, plan),
        note(CertificatePlan.issuerCertificateFile, set.issuerSummary, plan),
      ]
    } catch { throw error.problem }
  }

  private static func note(
    _ file: String, _ summary: CertificateSummary, _ plan: CertificatePlan
  ) -> CertificateNote {
    CertificateNote(
      path: plan.path(of: file), name: summary.subject, notAfter: summary.notAfter,
      fingerprint: summary.fingerprint)
  }
}
