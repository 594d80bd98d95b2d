import TerminalModel

/// A piece of a line with one meaning.
struct Span: Equatable {
  var text: String
  var role: Role

  init(_ text: String, _ role: Role = .body) {
    self.text = text
    self.role = role
  }
}

/// One line of a page or a dialog.
struct Line: Equatable {
  var spans: [Span] = []
  /// What stands at the right end.
  var trailing: [Span] = []
  /// Whether the bar of the focus stands at its left.
  var isFocused = false
  /// The column of the caret, counted from the line's start; nil where none stands here.
  var caret: Int?
  /// A dashed line fills the room between both ends.
  var isHeading = false
  /// The text whose matches are picked out; empty for none.
  var highlight = ""

  init(
    _ spans: [Span] = [], trailing: [Span] = [], isFocused: Bool = false, caret: Int? = nil
  ) {
    self.spans = spans
    self.trailing = trailing
    self.isFocused = isFocused
    self.caret = caret
  }

  init(_ text: String, _ role: Role = .body) {
    self.init([Span(text, role)])
  }

  static let empty = Line()

  /// A heading inside a page: `┄ this option ┄┄┄┄`.
  static func heading(_ text: String, trailing: String = "", isFocused: Bool = false) -> Line {
    var line = Line(
      [Span(text, isFocused ? .focus : .muted)],
      trailing: trailing.isEmpty ? [] : [Span(trailing, .muted)], isFocused: isFocused)
    line.isHeading = true
    return line
  }
}

extension [Span] {
  /// The columns that the spans take.
  var width: Int { reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// The same spans with ordinary text shown as focused.
  func focused(_ isFocused: Bool) -> [Span] {
    isFocused ? map { $0.role == .body ? Span($0.text, .focus) : $0 } : self
  }
}

extension [Line] {
  /// Lines of a text, broken between words, each `indent` columns in.
  static func wrapping(
    _ text: String, _ role: Role, columns: Int, indent: Int = 0, glyphs: Glyphs
  ) -> [Line] {
    guard !text.isEmpty else { return [] }
    let room = Swift.max(columns - indent, 1)
    let pad = String(repeating: " ", count: indent)
    return TextLayout(glyphs).wrapped(text, to: room).map { Line([Span(pad), Span($0, role)]) }
  }

  /// Lines behind a mark, such as `! Longer than the trust anchor.`
  static func marked(
    _ mark: Character, _ markRole: Role, _ text: String, _ role: Role, columns: Int,
    indent: Int = 0, glyphs: Glyphs
  ) -> [Line] {
    let pad = String(repeating: " ", count: indent)
    let wrapped = TextLayout(glyphs).wrapped(text, to: Swift.max(columns - indent - 2, 1))
    return wrapped.enumerated().map { number, part in
      number == 0
        ? Line([Span(pad), Span("\(mark) ", markRole), Span(part, role)])
        : Line([Span(pad + "  "), Span(part, role)])
    }
  }
}
