import ArgumentParser
import Planning
import Wizard

extension CertificateSource: ExpressibleByArgument {}

/// The options that say where certificates come from and how long they last.
struct CertificateOptions: ParsableArguments {
  @Option(name: .long, help: "Where they come from; see above.")
  var source = CertificateAnswers().source

  @Option(
    name: .long,
    help: "The container image that holds step; \(CertificateAnswers().image) unless given.")
  var image: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The directory that holds your files; \(CertificateAnswers().from) unless given.",
      valueName: "directory"),
    completion: .directory)
  var from: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Your trust anchor, or a bundle of several, in that directory or elsewhere, if not ca.crt.",
      valueName: "file"),
    completion: .file())
  var anchor: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Your trust anchor's key, if not ca.key.", valueName: "file"),
    completion: .file())
  var anchorKey: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Your issuer, if not issuer.crt.", valueName: "file"),
    completion: .file())
  var issuer: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Your issuer's key, if not issuer.key.", valueName: "file"),
    completion: .file())
  var issuerKey: String?

  @Option(name: .long, help: "Where the files go; made if it is absent.")
  var directory = CertificateAnswers().directory

  @Option(name: .long, help: "The mesh's trust domain.")
  var trustDomain = CertificateAnswers().trustDomain

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the trust anchor is valid; \(CertificateAnswers().anchorValidity) unless given.",
      valueName: "length"))
  var anchorValidity: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the issuer is valid, at most as long as the anchor; "
        + "\(CertificateAnswers().issuerValidity) unless given.",
      valueName: "length"))
  var issuerValidity: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "From when they are valid; five minutes ago unless given.", valueName: "instant"))
  var notBefore: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Until when the anchor is valid, instead of --anchor-validity.", valueName: "instant"))
  var anchorNotAfter: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Until when the issuer is valid, instead of --issuer-validity.", valueName: "instant"))
  var issuerNotAfter: String?
}

extension CertificateOptions {
  /// What the options answer. Throws `UserError` with status 64 for one of another source.
  var answers: CertificateAnswers {
    get throws {
      var answers = CertificateAnswers()
      answers.source = source
      try refuseForeign(to: answers)
      answers.image = image ?? answers.image
      answers.from = from ?? answers.from
      answers.anchor = anchor ?? answers.anchor
      answers.anchorKey = anchorKey ?? answers.anchorKey
      answers.issuer = issuer ?? answers.issuer
      answers.issuerKey = issuerKey ?? answers.issuerKey
      answers.directory = directory
      answers.trustDomain = trustDomain
      answers.anchorValidity = anchorValidity ?? answers.anchorValidity
      answers.issuerValidity = issuerValidity ?? answers.issuerValidity
      return answers
    }
  }

  /// The instants that were named. Throws `UserError` with status 64.
  var instants: CertificateInstants {
    get throws {
      CertificateInstants(
        notBefore: try CertificatesText.instant(notBefore, "--not-before"),
        anchorNotAfter: try CertificatesText.instant(anchorNotAfter, "--anchor-not-after"),
        issuerNotAfter: try CertificatesText.instant(issuerNotAfter, "--issuer-not-after"))
    }
  }

  /// The options that only some sources have, with the question that each answers.
  private var particular: [(option: String, field: FieldID, value: String?)] {
    [
      ("--image", .stepImage, image), ("--from", .givenDirectory, from),
      ("--anchor", .givenAnchor, anchor), ("--anchor-key", .givenAnchorKey, anchorKey),
      ("--issuer", .givenIssuer, issuer), ("--issuer-key", .givenIssuerKey, issuerKey),
      ("--anchor-validity", .anchorValidity, anchorValidity),
      ("--anchor-not-after", .anchorValidity, anchorNotAfter),
      ("--issuer-validity", .issuerValidity, issuerValidity),
      ("--issuer-not-after", .issuerValidity, issuerNotAfter),
      ("--not-before", .issuerValidity, notBefore),
    ]
  }

  private func refuseForeign(to answers: CertificateAnswers) throws {
    for (option, field, value) in particular where value != nil && !answers.asks(field) {
      let others = CertificateSource.allCases.filter { other in
        var answers = answers
        answers.source = other
        return answers.asks(field)
      }
      throw UserError(
        .usage,
        lines: [
          "\(option) doesn't go with --source \(source.rawValue).",
          "  Leave it out, or choose \(others.map(\.rawValue).joined(separator: " or ")).",
        ])
    }
  }

  /// The option that answers a question; nil where there is none.
  static func name(of field: FieldID) -> String? {
    switch field {
    case .stepImage: "--image"
    case .givenDirectory: "--from"
    case .givenAnchor: "--anchor"
    case .givenAnchorKey: "--anchor-key"
    case .givenIssuer: "--issuer"
    case .givenIssuerKey: "--issuer-key"
    case .certificateDirectory: "--directory"
    case .trustDomain: "--trust-domain"
    case .anchorValidity: "--anchor-validity"
    case .issuerValidity: "--issuer-validity"
    default: nil
    }
  }
}
