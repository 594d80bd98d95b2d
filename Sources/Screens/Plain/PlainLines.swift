import Planning
import TerminalModel

/// Lines of prose for plain output: wrapped to 78 columns, cleaned of control codes.
struct PlainLines: Equatable, Sendable {
  /// Where prose is broken; commands and output never are, so that they can be copied.
  static let columns = 78

  private let layout: TextLayout
  let glyphs: Glyphs

  init(glyphs: Glyphs) {
    self.glyphs = glyphs
    layout = TextLayout(glyphs)
  }

  /// A line as a terminal can be trusted to show it; in ASCII where the glyphs are.
  func cleaned(_ line: String) -> String {
    if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return line }
    let wide = layout.expandingTabs(glyphs.isASCII ? spelledOut(line) : line)
    return layout.truncated(wide, to: .max)
  }

  /// Prose as lines, each after the first with that many spaces more before it.
  func prose(_ text: String, indent: Int = 0, hanging: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return layout.wrapped(text, to: Self.columns - indent, hangingIndent: hanging)
      .map { margin + $0 }
  }

  /// A word in its column with prose beside it.
  func entry(_ word: String, _ text: String, column: Int) -> [String] {
    let padding = String(repeating: " ", count: max(column - word.count, 1))
    let margin = String(repeating: " ", count: column)
    return layout.wrapped(text, to: Self.columns - column).enumerated()
      .map { ($0 == 0 ? word + padding : margin) + $1 }
  }

  /// A problem's sentence with its mark, and its remedy below.
  func problem(_ problem: Problem, indent: Int = 0) -> [String] {
    let mark = problem.severity == .error ? glyphs.bad : glyphs.warning
    let margin = indent + 2
    return prose("\(mark) \(problem.sentence)", indent: indent, hanging: 2)
      + (problem.remedy.isEmpty ? [] : prose(problem.remedy, indent: margin))
  }

  private func spelledOut(_ line: String) -> String {
    var text = ""
    for character in line {
      if character == "…" { text += "..." } else { text.append(character) }
    }
    return text
  }
}
