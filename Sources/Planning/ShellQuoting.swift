/// Texts as a POSIX shell takes them.
package enum ShellQuoting {
  /// The text as one word of a shell's command line.
  package static func quote(_ text: String) -> String {
    "'" + text + "'"
  }
}
