extension Plan {
  /// The plan for people: numbered items with purposes and commands, and the digest.
  package var text: String { "" }

  /// The plan for programs: `{"digest": …, "plan": …}`, readable, keys sorted.
  package var json: String { "" }
}
