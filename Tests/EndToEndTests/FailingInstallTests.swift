import Glibc
import Testing

/// Installs that begin and can't end well: each on a cluster of its own.
@Suite(.fewAtATime) struct FailingInstallTests {
  private func wizard(
    _ scenario: String, controlPlane: String = ""
  ) async throws -> (WizardProgram, PracticeServer) {
    let server = try await PracticeServer.start(scenario)
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write("answers.yaml", server.answers(controlPlane: controlPlane))
    return (wizard, server)
  }

  @Test func rightsThatAreMissingAreToldBeforeAnythingIsDone() async throws {
    let (wizard, _) = try await wizard("forbidden")
    let before = wizard.place.snapshot()
    let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    #expect(apply.status == 69, "\(apply)")
    #expect(apply.err.contains("create namespaces") && apply.err.contains("cluster admin"))
    #expect(wizard.place.snapshot() == before)
  }

  @Test func aLinkerdThatIsThereIsLeftAlone() async throws {
    let (wizard, server) = try await wizard("linkerd-present")
    let before = (wizard.place.snapshot(), try await server.snapshot())
    let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    #expect(apply.status == 69, "\(apply)")
    #expect(apply.err.contains("is installed here already"))
    #expect(wizard.place.snapshot() == before.0)
    #expect(try await server.snapshot() == before.1)
  }

  @Test func podsThatNeverGetReadyAreExplainedWithTheWayBack() async throws {
    let (wizard, server) = try await wizard("pods-never-ready", controlPlane: "  wait: 5s\n")
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 1, "\(apply)")
    let told = apply.out + apply.err
    #expect(told.contains("uninstall linkerd-control-plane"), "no way back:\n\(told)")
    #expect(told.contains("ready"), "\(told)")
    #expect(!told.contains("Linkerd is running"))
    let check = try await wizard.run("check", "--wait", "5s")
    #expect(check.status == 1 && check.out.contains("×"), "\(check)")
    let list = try await server.helm("list", "--all-namespaces")
    #expect(list.out.contains("failed"), "\(list)")
  }

  @Test(arguments: ["gateway-api-present", "slow"])
  func otherClustersAreInstalledOnAllTheSame(scenario: String) async throws {
    let (wizard, server) = try await wizard(scenario)
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes", within: 150)
    }
    #expect(apply.status == 0, "\(apply)")
    let list = try await server.helm("list", "--all-namespaces")
    #expect(list.out.split(separator: "\n").count { $0.contains("deployed") } == 2, "\(list)")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalStopsTheInstallAndLeavesNoChild(signal: Int32) async throws {
    let (wizard, server) = try await wizard("pods-never-ready")
    let (result, children) = try await Turnstile.shared.pass {
      let apply = try wizard.start("apply", "--answers", "answers.yaml", "--yes")
      let isWaiting = try await eventually(within: 60) {
        try await server.kubectl("get", "deployments", "-n", "linkerd").out.contains("identity")
      }
      #expect(isWaiting)
      apply.send(signal)
      let result = await apply.finished(within: 40)
      return (result, try await wizard.place.processes())
    }
    #expect(result.status == 128 + signal, "\(result)")
    #expect((result.out + result.err).contains("topped"), "\(result)")
    #expect(children == [])
    let list = try await server.helm("list", "-n", "linkerd", "-o", "json")
    #expect(list.status == 0, "\(list)")
    #expect(!list.out.contains("\"status\":\"deployed\",\"chart\":\"linkerd-control-plane"))
  }

  @Test func escapeSequencesOfAToolReachNobody() async throws {
    let (wizard, _) = try await wizard("ready")
    let helm = try Tools.find("helm")
    try wizard.place.script(
      "helm",
      """
      case "$*" in
      upgrade*) printf '\\033]0;owned\\007\\033[2Jhello\\033[31m\\n'
        printf '\\033]52;c;b3duZWQ=\\007\\033[31merror\\n' >&2; exit 1 ;;
      *) exec \(helm) "$@" ;;
      esac
      """)
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 1, "\(apply)")
    #expect(!apply.out.contains("\u{1B}") && !apply.out.contains("\u{7}"))
    #expect(!apply.err.contains("\u{1B}") && !apply.err.contains("\u{7}"))
  }

  @Test func aChartThatFailsIsToldAndUndone() async throws {
    let (wizard, server) = try await wizard("ready")
    for name in ["linkerd-crds", "linkerd-control-plane"] {
      wizard.place.folder.folder("work/charts")
      wizard.place.folder.folder("work/charts/\(name)")
      wizard.place.folder.folder("work/charts/\(name)/templates")
      try wizard.place.write(
        "charts/\(name)/Chart.yaml", "apiVersion: v2\nname: \(name)\nversion: 1.0.0\n")
      try wizard.place.write(
        "charts/\(name)/templates/broken.yaml", "{{ fail \"this chart is broken\" }}\n")
    }
    try wizard.place.write("answers.yaml", "controlPlane:\n  charts: ./charts\n")
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 1, "\(apply)")
    #expect((apply.out + apply.err).contains("this chart is broken"), "\(apply)")
    let list = try await server.helm("list", "--all-namespaces")
    #expect(!list.out.contains("deployed"), "\(list)")
  }

  @Test(arguments: [("work", Int32(1)), ("state", 1), ("cache", 69)])
  func aFullDiskIsToldAndNothingIsInstalled(holds: String, status: Int32) async throws {
    let (wizard, server) = try await wizard("ready")
    let disk = wizard.place.folder.folder("work/disk")
    try wizard.place.write(
      "answers.yaml", server.answers("certificates:\n  directory: ./disk/certificates\n"))
    if holds != "work" { try wizard.place.write("answers.yaml", server.answers()) }
    // The disk is there for the program alone, and goes with it.
    let onFullDisk = """
      mount -t tmpfs -o size=8k,nr_inodes=20 none disk || exit 99
      head -c 9000 /dev/zero >disk/full 2>/dev/null; mkdir disk/own || exit 99
      exec "$@"
      """
    let variable = ["state": "XDG_STATE_HOME", "cache": "XDG_CACHE_HOME"][holds]
    var environment = wizard.environment
    if let variable { environment[variable] = disk + "/own" }
    let apply = try await Turnstile.shared.pass { [environment] in
      try await wizard.place.run(
        try Tools.find("unshare"),
        [
          "-m", "/bin/sh", "-c", onFullDisk, "sh", try Tools.wizard(), "apply", "--answers",
          "answers.yaml", "--yes",
        ], environment: environment)
    }
    try #require(apply.status != 99, "a small tmpfs can't be mounted here: \(apply)")
    #expect(apply.status == status, "\(apply)")
    #expect((apply.out + apply.err).replacing("\n      ", with: " ").contains("disk is full"))
    let list = try await server.helm("list", "--all-namespaces")
    #expect(!list.out.contains("linkerd"), "\(list)")
  }

  @Test(arguments: [["plan"], ["apply", "--yes"]])
  func aDirectoryWithoutPermissionIsToldBefore(command: [String]) async throws {
    try #require(geteuid() == 0, "this test has to run as root, to become another user")
    let place = try Workplace()
    try place.addFakeTools()
    try place.write("answers.yaml", "context: practice\n")
    // Whatever this runs as, the program runs as somebody who has a home and may not write here.
    let open = try await place.run("chmod", ["-R", "a+rX", place.folder.path])
    let given = try await place.run("chown", ["-R", "65534:65534", place.home])
    try #require(open.status == 0 && given.status == 0)
    let before = place.snapshot()
    let result = try await place.run(
      try Tools.find("setpriv"),
      [
        "--reuid=65534", "--regid=65534", "--clear-groups", try Tools.wizard(),
      ] + command + ["--answers", "answers.yaml"],
      environment: ["PATH": "\(place.bin):/usr/bin:/bin"])
    #expect(result.status == 64, "\(result)")
    #expect(result.err.contains("linkerd-certificates"), "\(result)")
    #expect(result.err.contains("ermission"), "\(result)")
    #expect(result.err.split(separator: "\n").count >= 2, "no remedy: \(result)")
    #expect(place.unexpectedCalls == [])
    #expect(place.snapshot() == before)
  }
}

extension Workplace {
  /// The processes that work in this place's working folder.
  func processes() async throws -> [String] {
    Folder.names(in: "/proc").filter { $0.allSatisfy(\.isNumber) }.filter { process in
      var buffer = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/\(process)/cwd", &buffer, buffer.count - 1)
      guard count > 0 else { return false }
      return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        == work
    }
  }
}
