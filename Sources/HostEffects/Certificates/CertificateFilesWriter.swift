import MeshCertificates
package import Planning
package import Wizard

/// Writes certificates where the plan says, whatever their origin.
package enum CertificateFilesWriter {
  /// Makes keys and certificates by a recipe, or takes a person's, and writes the files.
  ///
  /// Gives back what may be told about them. Throws `Problem`; then none of the files of this call
  /// is left, and nothing that was there before was touched. What other programs make is written by
  /// `write(_:_:)`.
  package static func write(
    _ recipe: CertificatePlan, at now: Instant
  ) throws(Problem) -> [CertificateNote] {
    do {
      switch recipe.origin {
      case .builtIn, .made:
        return try write(try CertificateMaker.make(recipe), recipe)
      case .files, .existingRoot:
        return try GivenSet.write(recipe, at: now).map {
          note($0.summary, recipe.path(of: $0.file))
        }
      }
    } catch {
      throw error.problem
    }
  }

  /// Writes a set that was made, by whomever.
  static func write(
    _ made: MeshCertificateSet, _ recipe: CertificatePlan
  ) throws(CertificateFailure) -> [CertificateNote] {
    try CertificateWriter.write(made, recipe)
    return [
      note(made.anchorSummary, recipe.path(of: CertificatePlan.anchorCertificateFile)),
      note(made.issuerSummary, recipe.path(of: CertificatePlan.issuerCertificateFile)),
    ]
  }

  private static func note(_ summary: CertificateSummary, _ path: String) -> CertificateNote {
    CertificateNote(
      path: path, name: summary.subject, notAfter: summary.notAfter,
      fingerprint: summary.fingerprint)
  }
}
