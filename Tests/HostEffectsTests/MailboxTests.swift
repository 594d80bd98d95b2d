import Glibc
import Synchronization
import Testing

@testable import HostEffects

struct MailboxTests {
  @Test func messagesComeInOrderAndWakeThePoll() throws {
    let mailbox = try Mailbox<Int>()
    #expect(!mailbox.wait(milliseconds: 0))
    mailbox.post(1)
    mailbox.post(2)
    #expect(mailbox.wait(milliseconds: 0))
    #expect(mailbox.drain() == [1, 2])
    #expect(!mailbox.wait(milliseconds: 0))
    #expect(mailbox.drain().isEmpty)
  }

  @Test func theNewestOfAKeyIsMadeOnceAtDraining() throws {
    let mailbox = try Mailbox<Int>()
    let made = Mutex(0)
    for _ in 0..<1000 {
      mailbox.post(newestOf: "output") {
        made.withLock { $0 += 1 }
        return 7
      }
    }
    mailbox.post(newestOf: "nothing") { nil }
    mailbox.post(8)
    #expect(mailbox.drain() == [7, 8])
    #expect(made.withLock { $0 } == 1)
  }

  @Test func nothingIsLostBetweenThreads() async throws {
    let mailbox = try Mailbox<Int>()
    await withTaskGroup(of: Void.self) { tasks in
      for part in 0..<8 {
        tasks.addTask { for number in 0..<1000 { mailbox.post(part * 1000 + number) } }
      }
    }
    #expect(Set(mailbox.drain()).count == 8000)
  }
}
