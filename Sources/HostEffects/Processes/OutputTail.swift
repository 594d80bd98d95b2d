import Glibc
package import Wizard

/// Keeps the last bytes of an output in a ring, and cuts into lines only what will be painted.
///
/// Its memory is the capacity, whatever is printed; appending costs a copy and a count of line ends.
package struct OutputTail: Sendable {
  private var ring: [UInt8]
  private var delivered = 0
  private var deliveredLines = 0
  /// How many bytes were printed.
  package private(set) var totalBytes = 0
  /// How many lines were completed.
  package private(set) var totalLines = 0

  /// Makes a tail that keeps so many bytes.
  package init(capacity: Int = 256 << 10) {
    ring = [UInt8](repeating: 0, count: max(capacity, 1024))
  }

  /// Takes what was printed.
  package mutating func append(_ chunk: [UInt8]) {
    chunk.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      totalLines += Self.lineEnds(base, bytes.count)
      let kept = min(bytes.count, ring.count)
      let source = base + (bytes.count - kept)
      let position = (totalBytes + bytes.count - kept) % ring.count
      let first = min(kept, ring.count - position)
      ring.withUnsafeMutableBufferPointer { target in
        guard let start = target.baseAddress else { return }
        memcpy(start + position, source, first)
        memcpy(start, source + first, kept - first)
      }
      totalBytes += bytes.count
    }
  }

  /// Gives out the newest lines, at most so many, of what came since the last time.
  ///
  /// A line that has not ended stays for the next time, unless `final` says that nothing more comes.
  package mutating func take(limit: Int, final: Bool = false) -> OutputBatch {
    let fresh = newBytes()
    guard !fresh.isEmpty || totalLines > deliveredLines else { return OutputBatch(lines: []) }
    var lines: [String] = []
    var splitter = LineSplitter()
    splitter.feed(fresh[Self.start(of: limit, in: fresh)...], into: &lines)
    let waiting = splitter.waiting
    if final { splitter.finish(into: &lines) }
    lines.removeFirst(max(0, lines.count - limit))
    let complete = totalLines - deliveredLines
    delivered = final ? totalBytes : totalBytes - waiting
    deliveredLines = totalLines
    return OutputBatch(skipped: max(0, complete - lines.count), lines: lines)
  }

  /// The last so many bytes, whether they were given out or not.
  package func last(_ count: Int) -> [UInt8] {
    let count = min(count, totalBytes, ring.count)
    let position = (totalBytes - count) % ring.count
    let first = min(count, ring.count - position)
    return Array(ring[position..<position + first]) + ring[0..<count - first]
  }

  /// What came since the last time and is still in the ring, from the start of a line on.
  private func newBytes() -> [UInt8] {
    let count = min(totalBytes - delivered, ring.count)
    var bytes = last(count)
    if totalBytes - delivered > count, let end = bytes.firstIndex(of: 0x0a) {
      bytes.removeFirst(end + 1)
    }
    return bytes
  }

  /// Where the last so many complete lines begin, and whatever follows them.
  private static func start(of limit: Int, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var left = limit
      var position = buffer.count
      while position > 0 {
        position -= 1
        guard buffer[position] == 0x0a else { continue }
        if left == 0 { return position + 1 }
        left -= 1
      }
      return 0
    }
  }

  /// Counts the line ends, eight bytes at a time: of short lines there may be millions, and to look
  /// for each by itself takes as long as writing all of them to the log.
  private static func lineEnds(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let raw = UnsafeRawPointer(base)
    let low = UInt64.everyByte(0x7f)
    let lineFeeds = UInt64.everyByte(0x0a)
    var lines = 0
    var position = 0
    while position + 8 <= count {
      // Each byte of the word counts for itself, so at most 255 times before they are summed up.
      var counts: UInt64 = 0
      let end = min(position + 255 * 8, count - 7)
      while position < end {
        let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ lineFeeds
        counts &+= ~(((word & low) &+ low) | word | low) &>> 7
        position &+= 8
      }
      lines += counts.sumOfBytes
    }
    while position < count {
      if base[position] == 0x0a { lines += 1 }
      position += 1
    }
    return lines
  }
}

extension UInt64 {
  /// A word of eight times that byte.
  fileprivate static func everyByte(_ byte: UInt8) -> UInt64 {
    UInt64(byte) * 0x0101_0101_0101_0101
  }

  /// Its eight bytes, summed up.
  fileprivate var sumOfBytes: Int {
    let even: UInt64 = 0x00ff_00ff_00ff_00ff
    let pairs = (self & even) &+ ((self &>> 8) & even)
    return Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
  }
}
