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

  /// An image's name as engines take it (distribution/reference): no blanks, no capitals before a
  /// tag, and nothing that the engine would read as a flag.
  private static func imageProblems(_ image: String) -> [Problem] {
    let isPlain = image.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "/", ":", "@": true
      default: false
      }
    }
    let begins = image.unicodeScalars.first.map { $0.properties.isAlphabetic || $0.value < 0x3A }
    guard isPlain, begins == true, !image.hasPrefix("-"), !image.hasPrefix("/"),
      !image.hasPrefix("."), !image.hasSuffix("/"), !image.hasSuffix(":")
    else {
      return [
        Problem(
          "image-invalid", "\(quoted(image)) is no container image.",
          remedy:
            "Write docker.io/smallstep/step-cli, or the place where you keep it, with a tag if need be."
        )
      ]
    }
    return []
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
