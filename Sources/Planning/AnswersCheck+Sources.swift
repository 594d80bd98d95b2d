extension AnswersCheck {
  /// What is wrong with an answer that only some sources of certificates ask for.
  static func sourceProblems(_ field: FieldID, _ answers: CertificateAnswers) -> [Problem] {
    guard answers.asks(field) else { return [] }
    switch field {
    case .stepImage: return imageProblems(answers.image)
    case .givenDirectory: return pathProblems(answers.from, what: "The directory of your files")
    case .givenAnchor: return pathProblems(answers.anchor, what: "The trust anchor's file")
    case .givenAnchorKey: return pathProblems(answers.anchorKey, what: "The trust anchor's key")
    case .givenIssuer: return pathProblems(answers.issuer, what: "The issuer's file")
    case .givenIssuerKey: return pathProblems(answers.issuerKey, what: "The issuer's key")
    default: return []
    }
  }

  private static func imageProblems(_ image: String) -> [Problem] {
    guard !ImageName.isOne(image) else { return [] }
    return [
      Problem(
        "image-invalid", "\(quoted(image)) is no container image.",
        remedy: "Write docker.io/smallstep/step-cli, or where you keep it, with a tag if need be.")
    ]
  }
}

/// The name of a container image, as engines read it (github.com/distribution/reference).
enum ImageName {
  /// Whether an engine takes it for an image: `[HOST/]PATH[:TAG][@DIGEST]`.
  static func isOne(_ text: String) -> Bool {
    guard text.utf8.count <= 255 else { return false }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || isDigest(parts[1]) else { return false }
    var path = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard let last = path.popLast() else { return false }
    let end = last.split(separator: ":", omittingEmptySubsequences: false)
    guard end.count <= 2, end.count == 1 || isTag(end[1]) else { return false }
    if let first = path.first, isHost(first) { path.removeFirst() }
    return (path + [end[0]]).allSatisfy(isPathComponent)
  }

  /// What stands before the first slash is a host where it could be no part of a path, too.
  private static func isHost(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isNumber = { (text: Substring) in !text.isEmpty && text.utf8.allSatisfy { $0.isDigit } }
    return parts.count <= 2 && (parts.count == 1 || isNumber(parts[1]))
      && isWord(parts[0], between: [".", "-"], capitals: true)
  }

  private static func isPathComponent(_ text: Substring) -> Bool {
    isWord(text, between: [".", "_", "-"], capitals: false) && !text.contains("..")
  }

  private static func isTag(_ text: Substring) -> Bool {
    text.utf8.count <= 128
      && text.utf8.first.map { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
        == true
      && text.unicodeScalars.allSatisfy {
        UInt8(exactly: $0.value)?.isLetterOrDigit == true || "._-".unicodeScalars.contains($0)
      }
  }

  private static func isDigest(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && isWord(parts[0], between: ["+", ".", "_", "-"], capitals: true)
      && parts[1].count >= 32 && parts[1].allSatisfy(\.isHexDigit)
  }

  /// Letters and digits at both ends, and those signs between them.
  private static func isWord(
    _ text: Substring, between signs: Set<Unicode.Scalar>, capitals: Bool
  ) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      byte.isLetterOrDigit && (capitals || !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte))
    }
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return isPlain(first) && isPlain(last)
      && text.unicodeScalars.allSatisfy {
        UInt8(exactly: $0.value).map(isPlain) == true || signs.contains($0)
      }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  fileprivate var isLetterOrDigit: Bool {
    isDigit || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self
      || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
  }
}

extension CertificateAnswers {
  /// Whether that question about certificates is one, with this source.
  package func asks(_ field: FieldID) -> Bool {
    switch field {
    case .stepImage: source == .stepInDocker
    case .givenDirectory, .givenAnchor: source.isGiven
    case .givenAnchorKey: source == .existingRoot
    case .givenIssuer, .givenIssuerKey: source == .files
    case .anchorValidity: !source.isGiven
    case .issuerValidity: source != .files
    default: true
    }
  }
}
