import ArgumentParser
import Planning
import Wizard

/// The options of `certificates renew` that are about the cluster.
struct RenewalInClusterOptions: ParsableArguments {
  @Flag(name: .long, help: "Put the new issuer in place in the cluster, too.")
  var apply = false

  @Flag(name: .long, help: "With --apply: do it without asking.")
  var yes = false

  @Flag(
    name: .long,
    help: "With --apply: make no issuer; put the one that is in the directory in place.")
  var noNew = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --apply: where the release's chart is: edge, stable, linkerd2, a repository's "
        + "address, a directory or a .tgz; one of the first three by its version unless given.",
      valueName: "place"))
  var charts: String?

  @OptionGroup var target: ClusterOptions

  /// Throws `UserError` with status 64 for options that mean nothing beside the others.
  func refuseForeign(beside issuer: NewIssuerOptions) throws {
    let ofApply = [
      ("--yes", yes), ("--no-new", noNew), ("--charts", charts != nil),
      ("--kubeconfig", target.kubeconfig != nil), ("--context", target.context != nil),
    ].filter(\.1).map(\.0)
    if !apply, let option = ofApply.first {
      throw UserError(
        .usage,
        lines: ["\(option) goes only with --apply.", "  Add --apply, or leave it out."])
    }
    if noNew, let option = issuer.given.first {
      throw UserError(
        .usage,
        lines: ["\(option) doesn't go with --no-new.", "  Leave one of the two out."])
    }
  }

  /// The place that --charts names; nil where it isn't given. Throws `UserError` with status 64.
  func chartSource(paths: HostPaths) throws -> ChartSource? {
    guard let charts else { return nil }
    var answers = ControlPlaneAnswers()
    answers.chartsText = charts
    switch ChartSource.read(answers, paths: paths) {
    case .success(let source): return source
    case .failure(var problem):
      problem.sentence = "--charts: \(problem.sentence)"
      throw UserError(.usage, [problem])
    }
  }
}
