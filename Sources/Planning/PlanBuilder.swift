/// Builds the plan: the one place where commands come from.
package enum PlanBuilder {
  /// The plan that follows from the inputs, or the answers that stand against it.
  package static func plan(_ inputs: PlanInputs) -> Result<Plan, FieldProblems> {
    .failure(FieldProblems([]))
  }
}
