import Glibc
import Testing

/// Something that stands in the way before anything is changed.
struct BadDay: Sendable, CustomTestStringConvertible {
  var name: String
  /// The exit status.
  var status: Int32
  /// What standard error has to say, cause and remedy.
  var says: [String]
  /// Prepares the surroundings; `answers` of the cluster are in answers.yaml.
  var prepare: @Sendable (inout WizardProgram, PracticeServer) throws -> Void

  var testDescription: String { name }

  init(
    _ name: String, _ status: Int32, says: [String],
    _ prepare: @escaping @Sendable (inout WizardProgram, PracticeServer) throws -> Void
  ) {
    (self.name, self.status, self.says, self.prepare) = (name, status, says, prepare)
  }

  static let all = surroundings + tools + certificates + answersFiles + charts
}

@Suite(.fewAtATime) struct BadDaysTests {
  private static let server = Task { try await PracticeServer.start() }

  @Test(arguments: BadDay.all)
  func isToldWithARemedyAndChangesNothing(day: BadDay) async throws {
    let server = try await Self.server.value
    let (result, before, after) = try await Turnstile.shared.pass {
      var wizard = WizardProgram(try Workplace(), on: server)
      try wizard.place.write("answers.yaml", server.answers())
      try day.prepare(&wizard, server)
      let before = (wizard.place.snapshot(), try await server.snapshot())
      let result = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      return (result, before, (wizard.place.snapshot(), try await server.snapshot()))
    }
    #expect(result.status == day.status, "\(result.testDescription)")
    for words in day.says { #expect(result.err.contains(words), "\(words)\n\(result.err)") }
    #expect(result.err.split(separator: "\n").count >= 2, "no remedy: \(result.err)")
    #expect(!result.err.contains("Error: "), "\(result.err)")
    if day.name == "a locale without UTF-8" { #expect(result.err.beyondASCII == "") }
    #expect(before.0 == after.0)
    #expect(before.1 == after.1)
  }
}

extension BadDay {
  private static let surroundings = [
    BadDay("no kubeconfig", 69, says: ["kubeconfig", "--kubeconfig FILE", "practice"]) { w, _ in
      w.environment["KUBECONFIG"] = w.place.work + "/nowhere"
    },
    BadDay("a broken kubeconfig", 69, says: ["can't be understood", "--kubeconfig"]) { w, _ in
      w.environment["KUBECONFIG"] = try w.place.write("broken", "clusters: [a\n")
    },
    BadDay("a context that doesn't exist", 64, says: ["nowhere", "practice"]) { w, server in
      try w.place.write("answers.yaml", "context: nowhere\n" + server.answers())
    },
    BadDay(
      "a locale without UTF-8", 64,
      says: ["linkerd-wizard: answers.yaml has 1 problem:", "answers.yaml:1: There is no key"]
    ) { w, _ in
      try w.place.write("answers.yaml", "contxt: x\n")
      (w.environment["LANG"], w.environment["LC_ALL"]) = ("C", "C")
    },
    BadDay("an API that is down", 69, says: ["127.0.0.1:1", "refused", "Start the cluster"]) {
      w, server in
      try w.place.write("config", server.kubeconfigText(address: "127.0.0.1:1"))
      w.environment["KUBECONFIG"] = w.place.work + "/config"
    },
  ]

  private static let tools = [
    BadDay("no kubectl", 69, says: ["kubectl", "Install"]) { w, _ in
      try w.place.alone("helm")
      w.environment["PATH"] = w.place.bin
    },
    BadDay("no Helm", 69, says: ["No helm", "Install"]) { w, _ in
      try w.place.alone("kubectl")
      w.environment["PATH"] = w.place.bin
    },
    BadDay("a Helm that is too old", 69, says: ["helm is version 2.17.0", "3.8 or later"]) { w, _ in
      try w.place.script("helm", "echo 'v2.17.0+ga690bad'")
    },
    BadDay("a kubectl that is too old", 69, says: ["1.9.7", "kubectl"]) { w, _ in
      try w.place.script(
        "kubectl",
        """
        case "$*" in
        version*) echo '{"clientVersion":{"major":"1","minor":"9","gitVersion":"v1.9.7"}}' ;;
        *) exec "\(try Tools.find("kubectl"))" "$@" ;;
        esac
        """)
    },
  ]

  private static let certificates = [
    BadDay(
      "certificates that are there already", 64,
      says: ["linkerd-certificates holds ca.crt", "never overwritten", "another directory"]
    ) { w, _ in
      w.place.folder.folder("work/linkerd-certificates")
      try w.place.write("linkerd-certificates/ca.crt", "mine\n")
    },
    BadDay("a file in the directory's place", 64, says: ["is a file", "Choose a directory"]) {
      w, _ in try w.place.write("linkerd-certificates", "mine\n")
    },
    BadDay(
      "an issuer that outlives its anchor", 64, says: ["answers.yaml:6", "8760h"]
    ) { w, server in
      try w.place.write(
        "answers.yaml",
        server.answers("certificates:\n  anchorValidity: 8760h\n\n  issuerValidity: 87600h\n"))
    },
  ]

  private static let answersFiles = [
    BadDay("an empty answers file", 64, says: ["empty", "linkerd-wizard answers"]) { w, _ in
      try w.place.write("answers.yaml", "")
    },
    BadDay("an answers file that isn't there", 64, says: ["does not exist"]) { w, _ in
      unlink(w.place.work + "/answers.yaml")
    },
    BadDay("an answers file that is no YAML", 64, says: ["answers.yaml:2"]) { w, _ in
      try w.place.write("answers.yaml", "context: a\n  b: [\n")
    },
    BadDay(
      "everything wrong in an answers file at once", 64,
      says: [
        "7 problems", "answers.yaml:1: There is no key “contxt”", "answers.yaml:3:",
        "answers.yaml:4: ", "answers.yaml:6:", "“nmespace”", "“maybe”", "“Bad_Name”",
        "“kube-system”",
      ]
    ) { w, _ in
      try w.place.write(
        "answers.yaml",
        """
        contxt: x
        certificates:
          directory: [a]
          issuerValidity: soon
        controlPlane:
          nmespace: a
          gatewayAPI: maybe
        namespaces:
          - Bad_Name
          - kube-system

        """)
    },
  ]

  private static let charts = [
    BadDay("a version that isn't offered", 64, says: ["1.2.3", "latest"]) { w, server in
      try w.place.write("answers.yaml", server.answers(controlPlane: "  version: 1.2.3\n"))
    },
    BadDay("a repository that doesn't answer", 69, says: ["127.0.0.1:1", "address"]) { w, _ in
      try w.place.write("answers.yaml", "controlPlane:\n  charts: http://127.0.0.1:1/charts\n")
    },
    BadDay("a directory without charts", 69, says: ["linkerd-crds", "Put both charts"]) { w, _ in
      try w.place.write("answers.yaml", "controlPlane:\n  charts: ./charts\n")
      w.place.folder.folder("work/charts")
    },
    BadDay("values that aren't there", 64, says: ["values.yaml", "does not exist"]) { w, server in
      try w.place.write(
        "answers.yaml", server.answers(controlPlane: "  values: [./values.yaml]\n"))
    },
  ]
}

extension Workplace {
  /// Puts one of the real tools first on PATH, to be the only one there.
  func alone(_ tool: String) throws {
    symlink(try Tools.find(tool), "\(bin)/\(tool)")
  }
}

extension PracticeServer {
  /// Its kubeconfig with another address.
  func kubeconfigText(address: String) -> String {
    let server = charts.replacing("/charts/edge", with: "")
    return Folder.text(kubeconfig).replacing(server, with: "http://\(address)")
  }
}
