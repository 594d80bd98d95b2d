package import Diagnosis
package import Planning
import Wizard

/// The linkerd command, where it is on PATH: its own check, told beside ours.
package struct LinkerdCommand: Sendable {
  private let settings: HostSettings
  /// Seconds after which it is stopped: its look for newer versions hangs without a network.
  private static let timeout = 60

  /// Makes it with those settings.
  package init(settings: HostSettings) {
    self.settings = settings
  }

  /// The rows of `linkerd check`, what failed explained; a problem where there is no such command or
  /// where it printed no result. `options` are those of its own that say which checks are meant.
  package func check(
    context: String?, namespace: String, options: [String]
  ) async -> Result<[CheckRow], Problem> {
    await ToolRunner.result {
      guard case .found(let path) = ToolLocator.find("linkerd", path: settings.environment["PATH"])
      else {
        throw Problem(
          "linkerd-missing", "No linkerd command was found on PATH.",
          remedy:
            "Leave out --linkerd-cli: all checks before this line came without it. Or install "
            + "it: https://linkerd.io/2/getting-started/")
      }
      let runner = ToolRunner(settings: settings)
      let arguments =
        ["check", "-o", "json", "--wait", "5s", "-L", namespace]
        + options + (context.map { ["--context", $0] } ?? [])
        + (settings.kubeconfig.map { ["--kubeconfig", $0] } ?? [])
      let output = await ChildProcess.collect(
        ChildProgram(
          path: path, arguments: arguments, environment: runner.environment(),
          workingDirectory: nil, input: nil, timeout: .seconds(Self.timeout),
          patience: settings.patience))
      guard let answer = try? ToolAnswer.decode(Answer.self, from: output.standardOutput) else {
        let how = output.outcome.stopped == nil ? "printed no result" : "didn't end in a minute"
        throw Problem(
          "linkerd-check-unreadable",
          "linkerd check \(how). \(TerminalText.harmless(output.errorLines.last ?? ""))",
          remedy: "Run it yourself: linkerd check")
      }
      return answer.rows(PodPlace(namespace: namespace))
    }
  }

  /// What `linkerd check -o json` prints.
  struct Answer: Decodable, Equatable, Sendable {
    struct Check: Decodable, Equatable, Sendable {
      var description: String
      var hint: String?
      var error: String?
      var result: String
    }
    struct Category: Decodable, Equatable, Sendable {
      var categoryName: String
      var checks: [Check]
    }

    var success: Bool
    var categories: [Category]?

    /// The checks as rows; what failed is explained in plain words behind Linkerd's own.
    func rows(_ place: PodPlace) -> [CheckRow] {
      (categories ?? []).flatMap { category in
        category.checks.map { check in
          var row = CheckRow(
            id: "linkerd", mark: .passed, text: TerminalText.harmless(check.description))
          row.category = TerminalText.harmless(category.categoryName)
          guard check.result != "success" else { return row }
          row.mark = check.result == "warning" ? .warning : .failed
          row.hint = TerminalText.harmless(check.hint ?? "")
          let error = TerminalText.harmless(check.error ?? "")
          row.reason = error
          guard row.mark == .failed else { return row }
          let problem = LinkerdCheckDiagnosis.explain(
            description: check.description, error: error, place)
          if problem.code != "check-failed" { row.reason += " — \(problem.sentence)" }
          row.remedy = problem.remedy
          return row
        }
      }
    }
  }
}
