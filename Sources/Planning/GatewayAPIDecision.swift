/// What the plan does about the Gateway API's CRDs.
package struct GatewayAPIDecision: Equatable, Sendable {
  /// What was found and what will be done, in one line.
  package var note: String
  /// What the charts are told, or why they can't be installed like this.
  package var outcome: Outcome

  /// What follows from the decision.
  package enum Outcome: Equatable, Sendable {
    /// Values for the linkerd-crds chart, as behind helm's `--set`; empty where the defaults do it.
    case settings([String])
    case refused(Problem)
  }

  /// Decides from the answer, from what is on the cluster and from what the chart can do.
  ///
  /// `namespace` is the control plane's: Helm lets a release only keep objects of its own.
  package static func decide(
    _ answer: GatewayAPIAnswer, found: GatewayAPIState, charts: ChartVersion,
    namespace: String = "linkerd"
  ) -> GatewayAPIDecision {
    GatewayAPIDecision(note: "", outcome: .settings([]))
  }

  /// The values that make that chart install the CRDs, or leave them out; empty where its defaults
  /// do that.
  package static func settings(installing: Bool, charts: ChartVersion) -> [String] { [] }

  /// The refusal; nil where there is none.
  package var problem: Problem? {
    guard case .refused(let problem) = outcome else { return nil }
    return problem
  }
}
