import FoundationEssentials
import Planning
import Testing

/// What came of a script, without what differs between any two runs.
struct DepthOutcome: Equatable, Sendable {
  /// Each item of the plan that ran, in full.
  var items: [String]
  /// The answers that the run kept.
  var answers: [String]
  /// The first line that is said when all is over.
  var ending: String
  var status: Int32
  /// The namespaces that got their annotation, sorted.
  var annotated: [String]

  /// Takes the plan, the answers and the ending apart; `work` is the folder that relative paths
  /// start from, `repository` the charts' address.
  init(
    plan: Plan, answers: String, ending: String, status: Int32, annotated: [String], work: String,
    repository: String
  ) {
    let names =
      plan.charts.all.map { ($0.path, "‹\($0.name)›") }
      + [(repository, "‹repository›"), (work, "‹work›")]
    let tools = plan.tools.map { ($0.path, "‹\($0.name.rawValue)›") }
    func neutral(_ text: String) -> String {
      (names + tools).reduce(text) { $0.replacing($1.0, with: $1.1) }
        .replacing(#/\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?/#, with: "‹moment›")
    }
    items = plan.items.map { neutral($0.id + "\n" + $0.fullText) }
    if let recipe = plan.certificates {
      for end in [recipe.anchorNotAfter, recipe.issuerNotAfter] {
        items.append("valid for \(end.seconds(since: recipe.notBefore)) s")
      }
    }
    self.answers = answers.split(separator: "\n").map { neutral(String($0)) }
    (self.ending, self.status, self.annotated) = (ending, status, annotated.sorted())
  }

  /// Reads what the only run in a place has left behind.
  init(
    runIn place: Workplace, ending: String, status: Int32, annotated: [String], repository: String
  ) throws {
    let runs = place.home + "/.local/state/linkerd-wizard/runs"
    let names = Folder.names(in: runs)
    try #require(names.count == 1, "\(names)")
    let run = "\(runs)/\(names[0])"
    let plan = try JSONDecoder().decode(
      Plan.self, from: Data(Folder.text(run + "/plan.json").utf8))
    try #require(run.hasSuffix("Z-" + plan.digest.prefix(8)))
    self.init(
      plan: plan, answers: Folder.text(run + "/answers.yaml"), ending: ending, status: status,
      annotated: annotated, work: place.work, repository: repository)
  }

  /// Where another outcome is not the same, for the message of a failing test.
  func differences(from other: DepthOutcome) -> [String] {
    var found: [String] = []
    func compare(_ own: [String], _ others: [String]) {
      for place in 0..<max(own.count, others.count) {
        let one = place < own.count ? own[place] : "(nothing)"
        let two = place < others.count ? others[place] : "(nothing)"
        if one != two { found.append("expected: \(two)\nfound: \(one)") }
      }
    }
    compare(items, other.items)
    compare(answers, other.answers)
    compare([ending, "status \(status)"], [other.ending, "status \(other.status)"])
    compare(annotated, other.annotated)
    return found
  }
}
