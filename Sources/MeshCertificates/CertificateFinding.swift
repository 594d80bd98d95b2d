package import Planning

/// Something about a set of certificates that Linkerd would refuse, or that wants care.
package struct CertificateFinding: Equatable, Sendable {
  /// The text of the set that it is about.
  package enum Part: String, CaseIterable, Sendable {
    case anchor
    case anchorKey = "anchor-key"
    case issuer
    case issuerKey = "issuer-key"
  }

  /// What is the matter, whichever part it is the matter with.
  package enum Kind: String, CaseIterable, Sendable {
    case missing
    case tooLarge = "too-large"
    case notPEM = "not-pem"
    /// A PEM block of another kind stands where a certificate is expected.
    case notACertificate = "not-a-certificate"
    /// A PEM block of another kind stands where a key is expected.
    case notAKey = "not-a-key"
    /// The block's mark is right, and what it holds can't be read.
    case unreadable
    case severalBlocks = "several-blocks"
    case trailingText = "trailing-text"
    case wrongAlgorithm = "wrong-algorithm"
    case wrongCurve = "wrong-curve"
    case wrongSignature = "wrong-signature"
    case notACA = "not-a-ca"
    case pathLength = "path-length"
    case keyUsage = "key-usage"
    case extendedKeyUsage = "extended-key-usage"
    case criticalExtension = "critical-extension"
    case keyMismatch = "mismatch"
    case chain
    case expired
    case notYetValid = "not-yet-valid"
    case endsSoon = "ends-soon"
    case outlivesAnchor = "outlives-anchor"
    case encrypted
    case ecParameters = "ec-parameters"
  }

  /// The file that it is about.
  package var part: Part
  /// What was found.
  package var kind: Kind
  /// Whether it stands in the way.
  package var severity: Problem.Severity
  /// What is wrong and why, in a whole sentence; never holds anything of a key.
  package var sentence: String
  /// What to do about it, in a whole sentence.
  package var remedy: String

  /// A stable name in kebab-case: the part and the kind, such as `issuer-outlives-anchor`.
  package var code: String { "\(part.rawValue)-\(kind.rawValue)" }

  /// The same as a problem that screens and reports can show.
  package var problem: Problem {
    Problem(code, severity: severity, sentence, remedy: remedy)
  }
}

extension CertificateFinding.Part {
  /// How sentences call it, at their beginning.
  var name: String {
    switch self {
    case .anchor: "The trust anchor"
    case .anchorKey: "The trust anchor's key"
    case .issuer: "The issuer certificate"
    case .issuerKey: "The issuer's key"
    }
  }

  var isKey: Bool { self == .anchorKey || self == .issuerKey }

  func finding(
    _ kind: CertificateFinding.Kind, severity: Problem.Severity = .error, _ predicate: String,
    remedy: String
  ) -> CertificateFinding {
    CertificateFinding(
      part: self, kind: kind, severity: severity, sentence: "\(name) \(predicate).",
      remedy: remedy)
  }
}
