import Glibc
import Synchronization
import Testing

@testable import HostEffects

struct ChildProcessTests {
  private func shell(
    _ script: String, input: [UInt8]? = nil, timeout: Duration? = .seconds(60),
    patience: StopPatience = StopPatience(
      afterInterrupt: .milliseconds(300), afterTerminate: .milliseconds(300))
  ) -> ChildProgram {
    ChildProgram(
      path: "/bin/sh", arguments: ["-c", script],
      environment: ["PATH": "/usr/bin:/bin", "A": "b c"],
      input: input, timeout: timeout, patience: patience)
  }

  @Test func bothOutputsAreCollectedApart() async {
    let output = await ChildProcess.collect(shell("echo out; echo err >&2; exit 3"))
    #expect(output.outcome.ending == .exited(3))
    #expect(output.outputLines == ["out"])
    #expect(output.errorLines == ["err"])
    #expect(!output.outcome.succeeded)
  }

  @Test func inputIsGivenAndWithoutInputThereIsNone() async {
    let given = await ChildProcess.collect(shell("cat", input: Array("hello".utf8)))
    #expect(String(decoding: given.standardOutput, as: UTF8.self) == "hello")
    let none = await ChildProcess.collect(shell("cat; readlink /proc/self/fd/0"))
    #expect(none.outputLines == ["/dev/null"])
  }

  @Test func theEnvironmentIsTheGivenOneOnly() async {
    let output = await ChildProcess.collect(
      ChildProgram(path: "/usr/bin/env", environment: ["A": "b c"]))
    #expect(output.outputLines == ["A=b c"])
  }

  @Test func missingAndUnusableProgramsAreToldApart() async throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write("plain", "text")
    let missing = await ChildProcess.collect(ChildProgram(path: "\(folder.path)/nothing"))
    #expect(missing.outcome.ending == .notFound)
    let unusable = await ChildProcess.collect(ChildProgram(path: plain))
    #expect(unusable.outcome.ending == .notExecutable)
    let relative = await ChildProcess.collect(ChildProgram(path: "sh"))
    #expect(relative.outcome.ending == .notFound)
  }

  @Test func aSignalThatEndedTheChildIsTold() async {
    let output = await ChildProcess.collect(shell("kill -KILL $$"))
    #expect(output.outcome.ending == .signalled(SIGKILL))
    #expect(output.outcome.stopped == nil)
  }

  @Test func tooMuchOutputIsDroppedAndTold() async {
    let output = await ChildProcess.collect(
      shell("head -c 300000 /dev/zero; head -c 5000 /dev/zero >&2"), outputLimit: 1000,
      errorLimit: 10)
    #expect(output.outcome.succeeded)
    #expect(output.standardOutput.count == 1000)
    #expect(output.outputTruncated)
    #expect(output.standardError.count == 10)
    #expect(output.errorTruncated)
  }

  @Test func aHungChildIsStoppedWhenItsTimeIsUp() async {
    let output = await ChildProcess.collect(
      shell("trap '' INT TERM; echo hung; sleep 1000 & wait; sleep 1000", timeout: .seconds(1)))
    #expect(output.outcome.stopped == .timedOut)
    #expect(output.outputLines == ["hung"])
  }

  @Test func cancellingStopsTheWholeGroup() async throws {
    let folder = try TemporaryFolder()
    let program = shell(
      "(trap '' INT TERM; echo $$ > \(folder.path)/sh; exec sleep 1000) & echo $! > \(folder.path)/pid;"
        + " echo ready > \(folder.path)/ready; wait", timeout: nil)
    let task = Task { await ChildProcess.collect(program) }
    #expect(await eventually { !folder.text("ready").isEmpty })
    task.cancel()
    let output = await task.value
    #expect(output.outcome.stopped == .cancelled)
    let survivor = try #require(pid_t(folder.text("pid").filter(\.isNumber)))
    #expect(await eventually { isGone(survivor) })
  }

  @Test func aGrandchildThatOutlivesItsParentIsEnded() async throws {
    let folder = try TemporaryFolder()
    let output = await ChildProcess.collect(
      shell("sleep 1000 >/dev/null 2>&1 & echo $! > \(folder.path)/pid"))
    #expect(output.outcome.succeeded)
    let survivor = try #require(pid_t(folder.text("pid").filter(\.isNumber)))
    #expect(await eventually { isGone(survivor) })
  }

  @Test func aChildThatMarksItselfOnInterruptHasTheTimeForIt() async {
    let program = shell(
      "trap 'echo marked; exit 1' INT; echo ready; while :; do sleep 0.05; done",
      timeout: .seconds(1),
      patience: StopPatience(afterInterrupt: .seconds(20)))
    let output = await ChildProcess.collect(program)
    #expect(output.outputLines == ["ready", "marked"])
    #expect(output.outcome.ending == .exited(1))
  }

  @Test func streamingKeepsTheOrderOfBothOutputs() async {
    let bytes = Mutex<[UInt8]>([])
    let outcome = await ChildProcess.stream(shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2")) {
      chunk in
      bytes.withLock { $0 += chunk }
    }
    #expect(outcome.succeeded)
    #expect(String(decoding: bytes.withLock { $0 }, as: UTF8.self) == "1\n2\n3\n4\n")
  }

  @Test func aCancelledTaskStartsNothing() async throws {
    let folder = try TemporaryFolder()
    let program = shell("echo ran > \(folder.path)/ran")
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await ChildProcess.collect(program)
    }
    task.cancel()
    #expect(await task.value.outcome.stopped == .cancelled)
    #expect(folder.text("ran").isEmpty)
  }

  @Test func aNulByteInAnArgumentIsRefused() async {
    let output = await ChildProcess.collect(ChildProgram(path: "/bin/echo", arguments: ["a\0b"]))
    guard case .notStarted = output.outcome.ending else {
      Issue.record("it ran")
      return
    }
  }

  @Test func aChildHasNoTerminalToAskOn() async throws {
    let output = await ChildProcess.collect(
      ChildProgram(
        path: "/bin/sh",
        arguments: ["-c", "(: </dev/tty) 2>/dev/null && echo asks; cut -d' ' -f6,1 /proc/$$/stat"],
        environment: ["PATH": "/usr/bin:/bin"]))
    let numbers = output.outputLines.flatMap { $0.split(separator: " ") }
    #expect(numbers.count == 2 && numbers.first == numbers.last, "\(output.outputLines)")
  }

  @Test func theForegroundProcessTellsItsStatus() async throws {
    let folder = try TemporaryFolder()
    let outcome = ForegroundProcess.run(
      ChildProgram(
        path: "/bin/sh",
        arguments: [
          "-c",
          "cut -d' ' -f5 /proc/$$/stat > \(folder.path)/group; echo $$ > \(folder.path)/pid; exit 7",
        ],
        environment: ["PATH": "/usr/bin:/bin"]))
    #expect(outcome.ending == .exited(7))
    #expect(folder.text("group").filter(\.isNumber) == folder.text("pid").filter(\.isNumber))
    #expect(!folder.text("pid").isEmpty)
  }
}

/// Whether a process is gone, or only waits to be buried by init.
private func isGone(_ process: pid_t) -> Bool {
  if kill(process, 0) != 0 { return true }
  let status = (try? FileBytes.read("/proc/\(process)/stat", limit: 4096)) ?? []
  return String(decoding: status, as: UTF8.self).contains(") Z ")
}
