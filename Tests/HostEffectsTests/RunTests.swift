import Diagnosis
import Glibc
import Planning
import Testing
import Wizard

@testable import HostEffects

struct RunTests {
  private static let uid = branch(
    "*'get namespace kube-system -o json'",
    prints: #"{"kind":"Namespace","metadata":{"name":"kube-system","uid":"u-1"}}"#)
  private static let config = branch(
    "'config view -o json'",
    prints: #"{"clusters":[{"name":"c","cluster":{"server":"https://s"}}],"#
      + #""contexts":[{"name":"demo","context":{"cluster":"c"}}]}"#)

  /// A cluster that is the plan's own, without Linkerd.
  static let cluster =
    uid + config + branch("*'get configmaps'*", prints: #"{"items":[]}"#)
    + branch("*'get clusterroles,'*", prints: #"{"items":[]}"#)
    + branch(
      "*'get namespaces -o json'",
      prints: #"{"items":[{"metadata":{"name":"shop"}},{"metadata":{"name":"going"},"#
        + #""status":{"phase":"Terminating"}}]}"#)
  static let noReleases = branch("'list --kube-context demo'*", prints: "[]")

  private func item(_ command: Command) -> PlanItem {
    PlanItem(id: "x", purpose: "test", explanation: "A test.", action: .command(command))
  }

  func plan(_ host: FakeHost, _ items: [PlanItem] = [], uid: String? = "u-1") throws -> Plan {
    let crds = try host.folder.write("crds.tgz", "crds")
    let plane = try host.folder.write("plane.tgz", "plane")
    let values = try host.folder.write("values.yaml", "a: b")
    let version = ChartVersion(version: "1", crdsVersion: "1", appVersion: "", kubeVersion: "")
    return Plan(
      programVersion: "0",
      cluster: ClusterIdentity(
        context: "demo", server: "https://s", uid: uid, authority: nil, kubeconfig: nil),
      tools: [host.kubectl, host.helm],
      charts: FetchedCharts(
        source: .edge, described: version,
        crds: ChartFile(
          name: "linkerd-crds", version: "1", path: crds, sha256: try FileDigest.file(crds)),
        controlPlane: ChartFile(
          name: "linkerd-control-plane", version: "1", path: plane,
          sha256: try FileDigest.file(plane))),
      valuesFiles: [GivenFile(path: values, sha256: try FileDigest.file(values))], items: items)
  }

  private func outcome(_ reports: [HostReport]) -> ItemOutcome? {
    guard case .itemFinished(let outcome)? = reports.last else { return nil }
    return outcome
  }

  private func lines(_ reports: [HostReport]) -> [String] {
    reports.flatMap { report -> [String] in
      guard case .output(let batch) = report else { return [] }
      return batch.lines
    }
  }

  @Test func aRunBeginsWithItsDirectory() async throws {
    let host = try FakeHost(kubectl: Self.cluster, helm: Self.noReleases)
    let plan = try plan(host)
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return
    }
    #expect(mode(of: record.directory) == 0o700)
    #expect(mode(of: record.answersPath) == 0o600)
    #expect(mode(of: record.scriptPath) == 0o700)
    #expect(mode(of: record.logPath) == 0o600)
    #expect(record.directory.hasPrefix("\(host.folder.path)/state/linkerd-wizard/runs/20261120T"))
    #expect(record.directory.hasSuffix("-\(plan.digest.prefix(8))"))
  }

  @Test func aCommandRunsAsPlannedAndIsLogged() async throws {
    let host = try FakeHost(
      kubectl: Self.cluster,
      helm: Self.noReleases
        + "'upgrade a b') echo \"done $X $KUBECONFIG [$HELM_NAMESPACE]\"; cat; exit 0;;\n")
    let command = Command(
      tool: host.helm, arguments: ["upgrade", "a b"], environment: ["X": "y"], input: "given\n")
    let plan = try plan(host, [item(command)])
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return
    }
    let reports = await host.reports(of: .carryOut(plan.items[0], plan))
    #expect(outcome(reports) == .done(.none))
    #expect(lines(reports).suffix(2) == ["done y \(host.folder.path)/config []", "given"])
    #expect(lines(reports).first?.hasPrefix("$ ") == true)
    let log = String(decoding: try FileBytes.read(record.logPath, limit: 1 << 20), as: UTF8.self)
    #expect(log.contains("done y"))
    #expect(log.contains("A test."))
    #expect(host.trace.contains("helm upgrade a b"))
  }

  @Test func aFailingCommandKeepsItsOutput() async throws {
    let host = try FakeHost(helm: "install) printf 'Error: \\033[31mno\\033[0m\\n' >&2; exit 1;;\n")
    let command = Command(tool: host.helm, arguments: ["install"])
    let reports = await host.reports(of: .carryOut(item(command), try plan(host)))
    guard case .failed? = outcome(reports) else {
      Issue.record("it did not fail")
      return
    }
    #expect(lines(reports).last == "Error: no")
  }

  @Test func whatExistsAlreadyIsNoFailureWhereThatIsTolerated() async throws {
    let body = branch(
      "create", errors: "Error from server (AlreadyExists): namespaces x already exists", status: 1)
    let host = try FakeHost(kubectl: body)
    let plan = try plan(host)
    let tolerant = Command(tool: host.kubectl, arguments: ["create"], tolerated: .alreadyExists)
    #expect(outcome(await host.reports(of: .carryOut(item(tolerant), plan))) == .done(.foundThere))
    let strict = Command(tool: host.kubectl, arguments: ["create"])
    guard case .failed? = outcome(await host.reports(of: .carryOut(item(strict), plan), id: 2))
    else {
      Issue.record("it did not fail")
      return
    }
  }

  @Test func aNamespaceThatIsBeingDeletedIsAFailure() async throws {
    let body = branch(
      "create",
      errors:
        "Error from server (AlreadyExists): object is being deleted: namespaces x already exists",
      status: 1)
    let host = try FakeHost(kubectl: body)
    let command = Command(tool: host.kubectl, arguments: ["create"], tolerated: .alreadyExists)
    guard case .failed? = outcome(await host.reports(of: .carryOut(item(command), try plan(host))))
    else {
      Issue.record("it was taken for done")
      return
    }
  }

  @Test func aHungCommandIsStoppedWhenItsTimeIsUp() async throws {
    let host = try FakeHost(helm: "hang) trap '' INT TERM; sleep 1000; exit 0;;\n")
    let command = Command(tool: host.helm, arguments: ["hang"], timeout: 1)
    guard case .failed? = outcome(await host.reports(of: .carryOut(item(command), try plan(host))))
    else {
      Issue.record("it did not fail")
      return
    }
  }

  @Test func aCancelledCommandIsInterruptedAndSaysSo() async throws {
    let host = try FakeHost(
      helm:
        "wait) trap 'echo marked failed; exit 1' INT; echo waiting; while :; do sleep 0.05; done;;\n"
    )
    let command = Command(tool: host.helm, arguments: ["wait"])
    host.interpreter.start(
      EffectRequest(id: EffectID(1), effect: .carryOut(item(command), try plan(host))))
    #expect(await eventually { !host.trace.isEmpty })
    // Only a shell that has set its trap is interrupted as Helm is; its first line says that it has.
    var seen: [HostReport] = []
    #expect(
      await eventually {
        for case .host(_, let report) in host.mailbox.drain() { seen.append(report) }
        return lines(seen).contains("waiting")
      })
    host.interpreter.start(EffectRequest(id: EffectID(2), effect: .cancel(EffectID(1))))
    let reports = await host.reports()
    #expect(outcome(reports) == .cancelled)
    #expect(lines(reports).contains("marked failed"))
  }

  @Test func aKilledCommandIsAFailure() async throws {
    let host = try FakeHost(helm: "die) kill -KILL $$;;\n")
    let command = Command(tool: host.helm, arguments: ["die"])
    guard case .failed? = outcome(await host.reports(of: .carryOut(item(command), try plan(host))))
    else {
      Issue.record("it did not fail")
      return
    }
  }

  @Test func aMillionLinesAreBoundedAndAllInTheLog() async throws {
    let host = try FakeHost(
      kubectl: Self.cluster,
      helm: Self.noReleases
        + "noise) yes 'a line of sixty bytes that is printed a million times, more or less' | head -n 1000000; exit 0;;\n"
    )
    let plan = try plan(host)
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return
    }
    let command = Command(tool: host.helm, arguments: ["noise"])
    let reports = await host.reports(of: .carryOut(item(command), plan))
    #expect(outcome(reports) == .done(.none))
    var told = 0
    for case .output(let batch) in reports { told += batch.lines.count + batch.skipped }
    #expect(told == 1_000_001)
    var info = stat()
    #expect(stat(record.logPath, &info) == 0)
    #expect(info.st_size > 60_000_000)
  }

  @Test func noKeyReachesOutputOrLog() async throws {
    let key = "-----BEGIN EC PRIVATE KEY-----\nCanaryCanary\n-----END EC PRIVATE KEY-----"
    let host = try FakeHost(
      kubectl: Self.cluster,
      helm: Self.noReleases + branch("leak", prints: key, errors: "CAUSE", status: 1)
    )
    let plan = try plan(host)
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return
    }
    let command = Command(tool: host.helm, arguments: ["leak"])
    let reports = await host.reports(of: .carryOut(item(command), plan))
    #expect(!"\(reports)".contains("Canary"))
    #expect("\(reports)".contains("CAUSE"))
    #expect(
      !String(decoding: try FileBytes.read(record.logPath, limit: 1 << 20), as: UTF8.self).contains(
        "Canary"))
  }

  @Test func certificatesAreMadeAndTold() async throws {
    let host = try FakeHost(writeCertificates: CertificateFilesWriter.write)
    let directory = "\(host.folder.path)/certs"
    let recipe = CertificatePlan(
      directory: directory, anchorName: "root.linkerd.cluster.local",
      issuerName: "identity.linkerd.cluster.local", notBefore: FakeHost.now,
      anchorNotAfter: FakeHost.now.adding(seconds: 86400 * 3650),
      issuerNotAfter: FakeHost.now.adding(seconds: 86400 * 365))
    let item = PlanItem(
      id: "certificates", purpose: "certificates", explanation: "",
      action: .writeCertificates(recipe))
    guard
      case .done(.certificates(let notes))? = outcome(
        await host.reports(of: .carryOut(item, try plan(host))))
    else {
      Issue.record("they were not made")
      return
    }
    #expect(notes.map(\.name) == ["root.linkerd.cluster.local", "identity.linkerd.cluster.local"])
    #expect(mode(of: "\(directory)/ca.key") == 0o600)
    guard
      case .failed(let problem, _)? = outcome(
        await host.reports(of: .carryOut(item, try plan(host)), id: 2))
    else {
      Issue.record("they were overwritten")
      return
    }
    #expect(!problem.remedy.isEmpty)
  }

  @Test func podsAreToldUntilCancelled() async throws {
    let pod =
      #"{"kind":"Pod","metadata":{"name":"linkerd-identity-1-a","labels":{"pod-template-hash":"1"}},"#
      + #""status":{"phase":"Running","containerStatuses":[{"name":"a","ready":true}]}}"#
    let host = try FakeHost(
      kubectl: branch(
        "*'get pods,deployments,daemonsets,replicasets,events -n linkerd -o json'",
        prints: "{\"items\":[\(pod)]}"))
    host.interpreter.start(
      EffectRequest(id: EffectID(1), effect: .watchPods(namespace: "linkerd", host.target)))
    var seen: [HostReport] = []
    #expect(
      await eventually {
        for case .host(_, let report) in host.mailbox.drain() { seen.append(report) }
        return !seen.isEmpty
      })
    #expect(
      seen.first
        == .pods([
          PodStatus(
            name: "linkerd-identity-1-a", deployment: "linkerd-identity", readyContainers: 1,
            containers: 1, phase: "Running", age: 0)
        ]))
    host.interpreter.start(EffectRequest(id: EffectID(2), effect: .cancel(EffectID(1))))
    #expect(await host.reports().last == .ended)
  }

  @Test func aProofThatFailsTellsItsRows() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*' version -o json'", prints: #"{"serverVersion":{"gitVersion":"v1.33.2"}}"#)
        + branch("*'-o go-template='*") + branch("*", prints: #"{"items":[]}"#))
    let check = MeshCheck(
      namespace: "linkerd", meshedNamespaces: ["direktiv"], anchorCertificatePath: "/nowhere")
    let item = PlanItem(id: "proof", purpose: "proof", explanation: "", action: .verify(check))
    guard
      case .failed(let problem, .proof(let rows))? = outcome(
        await host.reports(of: .carryOut(item, try plan(host))))
    else {
      Issue.record("it passed")
      return
    }
    #expect(problem.code == "proof-failed")
    #expect(rows.contains { $0.mark == .failed })
  }

  @Test func scriptsAndLogsAreSavedButNeverOverAFile() async throws {
    let host = try FakeHost(kubectl: Self.cluster, helm: Self.noReleases)
    let plan = try plan(host)
    let path = "\(host.folder.path)/install.sh"
    #expect(await host.report(of: .saveScript(plan, path: path)) == .saved(.success(path)))
    #expect(mode(of: path) == 0o700)
    guard case .saved(.failure(let problem)) = await host.report(of: .saveScript(plan, path: path))
    else {
      Issue.record("it was overwritten")
      return
    }
    #expect(problem.sentence.contains(path))
    guard case .runBegan(.success(let record)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it did not begin")
      return
    }
    let copy = "\(host.folder.path)/copy.log"
    #expect(await host.report(of: .saveLog(record, path: copy)) == .saved(.success(copy)))
    #expect(host.folder.text("copy.log").contains("linkerd-wizard"))
  }

  @Test func stoppingEverythingLeavesNoChild() async throws {
    let host = try FakeHost(
      kubectl: "*) echo $$ >> $here/pids; trap '' INT TERM; sleep 1000; sleep 1000;;\n")
    for id in 1...3 {
      host.interpreter.start(
        EffectRequest(id: EffectID(id), effect: .probe(.gatewayAPI, host.target)))
    }
    #expect(await eventually { host.folder.text("pids").split(separator: "\n").count == 3 })
    await host.interpreter.stopAll()
    #expect(host.interpreter.underWay == 0)
    for pid in host.folder.text("pids").split(separator: "\n").compactMap({ pid_t($0) }) {
      #expect(kill(pid, 0) != 0)
    }
  }
}
