extension Command {
  /// The command in one line of at most so many characters, for lists: without the context, paths
  /// cut to their last part, `…` at the end where something is missing.
  package func previewLine(width: Int) -> String {
    var words = [tool.name.rawValue]
    var skipsNext = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if Self.targetFlags.contains(argument) {
        skipsNext = true
      } else {
        words.append(Self.shortened(argument))
      }
    }
    if input != nil { words.append("…") }
    return Self.cut(words.joined(separator: " "), to: width)
  }

  /// The command as it can be pasted into a POSIX shell, without its standard input.
  package var shellLine: String {
    let settings = environment.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(ShellQuoting.quote($0.value))" }
    return (settings + [ShellQuoting.join([tool.path] + arguments)]).joined(separator: " ")
  }

  /// The arguments in groups that belong on a line: a flag with its value, words without a flag.
  package var argumentGroups: [[String]] {
    var groups: [[String]] = []
    for argument in arguments {
      guard let last = groups.last else {
        groups.append([argument])
        continue
      }
      let takesValue = Self.flagsWithValue.contains(last[0])
      let isFlag = argument.hasPrefix("-") && argument != "-"
      if takesValue ? last.count == 1 : !isFlag {
        groups[groups.count - 1].append(argument)
      } else {
        groups.append([argument])
      }
    }
    return groups
  }

  /// Flags that say which cluster is meant.
  static let targetFlags: Set<String> = ["--context", "--kube-context", "--kubeconfig"]

  private static let flagsWithValue: Set<String> = targetFlags.union([
    "--namespace", "--set", "--set-file", "--values", "--timeout", "-f", "--not-before",
    "--not-after", "--profile", "--ca", "--ca-key", "--pull", "--network", "--user", "--mount",
    "--workdir",
    "--env", "--userns", "--security-opt", "--entrypoint",
  ])

  private static func shortened(_ argument: String) -> String {
    if argument.hasPrefix("/") { return "…/" + PathText.lastComponent(argument) }
    guard let equals = argument.firstIndex(of: "=") else { return argument }
    let value = argument[argument.index(after: equals)...]
    guard value.hasPrefix("/") else { return argument }
    return argument[...equals] + "…/" + PathText.lastComponent(String(value))
  }

  static func cut(_ text: String, to width: Int) -> String {
    if text.count <= width { return text }
    return width > 0 ? text.prefix(width - 1) + "…" : ""
  }
}
