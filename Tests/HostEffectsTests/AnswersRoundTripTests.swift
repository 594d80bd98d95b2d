import HostEffects
import Planning
import Testing
import Wizard

/// What is written as an answers file is read back as the same answers.
struct AnswersRoundTripTests {
  static let hostile = [
    "plain", "", " ", "yes", "null", "~", "1.5", "0x10", "1:30", "-", "- a", "a: b", "a #b", "#",
    "\"quoted\"", "it's", "back\\slash", "line\nbreak", "tab\there", "été 🎉", "日本語",
    "\u{85}\u{2028}",
    "{ name: x }", "[a, b]", "&anchor", "*alias", "!tag", "%directive", "@at", "`tick`", "|", ">",
    "...", "---", "a,b", "x:", ": x", "\u{7F}\u{1B}[2J", "a\u{FEFF}b", "trailing ", "\r\n",
  ]

  @Test(arguments: hostile)
  func everyTextComesBackAsItWas(text: String) throws {
    var answers = Answers()
    answers.context = text
    answers.certificates.image = text
    answers.certificates.from = text
    answers.certificates.anchor = text
    answers.certificates.anchorKey = text
    answers.certificates.issuer = text
    answers.certificates.issuerKey = text
    answers.certificates.directory = text
    answers.certificates.trustDomain = text
    answers.certificates.anchorValidity = text
    answers.certificates.issuerValidity = text
    answers.controlPlane.charts = .own
    answers.controlPlane.ownCharts = "./" + text
    answers.controlPlane.version = text
    answers.controlPlane.namespace = text
    answers.controlPlane.wait = text
    answers.controlPlane.clusterDomain = text
    answers.controlPlane.clusterNetworks = text
    answers.controlPlane.registry = text
    answers.controlPlane.pullSecrets = [text, "b"]
    answers.controlPlane.settings = [text, "b"]
    answers.controlPlane.values = [text, "b"]
    answers.namespaces = [NamespaceAnswer(text), NamespaceAnswer("b")]
    answers.restartExcept = [text, "b"]
    let node = try AnswersFile.read(Array(AnswersText.render(answers, commented: false).utf8))
    #expect(Self.texts(node) == Self.expected(text))
  }

  @Test(arguments: [true, false])
  func defaultsComeBackAsDefaults(commented: Bool) throws {
    let text = AnswersText.render(Answers(), commented: commented)
    let node = try AnswersFile.read(Array(text.utf8))
    #expect(Self.read(node) == .success(Answers()))
  }

  @Test(arguments: ChartsAnswer.allCases)
  func eachPlaceOfChartsComesBack(charts: ChartsAnswer) throws {
    var answers = Answers()
    answers.controlPlane.charts = charts
    // A folder that is called like one of the fixed answers stays a folder.
    if charts == .own { answers.controlPlane.ownCharts = "./linkerd2" }
    let text = AnswersText.render(answers, commented: false)
    #expect(Self.read(try AnswersFile.read(Array(text.utf8))) == .success(answers))
  }

  @Test func filledAnswersComeBackThroughTheReader() throws {
    var answers = Answers()
    answers.context = "kind: demo #1"
    answers.certificates.source = .existingRoot
    answers.certificates.image = "registry.example.com:5000/step-cli@sha256:0123"
    answers.certificates.from = "/srv/my root"
    answers.certificates.anchorKey = "/media/usb stick/ca.key"
    answers.certificates.directory = "~/my certs"
    answers.certificates.trustDomain = "example.org"
    answers.certificates.anchorValidity = "10y"
    answers.certificates.issuerValidity = "365d"
    answers.controlPlane.charts = .own
    answers.controlPlane.ownCharts = "https://charts.example.com/a?b=c"
    answers.controlPlane.version = "2026.8.3"
    answers.controlPlane.namespace = "mesh"
    answers.controlPlane.wait = "90s"
    answers.controlPlane.gatewayAPI = .skip
    answers.controlPlane.podNetwork = .plugin
    answers.controlPlane.issuerKey = .secret
    answers.controlPlane.availability = .high
    answers.controlPlane.settings = ["proxy.logLevel=warn,linkerd=info", "a.b={x, y}"]
    answers.controlPlane.values = ["./a, b.yaml", "~/c.yaml"]
    answers.namespaces = [NamespaceAnswer("shop"), NamespaceAnswer("on")]
    answers.restart = .namespaces
    answers.restartExcept = ["shop/deployment/web", "on/statefulset/a.b"]
    for commented in [true, false] {
      let text = AnswersText.render(answers, commented: commented)
      #expect(Self.read(try AnswersFile.read(Array(text.utf8))) == .success(answers))
    }
  }

  private static func read(_ node: AnswersNode) -> Result<Answers, AnswersRefusal> {
    AnswersReader.read(
      node, paths: HostPaths(workingDirectory: "/w", home: "/h"),
      now: Instant(secondsSince1970: 1_795_208_460))
  }

  private static func expected(_ text: String) -> [String] {
    [text, "stop", "built-in"] + Array(repeating: text, count: 10)
      + [
        "./" + text, text, text, text, text, text, "auto", "auto", "helm", "single", text, text,
        "b", text, "b", text, "b", text,
        "b", "none", text, "b",
      ]
  }

  /// All texts of a file, in its order.
  private static func texts(_ node: AnswersNode) -> [String] {
    switch node {
    case .null: ["‹nothing›"]
    case .scalar(let text, _): [text]
    case .list(let nodes, _): nodes.flatMap(texts)
    case .map(let entries, _): entries.flatMap { texts($0.value) }
    }
  }
}
