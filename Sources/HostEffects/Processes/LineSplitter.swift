import Glibc

/// Cuts what a program prints into lines that are safe to put on a terminal.
///
/// A line ends with a line feed, with or without a carriage return before it. A carriage return in the
/// middle starts the line anew, as progress bars do. A line of more than 64 KiB is chopped.
struct LineSplitter: Sendable {
  /// The longest piece, in bytes, that is given out as one line.
  static let longestLine = 64 << 10

  private var pending: [UInt8] = []

  /// How many bytes wait for the end of their line.
  var waiting: Int { pending.count }

  /// Takes more bytes, and gives out the lines that are complete with them.
  mutating func feed(_ bytes: some Sequence<UInt8>, into lines: inout [String]) {
    pending.append(contentsOf: bytes)
    var start = pending.startIndex
    pending.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      while start < buffer.count {
        guard let found = memchr(base + start, 0x0a, buffer.count - start) else { break }
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        Self.chop(UnsafeBufferPointer(rebasing: buffer[start..<end]), into: &lines)
        start = end + 1
      }
      while buffer.count - start > longest {
        let piece = UnsafeBufferPointer(rebasing: buffer[start..<start + longest])
        lines.append(Self.shown(piece))
        start += longest
      }
    }
    pending.removeFirst(start)
  }

  /// Gives out what has no line end yet, when nothing more will come.
  mutating func finish(into lines: inout [String]) {
    guard !pending.isEmpty else { return }
    lines.append(Self.shown(pending[...]))
    pending = []
  }

  private var longest: Int { Self.longestLine }

  private static func chop(_ line: UnsafeBufferPointer<UInt8>, into lines: inout [String]) {
    guard line.count > longestLine else {
      lines.append(shown(line))
      return
    }
    var start = 0
    while start < line.count {
      let end = min(start + longestLine, line.count)
      lines.append(shown(UnsafeBufferPointer(rebasing: line[start..<end])))
      start = end
    }
  }

  /// The text that remains of a line once its carriage returns are done and its controls are tamed.
  private static func shown(_ line: some BidirectionalCollection<UInt8>) -> String {
    var rest = line[...]
    if rest.last == 0x0d { rest = rest.dropLast() }
    if let last = rest.lastIndex(of: 0x0d) { rest = rest[rest.index(after: last)...] }
    return TerminalText.harmless(rest)
  }

  /// All lines of a whole output; lines that show nothing are left out.
  static func lines(of bytes: [UInt8]) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    splitter.feed(bytes, into: &lines)
    splitter.finish(into: &lines)
    return lines.filter { line in line.contains { $0 != " " } }
  }
}
