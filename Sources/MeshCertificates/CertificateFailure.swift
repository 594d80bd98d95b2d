package import Planning

/// Why certificates could not be made, read or written, and what to do about it.
package struct CertificateFailure: Error, Equatable, Sendable {
  /// What kind of failure it is.
  package enum Code: String, CaseIterable, Sendable {
    /// A name that a certificate can't carry.
    case nameNotUsable = "name-not-usable"
    /// A moment before 1950 or after 9999, or an end that isn't after the beginning.
    case validityNotUsable = "validity-not-usable"
    /// The issuer was asked to outlive its anchor.
    case issuerOutlivesAnchor = "issuer-outlives-anchor"
    /// What was made did not read back as what was asked for; nothing of it is handed out.
    case notProven = "certificates-not-proven"
    /// The files of an interrupted run aren't what the recipe says; they are left as they are.
    case foundDiffers = "certificates-found-differ"
    /// The directory can't be used; nothing was written.
    case directoryNotUsable = "directory-not-usable"
    /// Others than the owner may write in the directory; nothing was written.
    case directoryWritableByOthers = "directory-writable-by-others"
    /// Another process writes in the directory at this moment; nothing was written.
    case directoryBusy = "directory-busy"
    /// One of the files is there already; nothing was written.
    case fileExists = "file-exists"
    /// A file could not be written; what this call had written is removed again.
    case fileNotWritten = "file-not-written"
    /// A file is there and could not be read.
    case fileNotRead = "file-not-read"
    /// A file that the person gave is another than it was when it was looked at.
    case givenChanged = "given-file-changed"
    /// A file that the person gave would be refused by Linkerd.
    case givenRefused = "given-files-refused"
    /// Another program made other certificates than it was asked for; nothing of them is kept.
    case madeOther = "made-other-certificates"
  }

  /// What went wrong, for programs.
  package var code: Code
  /// What happened and why, in a whole sentence; never holds a key.
  package var sentence: String
  /// What to do next, in a whole sentence.
  package var remedy: String
  /// The absolute path of the file or directory that it is about; nil where it is about none.
  package var path: String?

  /// Makes a failure.
  package init(_ code: Code, _ sentence: String, remedy: String, path: String? = nil) {
    self.code = code
    self.sentence = sentence
    self.remedy = remedy
    self.path = path
  }

  /// The same as a problem that screens and reports can show.
  package var problem: Problem {
    Problem(code.rawValue, sentence, remedy: remedy)
  }
}
