import Glibc

/// What a broken or malicious tool may print: everything that steers a terminal, and bytes that are
/// no text at all.
///
/// The sequences are those of ECMA-48 and of xterm's "Control Sequences".
package enum HostileOutput {
  /// The title that it sets where it reaches a terminal.
  package static let title = "owned-title"
  /// What it puts in the clipboard where it reaches a terminal.
  package static let clipboard = "owned"
  /// Its last line.
  package static let lastLine = "the end of hostile output"

  /// All of it; each line begins with a plain word, and the last is `lastLine`.
  package static let bytes: [UInt8] =
    lines.flatMap { $0 + [0x0a] } + Array((lastLine + "\n").utf8)

  private static let lines: [[UInt8]] =
    [
      "title \u{1b}]0;\(title)\u{07}\u{1b}]2;\(title)\u{1b}\\",
      // "owned" in base64.
      "clipboard \u{1b}]52;c;b3duZWQ=\u{07}",
      "moved \u{1b}[2J\u{1b}[H\u{1b}[10;10H\u{1b}[3;5r\u{1b}[31;7m",
      "screens \u{1b}[?1049l\u{1b}[?1049h\u{1b}[?25h\u{1b}[?1000h\u{1b}7\u{1b}8",
      "paste \u{1b}[?2004h\u{1b}[200~q\r\u{1b}[201~",
      // A terminal answers these as if its user had typed.
      "questions \u{1b}[6n\u{1b}[c\u{1b}Z\u{1b}[21t\u{1b}]10;?\u{07}\u{05}",
      "strings \u{1b}P$qm\u{1b}\\\u{1b}Pq#0\u{1b}\\\u{1b}_x\u{1b}\\\u{1b}^x\u{1b}\\\u{1b}Xx\u{1b}\\",
      "reset \u{1b}c\u{1b}(0\u{0e}\u{1b}#8",
      "c1 \u{9b}2J\u{9d}0;\(title)\u{9c}\u{90}q\u{9c}\u{84}\u{85}\u{8d}",
      "controls \u{08}\u{08}\u{0b}\u{0c}\u{07}\u{7f}\u{1a}\u{18}\t|",
      "order \u{202e}desrever\u{2066}\u{200b}\u{feff}\u{2028}",
      "progress 1%\rprogress 50%\rprogress 100%",
      "overwritten\r\u{1b}[2Kprogress done\r",
      "unfinished \u{1b}]0;\(title)",
      "cut \u{1b}[",
    ].map { Array($0.utf8) } + [
      Array("raw-c1 ".utf8) + [0x9b, 0x32, 0x4a, 0x9d, 0x30, 0x3b, 0x78, 0x9c],
      Array("no-text ".utf8) + [0xff, 0xfe, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf8, 0x88, 0xe2, 0x82],
      Array("nul ".utf8) + [0, 0, 0x41, 0],
      [UInt8](0...255).filter { $0 != 0x0a },
    ]

  /// Writes it into a new file; false where that can't be done.
  package static func write(to path: String) -> Bool {
    guard let file = fopen(path, "we") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }

  /// The scalars of a text that steer a terminal or turn the order of reading, by their numbers.
  package static func controls(in text: String) -> [UInt32] {
    text.unicodeScalars.map(\.value).filter { value in
      switch value {
      case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
      default: false
      }
    }
  }

  /// All texts that a value holds, however deep.
  package static func texts(in value: Any) -> [String] {
    if let text = value as? String { return [text] }
    return Mirror(reflecting: value).children.flatMap { texts(in: $0.value) }
  }
}
