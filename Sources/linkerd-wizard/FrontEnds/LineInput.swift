import Glibc

/// Lines of standard input, beside other descriptors that are waited for.
struct LineInput {
  /// What a wait brought.
  enum Arrival: Equatable {
    case line(String)
    /// Standard input has ended.
    case ended
    case nothing
  }

  private var buffer: [UInt8] = []
  private var hasEnded = false

  /// Waits at most a second for a line, where lines are wanted, or for one of the descriptors.
  mutating func wait(for descriptors: [Int32], readsLines: Bool) -> Arrival {
    if readsLines, let line = takeLine() { return .line(line) }
    if readsLines, hasEnded { return .ended }
    var waiting = ([readsLines ? STDIN_FILENO : -1] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&waiting, nfds_t(waiting.count), 1000) > 0, waiting[0].revents != 0 else {
      return .nothing
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { buffer.append(contentsOf: bytes[..<count]) } else { hasEnded = true }
    if let line = takeLine() { return .line(line) }
    return hasEnded ? .ended : .nothing
  }

  /// Forgets what was typed and not taken yet.
  mutating func forget() {
    buffer = []
    tcflush(STDIN_FILENO, TCIFLUSH)
  }

  private mutating func takeLine() -> String? {
    guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else {
      guard hasEnded, !buffer.isEmpty else { return nil }
      defer { buffer = [] }
      return String(decoding: buffer, as: UTF8.self)
    }
    let line = String(decoding: buffer[..<end], as: UTF8.self)
    buffer.removeFirst(end + 1)
    return line
  }
}
