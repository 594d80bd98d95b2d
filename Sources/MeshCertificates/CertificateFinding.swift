package import Planning

/// Something about a set of certificates that Linkerd would refuse, or that wants care.
package struct CertificateFinding: Equatable, Sendable {
  /// The text of the set that it is about.
  package enum Part: String, CaseIterable, Sendable {
    case anchor
    case anchorKey = "anchor-key"
    case issuer
    /// A certificate behind the issuer's own in its file.
    case intermediate
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
    case blankLines = "blank-lines"
    /// Linkerd doesn't see the blocks: two bytes a character, indented, lines that end in CR.
    case encoding
    /// The certificate that belongs to the key isn't the first of its file.
    case wrongOrder = "wrong-order"
    case wrongAlgorithm = "wrong-algorithm"
    case wrongCurve = "wrong-curve"
    case wrongSignature = "wrong-signature"
    /// A certificate of X.509 version 1, which has no extensions.
    case version
    case notACA = "not-a-ca"
    case pathLength = "path-length"
    case keyUsage = "key-usage"
    case extendedKeyUsage = "extended-key-usage"
    case criticalExtension = "critical-extension"
    case nameConstraints = "name-constraints"
    /// The common name is another than the trust domain would have.
    case name
    case keyMismatch = "mismatch"
    case chain
    case expired
    case notYetValid = "not-yet-valid"
    /// Valid for less time than clocks may differ.
    case justBegun = "just-begun"
    case endsSoon = "ends-soon"
    case outlivesAnchor = "outlives-anchor"
    case encrypted
    case ecParameters = "ec-parameters"
    case readableByOthers = "readable-by-others"
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
    case .intermediate: "A certificate between the issuer and its anchor"
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
