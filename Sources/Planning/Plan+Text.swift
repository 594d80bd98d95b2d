extension Plan {
  /// The plan for people: numbered items with purposes and commands, and the digest.
  package var text: String {
    let release = charts.described.appVersion
    var lines = [
      "Linkerd \(release.isEmpty ? charts.described.version : release)"
        + " on \(cluster.context), \(cluster.server)",
      "Nothing has been changed. \(items.count) items, in this order:",
    ]
    for (position, item) in items.enumerated() {
      lines += ["", "\(position + 1). \(item.purpose)"]
      lines += ProseText.wrapped(item.explanation, to: 75).map { "   " + $0 } + [""]
      lines += item.detailLines.map { $0.isEmpty ? "" : "   " + $0 }
    }
    lines += ["", "Digest: \(digest)"]
    return lines.map(harmless).joined(separator: "\n") + "\n"
  }

  /// The plan for programs: `{"digest": …, "plan": …}`, readable, keys sorted.
  package var json: String {
    CanonicalJSON.object(["digest": .string(digest), "plan": canonicalValue]).prettyText + "\n"
  }
}
