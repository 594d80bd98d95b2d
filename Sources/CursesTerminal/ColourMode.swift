/// Whether colours are wanted.
package enum ColourMode: Equatable, Sendable {
  /// Where the terminal has them.
  case automatic
  /// Never: `NO_COLOR` or an option says so.
  case never

  /// What `NO_COLOR` asks for: never, when it is set to anything but an empty text.
  package init(noColor: String?) {
    self = noColor?.isEmpty ?? true ? .automatic : .never
  }
}
