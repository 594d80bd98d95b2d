import Glibc
import Testing

/// `certificates renew --apply` against a control plane that was installed by `apply`.
@Suite(.fewAtATime) struct RenewalInClusterTests {
  /// An install with its certificates, and a program that works on it.
  private struct Installed: Sendable {
    let server: PracticeServer
    let wizard: WizardProgram

    var place: Workplace { wizard.place }
    var directory: String { place.work + "/linkerd-certificates" }

    /// Installs; `secret` keeps the issuer in a Secret that Helm knows nothing of.
    init(secret: Bool) async throws {
      server = try await PracticeServer.start()
      wizard = WizardProgram(try Workplace(), on: server)
      let key = secret ? "  issuerKey: secret\n" : ""
      try place.write("answers.yaml", server.answers(controlPlane: key))
      let apply = try await Turnstile.shared.pass { [wizard] in
        try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      }
      try #require(apply.status == 0, "\(apply.testDescription)")
    }

    func renew(_ options: String...) async throws -> Finished {
      try await wizard.place.run(
        try Tools.wizard(), ["certificates", "renew"] + options, environment: wizard.environment)
    }

    /// The certificate that the Secret has under that key.
    func issuer(_ key: String) async throws -> String {
      let template = "{.data.\(key.split(separator: ".").joined(separator: "\\."))}"
      let text = try await server.kubectl(
        "get", "secret", "linkerd-identity-issuer", "-n", "linkerd", "-o", "jsonpath=\(template)")
      let decoded = try await place.run("/usr/bin/base64", ["-d"], input: text.out)
      return decoded.out
    }

    /// What a terminal shows once a verb has asked there and was answered with no.
    func onTerminal(_ arguments: String) async throws -> String {
      let terminal = try await Tmux(
        place, columns: 120, rows: 60, environment: wizard.environment)
      try await terminal.command("\(try Tools.wizard()) \(arguments); echo status=$?")
      try await terminal.waitFor("Do this now? Type yes:", within: 60)
      try await terminal.command("no")
      let screen = try await terminal.waitFor("status=130")
      try await terminal.close()
      return screen
    }

    func text(_ name: String) -> String { Folder.text("\(directory)/\(name)") }

    /// Has a tool write down its arguments and its variables, do something first, and then run.
    func record(_ tool: String, before: String = "") throws {
      let real = try Tools.find(tool)
      try place.script(
        tool,
        """
        { printf '%s\\n' "$0" "$@"; env; } >>\(place.folder.path)/recorded
        \(before)
        exec \(real) "$@"
        """)
    }

    /// The longer lines of the keys in the directory, and what they are in base64 once more.
    func secrets() async throws -> [String] {
      let keys = Folder.names(in: directory).filter { $0.contains(".key") }
      let lines = keys.flatMap { name in
        text(name).split(separator: "\n").map(String.init)
          .filter { $0.count > 20 && !$0.hasPrefix("-----") }
      }
      let encoded = try await place.run(
        "/usr/bin/base64", ["-w", "0"], input: text("issuer.key"))
      try #require(lines.count >= 4 && encoded.out.count > 200)
      return lines + [String(encoded.out.dropFirst(100).prefix(40))]
    }

    func expectNoSecret(in runs: [Finished]) async throws {
      let recorded = Folder.text(place.folder.path + "/recorded")
      #expect(recorded.contains("--context") || recorded.contains("--kube-context"))
      for secret in try await secrets() {
        #expect(!recorded.contains(secret))
        for run in runs { #expect(!run.out.contains(secret) && !run.err.contains(secret)) }
      }
    }
  }

  @Test func helmsSecretIsRenewedByAnUpgrade() async throws {
    let installed = try await Installed(secret: false)
    let charts = installed.server.charts
    let old = installed.text("issuer.crt")
    try installed.record("kubectl")
    try installed.record(
      "helm", before: "[ \"$1 $BREAK_HELM\" != 'upgrade yes' ] || { echo no >&2; exit 1; }")

    var broken = installed.wizard
    broken.environment["BREAK_HELM"] = "yes"
    let failed = try await broken.run(
      "certificates", "renew", "linkerd-certificates", "--apply", "--yes", "--charts", charts)
    #expect(failed.status == 1, "\(failed.testDescription)")
    #expect(failed.err.contains("The cluster has the old issuer"))
    #expect(failed.err.contains(" --apply --no-new --namespace linkerd --charts \(charts)"))
    let new = installed.text("issuer.crt")
    #expect(new != old)
    #expect(try await installed.issuer("crt.pem").trimmed == old.trimmed)

    let done = try await installed.renew(
      "linkerd-certificates", "--apply", "--no-new", "--yes", "--charts", charts)
    #expect(done.status == 0, "\(done.testDescription)")
    #expect(done.out.contains(" upgrade linkerd-control-plane "), "\(done.out)")
    #expect(done.out.contains("√ the cluster has the new issuer, until "))
    #expect(!done.out.contains("Happy Helming") && done.err.contains("Happy Helming"))
    #expect(installed.text("issuer.crt") == new)
    #expect(try await installed.issuer("crt.pem").trimmed == new.trimmed)
    let check = try await installed.wizard.run("check")
    #expect(check.status == 0, "\(check.testDescription)")
    let values = try await installed.server.helm(
      "get", "values", "linkerd-control-plane", "-n", "linkerd")
    #expect(values.out.contains("identityTrustAnchorsPEM"))
    try await installed.expectNoSecret(in: [failed, done])
  }

  @Test func aSecretOfItsOwnIsReplaced() async throws {
    let installed = try await Installed(secret: true)
    let old = installed.text("issuer.crt")
    try installed.record("kubectl")
    try installed.record("helm")
    let before = try await installed.server.snapshot()
    let asked = try await installed.renew("linkerd-certificates", "--apply")
    #expect(asked.status == 64 && asked.err.contains("no terminal to ask on"), "\(asked)")
    #expect(try await installed.server.snapshot() == before)
    #expect(installed.text("issuer.crt") == old)

    let done = try await installed.renew(
      "linkerd-certificates", "--apply", "--yes", "--context", "practice", "--kubeconfig",
      installed.server.kubeconfig)
    #expect(done.status == 0, "\(done.testDescription)")
    #expect(done.out.contains("--force-conflicts \\\n"), "\(done.out)")
    #expect(done.err.contains("secret/linkerd-identity-issuer serverside-applied"))
    #expect(installed.text("issuer.crt") != old)
    #expect(try await installed.issuer("tls.crt") == installed.text("issuer.crt"))
    #expect(try await installed.issuer("ca.crt") == installed.text("ca.crt"))
    let changed = Set(try await installed.server.snapshot()).subtracting(before)
    #expect(changed.map { $0.prefix { $0 != " " } } == ["Secret/linkerd/linkerd-identity-issuer"])
    let releases = try await installed.server.helm("list", "-n", "linkerd")
    #expect(!releases.out.contains("\t2 "), "\(releases.out)")
    try await installed.expectNoSecret(in: [asked, done])

    let other = try await installed.wizard.run("certificates", "create", "--directory", "other")
    #expect(other.status == 0)
    let files = installed.place.snapshot()
    let foreign = try await installed.renew("other", "--apply", "--yes")
    #expect(foreign.status == 1, "\(foreign.testDescription)")
    #expect(foreign.err.contains("The cluster doesn't trust the root of"))
    #expect(installed.place.snapshot() == files)
    let answer = try await installed.onTerminal("certificates renew linkerd-certificates --apply")
    #expect(answer.contains("status=130"), "\(answer)")
    #expect(installed.place.snapshot() == files)
  }

  @Test func aSignalLeavesTheOldIssuerAndSaysHowToGoOn() async throws {
    let installed = try await Installed(secret: false)
    let old = installed.text("issuer.crt")
    try installed.record("helm", before: "[ \"$1\" != upgrade ] || { echo begun; exec sleep 600; }")
    let child = try installed.wizard.start(
      "certificates", "renew", "linkerd-certificates", "--apply", "--yes", "--charts",
      installed.server.charts)
    #expect(await eventually(within: 60) { child.err.contains("begun") })
    child.send(SIGTERM)
    let ended = await child.finished(within: 60)
    #expect(ended.status == 143, "\(ended.testDescription)")
    #expect(ended.err.contains("The cluster has the old issuer"), "\(ended.testDescription)")
    #expect(try await installed.issuer("crt.pem").trimmed == old.trimmed)
  }

  @Test func withoutLinkerdNothingIsWritten() async throws {
    let wizard = WizardProgram(try Workplace(), on: try await PracticeServer.start())
    #expect(try await wizard.run("certificates", "create", "--directory", "set").status == 0)
    let before = wizard.place.snapshot()
    let absent = try await wizard.run("certificates", "renew", "set", "--apply", "--yes")
    #expect(absent.status == 69 && absent.err.contains("Linkerd isn't there"), "\(absent)")
    let unknown = try await wizard.run(
      "certificates", "renew", "set", "--apply", "--yes", "--context", "nowhere")
    #expect(unknown.status == 69, "\(unknown.testDescription)")
    #expect(wizard.place.snapshot() == before)
  }

  @Test(arguments: [
    ["--yes"], ["--no-new"], ["--context", "practice"], ["--charts", "edge"],
    ["--apply", "--yes", "--no-new", "--issuer-validity", "1y"],
    ["--apply", "--yes", "--charts", "oci://example.com/linkerd-crds"],
    ["--apply", "--yes", "--namespace", "Not A Name"],
  ])
  func optionsThatMeanNothingTogetherAreWrongUsage(options: [String]) async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    #expect(try await wizard.run("certificates", "create", "--directory", "set").status == 0)
    let before = wizard.place.snapshot()
    let run = try await wizard.place.run(
      try Tools.wizard(), ["certificates", "renew", "set"] + options)
    #expect(run.status == 64, "\(run.testDescription)")
    #expect(wizard.place.snapshot() == before)
  }
}

extension String {
  /// The text without line ends behind it: the chart trims what it gets.
  fileprivate var trimmed: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
