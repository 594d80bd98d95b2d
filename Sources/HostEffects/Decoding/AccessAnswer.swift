/// What `kubectl auth can-i` answers.
enum AccessAnswer: Equatable, Sendable {
  case yes
  case no
  /// The server knows no such kind; what it says about rights to it means nothing.
  case unknownKind
  /// There was no answer.
  case none

  /// Reads the answer: kubectl ends with 1 for a plain "no", and says "yes" for kinds that are not there.
  init(_ output: CollectedOutput) {
    let word = output.outputLines.last ?? ""
    let isUnknown = output.errorLines.contains { $0.contains("doesn't have a resource type") }
    if word.hasPrefix("yes"), output.outcome.succeeded {
      self = isUnknown ? .unknownKind : .yes
    } else if word.hasPrefix("no") {
      self = isUnknown ? .unknownKind : .no
    } else {
      self = .none
    }
  }
}
