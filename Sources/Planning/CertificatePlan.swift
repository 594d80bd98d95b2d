/// The recipe of the trust anchor and the issuer: everything but the keys.
///
/// The instants are fixed when the plan is built, so that what is made later is what was shown.
/// Where the person has files, they are those of the certificates in them.
package struct CertificatePlan: Equatable, Codable, Sendable {
  /// Where the files come from.
  package var origin = Origin.builtIn
  /// Absolute; made with mode 0700 where it is absent.
  package var directory: String
  /// The trust anchor's common name, such as `root.linkerd.cluster.local`.
  package var anchorName: String
  /// The issuer's common name, such as `identity.linkerd.cluster.local`.
  package var issuerName: String
  /// A little before the plan was built, so that clocks which lag a bit accept the certificates.
  package var notBefore: Instant
  /// The last moment at which the trust anchor is valid.
  package var anchorNotAfter: Instant
  /// Never later than the anchor's.
  package var issuerNotAfter: Instant

  /// Where the files of a directory come from.
  package enum Origin: Equatable, Codable, Sendable {
    /// All four are made in process.
    case builtIn
    /// All four are made by other programs, in a place of their own, and moved.
    case made(StagedMaking)
    /// Taken from files that the person has, in the normal form.
    case files(GivenPlan)
    /// The anchor taken from a file, and an issuer made under it with the key in another.
    case existingRoot(GivenPlan)
  }

  /// Makes a recipe.
  package init(
    origin: Origin = .builtIn, directory: String, anchorName: String, issuerName: String,
    notBefore: Instant,
    anchorNotAfter: Instant, issuerNotAfter: Instant
  ) {
    self.origin = origin
    self.directory = directory
    self.anchorName = anchorName
    self.issuerName = issuerName
    self.notBefore = notBefore
    self.anchorNotAfter = anchorNotAfter
    self.issuerNotAfter = issuerNotAfter
  }
}

/// Programs that write keys, and the private place where they do.
package struct StagedMaking: Equatable, Codable, Sendable {
  /// Absolute, in the certificates' directory; made with mode 0700, and gone afterwards.
  package var staging: String
  /// What runs, in this order: first the trust anchor is made, then the issuer.
  package var commands: [Command]
  /// The image that holds step, by the name that was answered; nil where step runs without one.
  package var image: String?

  /// Makes a description.
  package init(staging: String, commands: [Command], image: String? = nil) {
    self.staging = staging
    self.image = image
    self.commands = commands
  }
}

/// The files that a person has, as they were when the plan was built.
package struct GivenPlan: Equatable, Codable, Sendable {
  /// The anchor, then the anchor's key, or the issuer and its key.
  package var files: [GivenFile]
  /// The files of the directory that are there already, just as they would be written.
  package var inPlace: [String]
  /// The certificates as Helm gets them; no keys.
  package var normalised: [NormalisedText]
  /// What is put right in them, in whole sentences.
  package var repairs: [String]

  /// Makes a description.
  package init(
    files: [GivenFile], inPlace: [String], normalised: [NormalisedText], repairs: [String]
  ) {
    self.files = files
    self.inPlace = inPlace
    self.normalised = normalised
    self.repairs = repairs
  }
}

extension CertificatePlan {
  /// The trust anchor's certificate, by its name in the directory, as with the next three.
  package static let anchorCertificateFile = "ca.crt"
  /// The trust anchor's private key.
  package static let anchorKeyFile = "ca.key"
  /// The issuer's certificate.
  package static let issuerCertificateFile = "issuer.crt"
  /// The issuer's private key.
  package static let issuerKeyFile = "issuer.key"

  /// All four, in the order in which they are written.
  package static let files = [
    anchorCertificateFile, anchorKeyFile, issuerCertificateFile, issuerKeyFile,
  ]

  /// The files that Helm, or the issuer's Secret, needs.
  package static let neededFiles = [
    anchorCertificateFile, issuerCertificateFile, issuerKeyFile,
  ]

  /// The files that are written, in the order of `files`; empty where all are in place.
  package var written: [String] {
    switch origin {
    case .builtIn, .made: Self.files
    case .files(let given), .existingRoot(let given):
      Self.neededFiles.filter { !given.inPlace.contains($0) }
    }
  }

  /// The files that the person gives; empty where everything is made.
  package var givenFiles: [GivenFile] {
    switch origin {
    case .builtIn, .made: []
    case .files(let given), .existingRoot(let given): given.files
    }
  }

  /// The absolute path of one of the files.
  package func path(of file: String) -> String {
    directory == "/" ? "/" + file : directory + "/" + file
  }
}
