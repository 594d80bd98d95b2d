import Planning
import TestSupport
import Testing
import Wizard

@testable import HostEffects

/// Tools that print what steers a terminal, what is no text, or no end of it.
struct HostileOutputTests {
  /// A host whose tools print the hostile output in the place of `HOSTILE`.
  private func host(kubectl: String = "", helm: String = "") throws -> FakeHost {
    let host = try FakeHost(
      kubectl: kubectl.replacing("HOSTILE", with: "cat \"$here/hostile\""),
      helm: helm.replacing("HOSTILE", with: "cat \"$here/hostile\""))
    try #require(HostileOutput.write(to: "\(host.folder.path)/hostile"))
    return host
  }

  private func run(_ arguments: [String], on host: FakeHost) async throws -> (
    reports: [HostReport], log: String
  ) {
    let plan = try RunTests().plan(host)
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return ([], "")
    }
    let item = PlanItem(
      id: "x", purpose: "test", explanation: "A test.",
      action: .command(Command(tool: host.helm, arguments: arguments)))
    return (await host.reports(of: .carryOut(item, plan)), record.logPath)
  }

  private func expectHarmless(_ reports: [HostReport], _ place: SourceLocation = #_sourceLocation) {
    for text in HostileOutput.texts(in: reports) {
      // A sentence may have several lines.
      let controls = HostileOutput.controls(in: text).filter { $0 != 0x0a }
      #expect(controls.isEmpty, "\(controls) in \(text.debugDescription)", sourceLocation: place)
      #expect(!text.contains(HostileOutput.title), "\(text)", sourceLocation: place)
    }
  }

  @Test(arguments: [0, 1])
  func whatACommandPrintsIsShownWithoutControlsAndLoggedByteForByte(status: Int) async throws {
    let host = try host(
      kubectl: RunTests.cluster,
      helm: RunTests.noReleases + "hostile) HOSTILE; HOSTILE >&2; exit \(status);;\n")
    let (reports, path) = try await run(["hostile"], on: host)
    expectHarmless(reports)
    let lines = reports.flatMap { report -> [String] in
      guard case .output(let batch) = report else { return [] }
      return batch.lines
    }
    #expect(lines.filter { $0 == HostileOutput.lastLine }.count == 2, "\(lines)")
    #expect(lines.filter { $0 == "progress 100%" }.count == 2, "\(lines)")
    #expect(!lines.contains { $0.contains("overwritten") }, "\(lines)")
    let log = try FileBytes.read(path, limit: 1 << 20)
    let twice = HostileOutput.bytes + HostileOutput.bytes
    #expect(log.firstRange(of: twice) != nil, "the log holds something else")
  }

  @Test(arguments: ["HOSTILE; exit 1", "HOSTILE >&2; exit 1", "HOSTILE; exit 0"])
  func whatAQuestionIsAnsweredWithIsShownWithoutControls(answer: String) async throws {
    let host = try host(kubectl: "*) \(answer);;\n", helm: "*) \(answer);;\n")
    let effects: [Effect] =
      [.readContexts, .listServices(["shop"], host.target), .listRepositories(helm: host.helm)]
      + [ClusterProbe.server, .access, .linkerd, .gatewayAPI, .network, .clocks, .namespaces].map {
        .probe($0, host.target)
      }
    for (number, effect) in effects.enumerated() {
      let reports = await host.reports(of: effect, id: number + 1)
      #expect(!reports.isEmpty)
      expectHarmless(reports)
    }
  }

  @Test func aLineOf100MegabytesIsShownInBoundedPiecesAndLoggedWhole() async throws {
    let size = 100_000_000
    let host = try host(
      kubectl: RunTests.cluster,
      helm: RunTests.noReleases
        + "endless) head -c \(size) /dev/zero | tr '\\0' x; echo; echo behind; exit 0;;\n")
    let (reports, path) = try await run(["endless"], on: host)
    guard case .itemFinished(.done)? = reports.last else {
      Issue.record("it failed")
      return
    }
    var buffer = OutputBuffer()
    for case .output(let batch) in reports {
      #expect(batch.lines.allSatisfy { $0.utf8.count <= LineSplitter.longestLine })
      #expect(batch.lines.count <= OutputBuffer.capacity)
      buffer.append(batch)
    }
    #expect(buffer.lines.last == "behind")
    let kept = buffer.lines.reduce(0) { $0 + $1.utf8.count }
    #expect(kept <= 2 * OutputBuffer.capacity * (OutputBuffer.lineCapacity + 64))
    // The log is compared by a program: to look at each byte here takes minutes in a debug build.
    let compared = await ChildProcess.collect(
      ChildProgram(
        path: "/bin/sh",
        arguments: ["-c", "tr -dc x <\"$1\" | wc -c; grep -c '^behind$' \"$1\"", "sh", path],
        environment: ["PATH": "/usr/bin:/bin"]))
    let counts = compared.outputLines.compactMap { Int($0.filter(\.isNumber)) }
    #expect(counts.count == 2 && counts.last == 1, "\(compared.outputLines)")
    // Besides the line the log has few words of its own, some with an x.
    #expect((size..<size + 200).contains(counts.first ?? 0), "\(compared.outputLines)")
  }
}
