import Planning
import Testing

/// Answers that only some sources of certificates ask for.
struct AnswersCheckSourcesTests {
  private func codes(_ field: FieldID, _ change: (inout Answers) -> Void) -> [String] {
    var answers = Answers()
    change(&answers)
    return AnswersCheck.problems(in: field, of: answers, paths: paths, now: now).map(\.code)
  }

  @Test(arguments: [
    "smallstep/step-cli", "smallstep/step-cli:0.28.6", "step", "localhost:5000/step",
    "registry.example.com:5000/a/b_c/step-cli:v1_2.3", "cr.step.sm/smallstep/step-cli",
    "step@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "a/step:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "Registry.Example.COM/step", "step:Latest", "10.0.0.1:5000/step",
  ])
  func imagesThatEnginesTakeAreTaken(image: String) {
    #expect(
      codes(.stepImage) {
        $0.certificates.source = .stepInDocker
        $0.certificates.image = image
      }.isEmpty)
  }

  @Test(arguments: [
    "", " ", "--privileged", "-v", "smallstep/step cli", "a/b;id", "a//b", "/a", "a/", "a:", ":a",
    "a:b:c", "a@", "@a", "a@sha256:zz", "A", "smallstep/Step-cli", ".a", "a.", "a:-x", "a:b/c:d:e",
    "a\nb", "é", "a:\u{e9}", "a:" + String(repeating: "x", count: 129), "a:x/b", "https://a/b",
    "a..b", "a@b@c",
  ])
  func whatNoEngineTakesIsNoImage(image: String) {
    #expect(
      codes(.stepImage) {
        $0.certificates.source = .stepInDocker
        $0.certificates.image = image
      } == ["image-invalid"])
  }

  /// Each question about certificates and the sources that ask it.
  private static let askers: [(FieldID, Set<CertificateSource>)] = [
    (.stepImage, [.stepInDocker]), (.givenDirectory, [.files, .existingRoot]),
    (.givenAnchor, [.files, .existingRoot]), (.givenAnchorKey, [.existingRoot]),
    (.givenIssuer, [.files]), (.givenIssuerKey, [.files]),
    (.anchorValidity, [.builtIn, .step, .stepInDocker]),
    (.issuerValidity, [.builtIn, .step, .stepInDocker, .existingRoot]),
    (.certificateDirectory, Set(CertificateSource.allCases)),
    (.trustDomain, Set(CertificateSource.allCases)),
  ]

  @Test(arguments: CertificateSource.allCases)
  func onlyWhatASourceAsksIsHeldAgainstItsAnswers(source: CertificateSource) throws {
    var answers = Answers()
    answers.certificates.source = source
    for (field, askers) in Self.askers {
      #expect(answers.certificates.asks(field) == askers.contains(source), "\(field)")
    }
    let wrong: [(FieldID, (inout CertificateAnswers) -> Void)] = [
      (.stepImage, { $0.image = "--privileged" }), (.givenDirectory, { $0.from = "" }),
      (.givenAnchor, { $0.anchor = "" }), (.givenAnchorKey, { $0.anchorKey = "a\nb" }),
      (.givenIssuer, { $0.issuer = "~bob/x" }), (.givenIssuerKey, { $0.issuerKey = "" }),
      (.anchorValidity, { $0.anchorValidity = "soon" }),
      (.issuerValidity, { $0.issuerValidity = "8760" }),
    ]
    for (field, change) in wrong {
      var bad = answers
      change(&bad.certificates)
      let found = AnswersCheck.problems(of: bad, paths: paths, now: now).map(\.field)
      let isAsked = answers.certificates.asks(field)
      #expect(found == (isAsked ? [field] : []), "\(field)")
      let isTaken = (try? AnswersCheck.check(bad, paths: paths, now: now).get()) != nil
      #expect(isTaken == !isAsked, "\(field)")
    }
  }

  @Test func anAnchorThatIsNotMadeLimitsNoIssuer() throws {
    var answers = Answers()
    answers.certificates.source = .existingRoot
    answers.certificates.issuerValidity = "20y"
    answers.certificates.anchorValidity = "1y"
    let checked = try AnswersCheck.check(answers, paths: paths, now: now).get()
    #expect(checked.issuerValidity.seconds == 20 * Lifetime.year)
  }

  @Test func aColonOrACommaInTheDirectoryIsFineForContainersToo() throws {
    for source in CertificateSource.allCases {
      #expect(
        codes(.certificateDirectory) {
          $0.certificates.source = source
          $0.certificates.directory = "/mnt/a:b,c"
        } == [])
    }
    let plan = try CertificateOrigin.docker.plan(in: "/home/a:b,c")
    guard case .made(let making)? = plan.certificates?.origin else {
      Issue.record("no program makes them")
      return
    }
    let mount = "type=bind,\"src=/home/a:b,c/mesh/.staging\",dst=/home/step"
    #expect(making.commands.allSatisfy { $0.arguments.contains(mount) })
  }

  @Test func filesAreFoundInTheirDirectoryOrElsewhere() throws {
    var answers = CertificateAnswers()
    #expect(GivenCertificatePaths(answers, paths: paths) == nil)
    answers.source = .files
    answers.from = "pki/../keys"
    answers.anchor = "/etc/ca.pem"
    answers.issuer = "sub/issuer.pem"
    answers.issuerKey = "~/issuer.key"
    let files = try #require(GivenCertificatePaths(answers, paths: paths))
    #expect(files.from == "/home/ada/work/keys")
    #expect(files.files.map(\.field) == [.givenAnchor, .givenIssuer, .givenIssuerKey])
    #expect(
      files.files.map(\.path) == [
        "/etc/ca.pem", "/home/ada/work/keys/sub/issuer.pem", "/home/ada/issuer.key",
      ])
    #expect(files.directory == "/home/ada/work/linkerd-certificates")
    answers.source = .existingRoot
    let root = try #require(GivenCertificatePaths(answers, paths: paths))
    #expect(root.files.map(\.path) == ["/etc/ca.pem", "/home/ada/work/keys/ca.key"])
    #expect(root.issuer == nil && root.issuerKey == nil)
  }

  @Test func theLargestLifeUnderARootStaysRightForAWhile() throws {
    let root = CertificateFacts(
      name: "root", notBefore: now.adding(seconds: -10),
      notAfter: now.adding(seconds: 100 * Lifetime.hour + 30), fingerprint: "")
    func problem(_ text: String, at moment: Instant = now) throws -> Problem? {
      AnswersCheck.problem(
        ofIssuer: try Lifetime.parse(text).get(), under: root, now: moment)
    }
    let found = try #require(try problem("8760h"))
    #expect(found.code == "issuer-outlives-anchor" && found.remedy == "Use 100h or less.")
    #expect(found.sentence.contains(root.notAfter.iso8601))
    #expect(try problem("100h") == nil)
    #expect(try problem("100h", at: now.adding(seconds: 1800)) == nil)
    #expect(try problem("102h") != nil)
    #expect(
      try problem("2h", at: root.notAfter)?.remedy
        == "Make a new trust anchor: choose another source.")
  }
}
