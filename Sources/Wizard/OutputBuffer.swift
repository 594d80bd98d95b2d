/// The newest lines that the run's commands printed; older ones are only in the log.
package struct OutputBuffer: Equatable, Sendable {
  /// How many lines are kept at the least.
  package static let capacity = 2000
  /// How many UTF-8 bytes of a line are kept at the most; the log has all of them.
  package static let lineCapacity = 4096

  /// The number of the first kept line, counted from 0 over the whole run.
  package private(set) var first = 0
  /// The lines that are kept, the newest last.
  package private(set) var lines: [String] = []

  /// Makes an empty buffer.
  package init() {}

  /// The number that the next line gets.
  package var end: Int { first + lines.count }

  /// Adds lines; `skipped` lines before them were never seen here.
  package mutating func append(_ batch: OutputBatch) {
    let skipped = batch.skipped + max(batch.lines.count - 2 * Self.capacity, 0)
    if skipped > 0 {
      lines.append("… \(skipped) line\(skipped == 1 ? "" : "s"), only in the log …")
    }
    lines.append(contentsOf: batch.lines.suffix(2 * Self.capacity).map(Self.shortened))
    guard lines.count > 2 * Self.capacity else { return }
    let surplus = lines.count - Self.capacity
    lines.removeFirst(surplus)
    first += surplus
  }

  private static func shortened(_ line: String) -> String {
    guard line.utf8.count > lineCapacity else { return line }
    return String(decoding: line.utf8.prefix(lineCapacity), as: UTF8.self)
      + " … (the rest is in the log)"
  }

  /// Lines from the first number up to, not including, the second; numbers outside are left out.
  package func lines(from start: Int, to end: Int) -> ArraySlice<String> {
    let low = min(max(start, first), self.end) - first
    let high = min(max(end, first), self.end) - first
    return low < high ? lines[low..<high] : []
  }
}
