package import Diagnosis
package import Planning

/// What the interpreter leaves to the modules that know better: the words, the script, the keys.
package struct HostCraft: Sendable {
  /// Says what a tool's failure means and what to do.
  package var explain: @Sendable (ToolFailure) -> Problem
  /// The digest of a plan, lowercase hex.
  package var digest: @Sendable (Plan) -> String
  /// The plan as a shell script.
  package var script: @Sendable (Plan) -> String
  /// The text of an answers file.
  package var answersText: @Sendable (Answers) -> String
  /// Makes keys and certificates, in memory. Throws `Problem`.
  package var makeCertificates: @Sendable (CertificatePlan) throws -> MadeCertificates

  /// Brings the crafts together.
  package init(
    explain: @escaping @Sendable (ToolFailure) -> Problem,
    digest: @escaping @Sendable (Plan) -> String,
    script: @escaping @Sendable (Plan) -> String,
    answersText: @escaping @Sendable (Answers) -> String,
    makeCertificates: @escaping @Sendable (CertificatePlan) throws -> MadeCertificates
  ) {
    self.explain = explain
    self.digest = digest
    self.script = script
    self.answersText = answersText
    self.makeCertificates = makeCertificates
  }
}

/// Keys and certificates that are only in memory yet. It can't be printed.
package struct MadeCertificates: Sendable, CustomStringConvertible, CustomReflectable {
  /// The files' names in the plan's directory with their content, in the order of writing.
  package var files: [(name: String, bytes: [UInt8])]
  /// What may be told about the certificates.
  package var notes: [CertificateFacts]

  /// The public facts of one certificate.
  package struct CertificateFacts: Equatable, Sendable {
    /// The file's name in the directory.
    package var file: String
    /// The common name.
    package var name: String
    /// When it ends.
    package var notAfter: Instant
    /// SHA-256 of the certificate, lowercase hex.
    package var fingerprint: String

    /// Names the facts.
    package init(file: String, name: String, notAfter: Instant, fingerprint: String) {
      self.file = file
      self.name = name
      self.notAfter = notAfter
      self.fingerprint = fingerprint
    }
  }

  /// Holds what was made.
  package init(files: [(name: String, bytes: [UInt8])], notes: [CertificateFacts]) {
    self.files = files
    self.notes = notes
  }

  package var description: String { "‹hidden›" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
