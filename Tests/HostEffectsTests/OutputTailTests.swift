import Synchronization
import Testing
import Wizard

@testable import HostEffects

struct OutputTailTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func newLinesAreGivenOutOnce() {
    var tail = OutputTail()
    tail.append(bytes("a\nb\nc"))
    #expect(tail.take(limit: 10) == OutputBatch(lines: ["a", "b"]))
    #expect(tail.take(limit: 10) == OutputBatch(lines: []))
    tail.append(bytes("d\n"))
    #expect(tail.take(limit: 10) == OutputBatch(lines: ["cd"]))
    tail.append(bytes("rest"))
    #expect(tail.take(limit: 10, final: true) == OutputBatch(lines: ["rest"]))
    #expect(tail.take(limit: 10, final: true) == OutputBatch(lines: []))
  }

  @Test func onlyTheNewestAreGivenOutAndTheOthersCounted() {
    var tail = OutputTail()
    for number in 1...1000 { tail.append(bytes("line \(number)\n")) }
    #expect(
      tail.take(limit: 3)
        == OutputBatch(skipped: 997, lines: ["line 998", "line 999", "line 1000"]))
    #expect(tail.totalLines == 1000)
  }

  @Test func whatTheRingHasLostIsCountedToo() {
    var tail = OutputTail(capacity: 1024)
    for number in 1...1000 { tail.append(bytes("line \(number)\n")) }
    let batch = tail.take(limit: 5000)
    #expect(batch.lines.last == "line 1000")
    #expect(batch.lines.count + batch.skipped == 1000)
    #expect(batch.lines.allSatisfy { $0.hasPrefix("line ") })
  }

  @Test func aChunkLargerThanTheRingKeepsItsEnd() {
    var tail = OutputTail(capacity: 1024)
    tail.append(bytes((1...2000).map { "\($0)\n" }.joined()))
    let batch = tail.take(limit: 2)
    #expect(batch == OutputBatch(skipped: 1998, lines: ["1999", "2000"]))
    #expect(tail.last(5) == bytes("2000\n"))
  }

  @Test func aLineWithoutEndDoesNotGrowAndIsGivenOutInPieces() {
    var tail = OutputTail(capacity: 128 << 10)
    var shown = 0
    for _ in 0..<100 {
      tail.append([UInt8](repeating: 0x78, count: 10_000))
      shown += tail.take(limit: 10).lines.reduce(0) { $0 + $1.utf8.count }
    }
    shown += tail.take(limit: 10, final: true).lines.reduce(0) { $0 + $1.utf8.count }
    #expect(shown > 0)
    #expect(shown <= 1_000_000)
    #expect(tail.totalBytes == 1_000_000)
  }

  @Test func theFeedWakesOnceUntilItIsTaken() async {
    let wakes = Mutex(0)
    let feed = OutputFeed { wakes.withLock { $0 += 1 } }
    for number in 0..<10_000 { feed.receive(bytes("\(number)\n")) }
    #expect(await eventually { wakes.withLock { $0 } == 1 })
    #expect(feed.take(limit: 1).skipped == 9_999)
    feed.receive(bytes("more\n"))
    #expect(await eventually { wakes.withLock { $0 } == 2 })
    #expect(feed.take().lines == ["more"])
    #expect(feed.totals.lines == 10_001)
  }

  @Test func aMillionLinesPassWithFewWakesAndLittleMemory() async {
    let wakes = Mutex(0)
    let shown = Mutex(0)
    let box = FeedBox()
    let feed = OutputFeed {
      wakes.withLock { $0 += 1 }
      let batch = box.take()
      shown.withLock { $0 += (batch?.lines.count ?? 0) + (batch?.skipped ?? 0) }
    }
    box.set(feed)
    let outcome = await ChildProcess.stream(
      ChildProgram(
        path: "/bin/sh",
        arguments: [
          "-c",
          "yes 'sixty bytes of text that nobody is ever going to read at all ' | head -n 1000000",
        ],
        environment: ["PATH": "/usr/bin:/bin"])
    ) { feed.receive($0) }
    #expect(outcome.succeeded)
    let rest = feed.take(limit: 400, final: true)
    #expect(feed.totals.lines == 1_000_000)
    // A wake-up that took its lines just before may not have counted them yet.
    #expect(
      await eventually {
        shown.withLock { $0 } + rest.lines.count + rest.skipped == 1_000_000
      })
    let seconds = Double(outcome.duration.components.seconds) + 1
    #expect(Double(wakes.withLock { $0 }) <= seconds * 40)
  }
}
