import MeshCertificates
package import Planning
package import Wizard

/// Makes certificates in this process and writes them where the plan says.
package enum BuiltInCertificates {
  /// Makes keys and certificates by a recipe and writes the four files.
  ///
  /// Gives back what may be told about them. Throws `Problem`; then none of the files of this call
  /// is left, and nothing that was there before was touched.
  package static func write(_ recipe: CertificatePlan) throws(Problem) -> [CertificateNote] {
    do {
      let made = try CertificateMaker.make(recipe)
      try CertificateWriter.write(made, recipe)
      return [
        note(made.anchorSummary, recipe.path(of: CertificatePlan.anchorCertificateFile)),
        note(made.issuerSummary, recipe.path(of: CertificatePlan.issuerCertificateFile)),
      ]
    } catch {
      throw error.problem
    }
  }

  private static func note(_ summary: CertificateSummary, _ path: String) -> CertificateNote {
    CertificateNote(
      path: path, name: summary.subject, notAfter: summary.notAfter,
      fingerprint: summary.fingerprint)
  }
}
