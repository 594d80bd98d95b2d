extension Plan {
  /// How to undo what was done so far, as shell lines and comments, last item first; `completed`
  /// holds the ids of the items that ran. Empty where nothing was done.
  package func undoLines(completed: [String]) -> [String] { [] }
}
