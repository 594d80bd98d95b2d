import CNCurses

/// The bytes that give a terminal back to the shell, prepared while nothing is wrong yet.
struct RestoreBytes {
  /// Attributes off, keypad off, pastes as keys, cursor seen, the shell's own screen.
  let bytes: [UInt8]

  /// Reads the current terminal's description.
  init(pasteOff: [UInt8]) {
    let capabilities = ["sgr0", "op", "rmkx"]
    bytes =
      capabilities.flatMap(Self.capability) + pasteOff
      + ["cnorm", "rmcup"].flatMap(Self.capability) + Array("\r".utf8)
  }

  /// A capability's bytes without padding such as `$<50/>`; empty where the terminal has it not.
  static func capability(_ name: String) -> [UInt8] {
    guard let value = nc_capability(name) else { return [] }
    var result: [UInt8] = []
    var rest = Array(String(cString: value).utf8)[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "$"), rest.dropFirst().first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
