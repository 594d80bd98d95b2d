extension Plan {
  /// The plan for people: numbered items with purposes and commands, and the digest.
  package var text: String {
    var lines = [
      "Linkerd \(charts.described.appVersion.isEmpty ? charts.described.version : charts.described.appVersion)"
        + " on \(cluster.context), \(cluster.server)",
      "Nothing has been changed. \(items.count) items, in this order:",
    ]
    for (position, item) in items.enumerated() {
      lines += ["", "\(position + 1). \(item.purpose)", "   \(item.explanation)", ""]
      lines += item.detailLines.map { $0.isEmpty ? "" : "   " + $0 }
    }
    lines += ["", "Digest: \(digest)"]
    return lines.map(Self.harmless).joined(separator: "\n") + "\n"
  }

  /// The plan for programs: `{"digest": …, "plan": …}`, readable, keys sorted.
  package var json: String {
    CanonicalJSON.object(["digest": .string(digest), "plan": canonicalValue]).prettyText + "\n"
  }

  /// A line whose control characters can't do anything to a terminal, nor end a comment.
  static func harmless(_ line: String) -> String {
    guard hasControlCharacters(line) else { return line }
    let scalars = line.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? "\u{fffd}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
