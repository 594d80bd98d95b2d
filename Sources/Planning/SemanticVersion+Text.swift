extension SemanticVersion: Comparable {
  /// Reads a version as tools print it: `v1.33.2`, `2026.8.3`, `v1.30.3+k3s1`, `1.31`.
  ///
  /// Build metadata is dropped, missing numbers are 0; nil where the text is no version.
  package static func parse(_ text: String) -> SemanticVersion? {
    var rest = text[...]
    if rest.first == "v" || rest.first == "V" { rest = rest.dropFirst() }
    if let plus = rest.firstIndex(of: "+") {
      guard areIdentifiers(rest[rest.index(after: plus)...]) || rest.last == "+" else { return nil }
      rest = rest[..<plus]
    }
    var prerelease = ""
    if let hyphen = rest.firstIndex(of: "-") {
      prerelease = String(rest[rest.index(after: hyphen)...])
      guard areIdentifiers(prerelease[...]), !hasLeadingZero(prerelease) else { return nil }
      rest = rest[..<hyphen]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var numbers = [0, 0, 0]
    for (position, part) in parts.enumerated() {
      guard part.allSatisfy({ $0.isASCII && $0.isWholeNumber }), let number = Int(part) else {
        return nil
      }
      numbers[position] = number
    }
    return SemanticVersion(numbers[0], numbers[1], numbers[2], prerelease: prerelease)
  }

  /// The version without a `v`, such as `1.33.2` or `1.31.0-0`.
  package var text: String {
    "\(major).\(minor).\(patch)" + (prerelease.isEmpty ? "" : "-" + prerelease)
  }

  /// The first two numbers, such as `1.33`.
  package var minorText: String { "\(major).\(minor)" }

  /// SemVer's precedence (semver.org, 11): a pre-release comes before its release.
  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let leftNumbers = (left.major, left.minor, left.patch)
    let rightNumbers = (right.major, right.minor, right.patch)
    if leftNumbers != rightNumbers { return leftNumbers < rightNumbers }
    if left.prerelease == right.prerelease { return false }
    if left.prerelease.isEmpty || right.prerelease.isEmpty { return right.prerelease.isEmpty }
    return precedes(left.prerelease, right.prerelease)
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    let lefts = left.split(separator: ".")
    let rights = right.split(separator: ".")
    for (one, other) in zip(lefts, rights) where one != other {
      switch (Int(one), Int(other)) {
      case (let number?, let otherNumber?): return number < otherNumber
      case (.some, nil): return true
      case (nil, .some): return false
      case (nil, nil): return one < other
      }
    }
    return lefts.count < rights.count
  }

  private static func areIdentifiers(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isWholeNumber || $0 == "-") }
    }
  }

  private static func hasLeadingZero(_ text: String) -> Bool {
    text.split(separator: ".").contains { part in
      part.count > 1 && part.first == "0" && part.allSatisfy(\.isWholeNumber)
    }
  }
}
