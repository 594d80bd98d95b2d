/// A generator of numbers that is the same in every run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Text as nobody would write it, and some as people do.
enum HostileText {
  private static let pieces = [
    "a", "Z", " ", "~", "é", "e\u{301}", "中", "文", "한", "\u{1112}\u{1161}\u{11AB}", "👍", "👍🏽",
    "👨‍👩‍👧", "🇩🇪", "❤️", "1️⃣", "\u{1B}[31m", "\u{7}", "\t", "\r\n", "\n", "\0", "\u{9B}", "\u{AD}",
    "\u{200B}", "\u{200D}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{301}", "\u{20DD}", "\u{0E33}",
    "\u{0903}", "\u{2028}", "\u{E0041}", "\u{FFFF}", "\u{10FFFF}", "\u{E000}", "●", "▌", "ﬁ", "ｱ",
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "\u{115F}", "\u{3164}", "\u{FFFD}",
  ]

  /// A text of up to `most` pieces, some of them scalars drawn from all of Unicode.
  static func make(_ random: inout SplitMix, most: Int = 30) -> String {
    (0..<Int.random(in: 0...most, using: &random)).reduce(into: "") { text, _ in
      if Int.random(in: 0..<4, using: &random) == 0 {
        let value = UInt32.random(in: 0...0x10FFFF, using: &random)
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      } else {
        text += pieces.randomElement(using: &random) ?? ""
      }
    }
  }
}
