package import Planning

/// Says in plain words why a program did not do what it was asked.
package enum ToolDiagnosis {
  /// Reads one kind of failure; nil where it is another.
  typealias Reader = @Sendable (ToolText) -> Problem?

  /// The problem behind a failure.
  ///
  /// The code is stable; the sentence names the object that the tool named. Where nothing is known
  /// the code is `tool-failed` and the sentence quotes the tool's last meaningful line.
  package static func explain(_ failure: ToolFailure) -> Problem {
    let text = ToolText(failure)
    for reader in text.isMaker ? endings + makers : readers {
      if let problem = reader(text) { return problem }
    }
    return lastResort(text)
  }

  /// All readers; the first that knows the failure speaks, so the more special ones come first.
  private static let readers: [Reader] =
    endings + makers + registry + repository + kubeconfig + credentials + admission + connection
    + rights
    + ownership
    + releases + values + charts + objects + waiting + usage

  private static func lastResort(_ text: ToolText) -> Problem {
    let line = text.lastLine
    let status: String
    switch text.failure.ending {
    case .exited(let code): status = "with exit status \(code)"
    case .signalled(let signal): status = "by signal \(signal)"
    default: status = "early"
    }
    if text.isMaker {
      return Problem(
        "tool-failed",
        "\(text.tool) ended \(status)"
          + (line.isEmpty ? " and said nothing." : " and said\(text.asSaid)"),
        remedy: "Mend what it names, or choose \"Built in\" as the source.")
    }
    return Problem(
      "tool-failed",
      "\(text.tool) ended \(status)"
        + (line.isEmpty ? " and said nothing." : " and said\(text.asSaid)"),
      remedy: "Read its full output above, mend what it names, and retry this step.")
  }
}
