/// The newest lines that the run's commands printed; older ones are only in the log.
package struct OutputBuffer: Equatable, Sendable {
  /// How many lines are kept at the least.
  package static let capacity = 2000

  /// The number of the first kept line, counted from 0 over the whole run.
  package private(set) var first = 0
  package private(set) var lines: [String] = []

  /// Makes an empty buffer.
  package init() {}

  /// The number that the next line gets.
  package var end: Int { first + lines.count }

  /// Adds lines; `skipped` lines before them were never seen here.
  package mutating func append(_ batch: OutputBatch) {
    if batch.skipped > 0 {
      lines.append("… \(batch.skipped) lines, only in the log …")
    }
    lines.append(contentsOf: batch.lines)
    guard lines.count > 2 * Self.capacity else { return }
    let surplus = lines.count - Self.capacity
    lines.removeFirst(surplus)
    first += surplus
  }

  /// Lines from the first number up to, not including, the second; numbers outside are left out.
  package func lines(from start: Int, to end: Int) -> ArraySlice<String> {
    let low = min(max(start, first), self.end) - first
    let high = min(max(end, first), self.end) - first
    return low < high ? lines[low..<high] : []
  }
}
