extension Command {
  /// The command in one line of at most so many characters, for lists: without the context, paths
  /// cut to their last part, `…` where something is missing.
  package func previewLine(width: Int) -> String { "" }

  /// The command as it can be pasted into a POSIX shell, without its standard input.
  package var shellLine: String { "" }
}

extension PlanItem {
  /// What it does in one line of at most so many characters, for lists.
  package func previewLine(width: Int, paths: HostPaths) -> String { "" }

  /// Everything about it, line by line: purpose, explanation, the exact command, its input, files.
  package var fullText: String { "" }
}
