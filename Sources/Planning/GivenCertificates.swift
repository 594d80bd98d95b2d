/// The files that the person has, and where the wizard puts what Helm gets.
package struct GivenCertificatePaths: Hashable, Sendable {
  /// The directory that holds the files, absolute, as far as they are named by their names alone.
  package var from: String
  /// The trust anchor or a bundle of them, absolute.
  package var anchor: String
  /// The trust anchor's key, absolute, where only an issuer is made; nil otherwise.
  package var anchorKey: String?
  /// The issuer, absolute; nil where it is made.
  package var issuer: String?
  /// The issuer's key, absolute; nil where it is made.
  package var issuerKey: String?
  /// The directory that Helm gets the files from, absolute; it may be the one that holds them.
  package var directory: String
  /// The domain that the names should follow.
  package var trustDomain: String

  /// The paths that the answers mean; nil where the source asks for no files.
  package init?(_ answers: CertificateAnswers, paths: HostPaths) {
    guard answers.source.isGiven else { return nil }
    let from = HostPaths(
      workingDirectory: PathText.absolute(answers.from, paths: paths), home: paths.home)
    func path(_ field: FieldID, _ file: String) -> String? {
      answers.asks(field) ? PathText.absolute(file, paths: from) : nil
    }
    self.from = from.workingDirectory
    anchor = PathText.absolute(answers.anchor, paths: from)
    anchorKey = path(.givenAnchorKey, answers.anchorKey)
    issuer = path(.givenIssuer, answers.issuer)
    issuerKey = path(.givenIssuerKey, answers.issuerKey)
    directory = PathText.absolute(answers.directory, paths: paths)
    trustDomain = answers.trustDomain
  }

  /// The question that each of the files answers, in the order of the questions.
  package var files: [(field: FieldID, path: String)] {
    [
      (.givenAnchor, anchor), (.givenAnchorKey, anchorKey), (.givenIssuer, issuer),
      (.givenIssuerKey, issuerKey),
    ].compactMap { field, path in path.map { (field, $0) } }
  }
}

/// What is in the files that the person has, as far as it may be told: no key.
package struct GivenCertificates: Equatable, Sendable {
  /// The files as they are, in the order of the questions; without those that can't be read.
  package var files: [GivenFile]
  /// The anchors of the bundle, in its order.
  package var anchors: [CertificateFacts]
  /// The anchor that the given key belongs to, or that the issuer hangs on; nil where there is none.
  package var root: CertificateFacts?
  /// The issuer; nil where it is to be made, or can't be read.
  package var issuer: CertificateFacts?
  /// Everything that Linkerd would refuse (errors) and what wants care (warnings).
  package var problems: [FieldProblem]
  /// What is put right in what Helm gets; the person's files stay as they are.
  package var repairs: [Problem]
  /// The certificates as Helm gets them, by their files' names in the directory; no keys.
  package var normalised: [NormalisedText]
  /// Those of the directory's files that are there already, just as they would be written.
  package var inPlace: [String]

  /// Makes a description of files.
  package init(
    files: [GivenFile], anchors: [CertificateFacts] = [], root: CertificateFacts? = nil,
    issuer: CertificateFacts? = nil, problems: [FieldProblem] = [], repairs: [Problem] = [],
    normalised: [NormalisedText] = [], inPlace: [String] = []
  ) {
    self.files = files
    self.anchors = anchors
    self.root = root
    self.issuer = issuer
    self.problems = problems
    self.repairs = repairs
    self.normalised = normalised
    self.inPlace = inPlace
  }
}

/// The certificates of a file in the form in which Linkerd reads them without fail.
package struct NormalisedText: Equatable, Codable, Sendable {
  /// The file's name in the directory that Helm gets it from.
  package var file: String
  /// PEM blocks of certificates and nothing else.
  package var text: String

  /// Makes a text.
  package init(file: String, text: String) {
    self.file = file
    self.text = text
  }
}

/// What people want to know about a certificate.
package struct CertificateFacts: Equatable, Codable, Sendable {
  /// The common name where that is all there is, otherwise the whole name, such as `CN=a,O=b`.
  package var name: String
  /// The first moment at which it is valid.
  package var notBefore: Instant
  /// The last moment at which it is valid.
  package var notAfter: Instant
  /// SHA-256 of the certificate, lowercase hex.
  package var fingerprint: String

  /// Makes a description.
  package init(name: String, notBefore: Instant, notAfter: Instant, fingerprint: String) {
    self.name = name
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.fingerprint = fingerprint
  }
}

/// What is known of the container engine that would run step.
package struct ContainerEngine: Equatable, Sendable {
  /// Its client.
  package var client: Tool
  /// The engine's own version, as it tells it.
  package var version: String
  /// Whether the engine runs as an ordinary user, whom the container then sees as root.
  package var isRootless: Bool
  /// Whether the engine gives its containers other users' numbers than the machine's.
  package var remapsUsers: Bool
  /// The image's own name, such as `sha256:…`, by which no other can take its place; nil where the
  /// engine doesn't have it yet and has to fetch it.
  package var imageID: String?
  /// The user and the group, as `1000:1000`, as whom the container has to run so that the files
  /// belong to the present user.
  package var user: String

  /// Makes a description of an engine.
  package init(
    client: Tool, version: String, isRootless: Bool = false, remapsUsers: Bool = false,
    imageID: String?, user: String
  ) {
    self.client = client
    self.version = version
    self.isRootless = isRootless
    self.remapsUsers = remapsUsers
    self.imageID = imageID
    self.user = user
  }
}
