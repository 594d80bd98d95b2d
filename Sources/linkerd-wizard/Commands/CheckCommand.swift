import ArgumentParser
import Diagnosis
import Glibc
import HostEffects
import Planning
import Wizard

/// Looks whether the mesh is up, or whether it can be installed, and changes nothing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that Linkerd's control plane and its proxies are up.",
    discussion: """
      The checks, their order and their words are those of "linkerd check"; what it has not comes \
      last, under linkerd-wizard. The linkerd command is not needed. With --format json the output \
      has the shape of "linkerd check -o json".

      Exit status: 0 where every check passed or only warned, 1 where one failed or Linkerd isn't \
      there, 69 where the cluster couldn't be asked.
      """)

  @OptionGroup var cluster: ClusterOptions

  @Option(name: .long, help: "The control plane's namespace.")
  var namespace = ControlPlaneAnswers().namespace

  @Option(name: .long, help: "How to print it: text or json.")
  var format = CertificatesSource.Format.text

  @Flag(name: .long, help: "Look whether Linkerd can be installed, before it is.")
  var pre = false

  @Flag(name: .long, help: "Look only whether Linkerd's CRDs are there, between its two charts.")
  var crds = false

  @Option(name: .long, help: "How long to wait for what isn't ready yet, such as 90s or 5m.")
  var wait = "5m"

  @Option(
    name: .customLong("data-plane-namespace"),
    help: "A namespace whose proxies are looked at, instead of all; may be given again.")
  var dataPlaneNamespaces: [String] = []

  @Option(
    name: .long,
    help: "Where a pod is asked for by a dry run, instead of the first namespace that is meshed.")
  var injectNamespace: String?

  @Flag(
    name: .customLong("linkerd-cli"),
    help: "Run the linkerd command's own check as well, and show its verdict beside.")
  var usesLinkerdCommand = false

  func validate() throws {
    guard Self.seconds(wait) != nil else {
      throw ValidationError("--wait takes a number of seconds or minutes, such as 90s or 5m.")
    }
    if pre, crds { throw ValidationError("Give --pre or --crds, not both.") }
    if pre || crds, !dataPlaneNamespaces.isEmpty || injectNamespace != nil {
      throw ValidationError("Before an install there is no data plane: leave out its options.")
    }
  }

  func run() throws {
    let report = CheckReport(glyphs: Terminal.glyphs)
    let (shown, all) = try pre ? preInstallRows() : meshRows()
    switch format {
    case .json: Terminal.print(report.json(all).prettyText)
    case .text: report.lines(shown).map(Terminal.shown).forEach(Terminal.print)
    }
    if usesLinkerdCommand { try askLinkerdCommand(report) }
    if !MeshProof.passed(all) { throw ExitCode(ExitStatus.failed.code) }
  }

  /// What a person reads, and what a program does.
  private func meshRows() throws -> (shown: [CheckRow], all: [CheckRow]) {
    let settings = cluster.settings
    let request = ClusterChecker.Request(
      check: MeshCheck(
        namespace: namespace, meshedNamespaces: [], anchorCertificatePath: nil,
        includesDataPlane: true),
      context: cluster.context, dataPlaneNamespaces: dataPlaneNamespaces,
      injectNamespace: injectNamespace, isAboutKinds: crds, patience: Self.seconds(wait) ?? 300)
    let isTerminal = isatty(STDERR_FILENO) == 1
    let answer: Result<MeshFacts, Problem> = Blocking.wait { [settings] in
      await ClusterChecker(settings: settings).facts(request) { row in
        if isTerminal { Terminal.printError("Waiting: \(row.text). \(row.reason)") }
      }
    }
    switch answer {
    case .failure(let problem): throw UserError(.unavailable, [problem])
    case .success(let facts):
      let rows = request.rows(facts)
      return (crds ? rows : MeshProof.report(facts, context: cluster.context), rows)
    }
  }

  private func preInstallRows() throws -> (shown: [CheckRow], all: [CheckRow]) {
    var launch = try Launch(
      kubeconfig: cluster.kubeconfig, context: cluster.context, answers: nil)
    launch.state.answers.controlPlane.namespace = namespace
    let session = try launch.session()
    defer { session.stopEverything() }
    let clock = launch.settings.clock
    session.send(.tick(clock()))
    _ = session.run(milliseconds: 120_000, now: clock) { $0.pending.isEmpty }
    let state = session.state
    if case .failed(let problem) = state.facts.server { throw UserError(.unavailable, [problem]) }
    if case .failed(let problem) = state.facts.contexts { throw UserError(.unavailable, [problem]) }
    let (settings, context) = (launch.settings, cluster.context)
    let hasAuthority: Result<Bool, Problem> = Blocking.wait {
      await ClusterChecker(settings: settings).hasFrontProxyAuthority(context: context)
    }
    let rows = PreInstallChecks.rows(
      state.facts, .init(hasFrontProxyAuthority: hasAuthority), namespace: namespace,
      screen: state.checkRows)
    return (rows, rows)
  }

  private func askLinkerdCommand(_ report: CheckReport) throws {
    let settings = cluster.settings
    let (context, namespace) = (cluster.context, namespace)
    let options = pre ? ["--pre"] : crds ? ["--crds"] : []
    let answer = Blocking.wait {
      await LinkerdCommand(settings: settings).check(
        context: context, namespace: namespace, options: options)
    }
    switch answer {
    case .failure(let problem): throw UserError(.unavailable, [problem])
    case .success(let rows):
      let lines = ["", "What the linkerd command says:", ""] + report.lines(rows)
      lines.map(Terminal.shown).forEach {
        format == .text ? Terminal.print($0) : Terminal.printError($0)
      }
    }
  }

  /// Seconds of a text such as `90s`, `5m`, `1m30s` or `0`; nil where it is none.
  static func seconds(_ text: String) -> Int? {
    if let number = Int(text), number >= 0 { return min(number, 86_400) }
    var (total, digits) = (0, "")
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let unit = ["s": 1, "m": 60, "h": 3600][character], let number = Int(digits),
        number < 100_000
      else { return nil }
      (total, digits) = (total + number * unit, "")
    }
    return digits.isEmpty && !text.isEmpty ? min(total, 86_400) : nil
  }
}
