/// Everything that is wrong with the answers, in the order of the questions.
package struct FieldProblems: Error, Equatable, Sendable {
  /// At least one; errors only.
  package var problems: [FieldProblem]

  /// Makes a collection of problems.
  package init(_ problems: [FieldProblem]) {
    self.problems = problems
  }
}
