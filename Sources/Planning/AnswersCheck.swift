/// Reads the texts of answers and says what is wrong with them.
package enum AnswersCheck {
  /// What the answers mean, or everything that is wrong with them.
  package static func check(
    _ answers: Answers, paths: HostPaths, now: Instant
  ) -> Result<CheckedAnswers, FieldProblems> {
    .failure(FieldProblems([]))
  }

  /// What is wrong with one answer, or wants care; empty where it is fine. For use while typing.
  package static func problems(
    in field: FieldID, of answers: Answers, paths: HostPaths, now: Instant
  ) -> [Problem] { [] }

  /// Everything that is wrong with the answers or wants care, in the order of the questions.
  package static func problems(
    of answers: Answers, paths: HostPaths, now: Instant
  ) -> [FieldProblem] {
    FieldID.allCases.flatMap { field in
      problems(in: field, of: answers, paths: paths, now: now).map { FieldProblem(field, $0) }
    }
  }
}
