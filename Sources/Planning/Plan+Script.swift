extension Plan {
  /// The plan as a POSIX shell script that does the same by itself, on this or another machine.
  package var script: String { "" }
}
