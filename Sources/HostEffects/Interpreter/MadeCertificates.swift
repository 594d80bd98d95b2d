package import Wizard

/// Keys and certificates that are only in memory yet. It can't be printed.
package struct MadeCertificates: Sendable, CustomStringConvertible, CustomReflectable {
  /// The files' names in the plan's directory with their content, in the order of writing.
  package var files: [(name: String, bytes: [UInt8])]
  /// What may be told about the certificates.
  package var notes: [CertificateNote]

  /// Holds what was made.
  package init(files: [(name: String, bytes: [UInt8])], notes: [CertificateNote]) {
    self.files = files
    self.notes = notes
  }

  /// Never the content.
  package var description: String { "‹hidden›" }

  /// Never the content.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
