package import Planning

extension FileProblem {
  /// The problem in the words that the screens show.
  package var problem: Problem { Problem("file-\(name)", sentence, remedy: remedy) }

  private var name: String {
    switch code {
    case .exists: "exists"
    case .absent: "absent"
    case .denied: "denied"
    case .full: "disk-full"
    case .readOnly: "read-only"
    case .wrongKind: "wrong-kind"
    case .sharedDirectory: "shared-directory"
    case .tooLarge: "too-large"
    case .system: "system"
    }
  }
}
