import Glibc
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

  /// Whether the files of a recipe's directory are those that a run has made: the certificates by their
  /// fingerprints, by path, and the keys by belonging to them. Files that are gone don't count.
  static func areOwn(_ recipe: CertificatePlan, made: [String: String]) -> Bool {
    guard let found = try? CertificateDirectory.read(recipe.directory) else { return false }
    let pairs = [
      (CertificatePlan.anchorCertificateFile, found.anchorCertificate, found.anchorKey),
      (CertificatePlan.issuerCertificateFile, found.issuerCertificate, found.issuerKey),
    ]
    return pairs.allSatisfy { name, certificate, key in
      guard let certificate else { return key == nil }
      let fingerprint = CertificateDetails.read(certificate).first?.summary.fingerprint
      guard let fingerprint, made[recipe.path(of: name)] == fingerprint else { return false }
      guard let key else { return true }
      return PrivateKeyDetails.read(key, certificates: certificate)?.belongsTo
        .contains(fingerprint) ?? false
    }
  }

  /// Deletes what a recipe has written, and the directory if nothing else is in it; nothing where the
  /// files aren't those that the run has made.
  static func remove(_ recipe: CertificatePlan, made: [String: String]) -> ItemOutcome {
    guard areOwn(recipe, made: made) else {
      return .failed(
        Problem(
          "certificates-changed",
          "The files in \(recipe.directory) aren't those any more that the run has made. None was "
            + "deleted.", remedy: "Look at them, and delete by hand what nobody needs."), .none)
    }
    for name in recipe.written {
      let path = recipe.path(of: name)
      guard unlink(path) == 0 || errno == ENOENT else {
        return .failed(FileProblem(errno: errno, path).problem, .none)
      }
    }
    // Where something else is in it, it stays.
    rmdir(recipe.directory)
    return .done(.none)
  }

  /// Finishes what an earlier attempt at a recipe has left in its directory.
  ///
  /// Keys that are there stay. nil where there is nothing of it, so that it is to be carried out anew.
  /// Throws `Problem` where the files there aren't of this recipe; they are left as they are.
  static func finish(
    _ recipe: CertificatePlan, at now: Instant
  ) throws(Problem) -> [CertificateNote]? {
    do {
      _ = try CertificateWriter.settle(recipe.directory)
      let found = try CertificateDirectory.read(recipe.directory)
      switch recipe.origin {
      case .builtIn:
        if found.isEmpty { return nil }
        let set = try CertificateMaker.complete(recipe, found: found)
        try CertificateWriter.write(set, recipe, besides: found)
        return notes(of: set, recipe)
      case .made(let making):
        if found.isEmpty { return nil }
        let set = try CertificateMaker.accept(found, recipe)
        // The place where they were made may still hold keys.
        if FileBytes.exists(making.staging) { _ = try StagingDirectory(making.staging).remove() }
        return notes(of: set, recipe)
      case .files, .existingRoot:
        return try GivenSet.finish(recipe, at: now)?.map {
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
    return notes(of: made, recipe)
  }

  private static func notes(
    of made: MeshCertificateSet, _ recipe: CertificatePlan
  ) -> [CertificateNote] {
    [
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
