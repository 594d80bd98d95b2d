import Foundation
import Planning
import TestSupport
import Testing

@Suite struct PlanScriptTests {
  @Test(arguments: [3, 4])
  func theScriptDoesWhatThePlanDoes(helm: Int) throws {
    let script = try plan(helm: helm).script(writtenBy: "/srv/ada's tools/linkerd-wizard")
    #expect(Golden.mismatch(script, named: "theScriptDoesWhatThePlanDoes-helm\(helm).sh") == nil)
    #expect(try run(["-n", "-c", script]).status == 0)
  }

  @Test func theScriptOfOwnChartsUsesThemWhereTheyAre() throws {
    let script = try hostilePlan(in: "/srv").script(writtenBy: nil)
    #expect(Golden.mismatch(script, named: "theScriptOfOwnChartsUsesThemWhereTheyAre.sh") == nil)
    #expect(try run(["-n", "-c", script]).status == 0)
  }

  /// Folders, names and files as unpleasant as they may be.
  private func hostilePlan(in folder: String) throws -> Plan {
    try plan(helm: 3) {
      $0.certificates.directory = "\(folder)/it's, $(id) \\ %"
      $0.controlPlane.chartsText = "\(folder)/charts"
      $0.controlPlane.values = ["\(folder)/a,b.yaml"]
      $0.certificates.trustDomain = "prod.example.com"
    } tuning: {
      $0.cluster.context = "kind 'demo' $(touch \(folder)/pwned)"
      $0.cluster.uid = nil
      $0.cluster.kubeconfig = "\(folder)/kube config"
      $0.charts.crds?.path = "\(folder)/charts/linkerd-crds"
      $0.charts.controlPlane.path = "\(folder)/charts/linkerd-control-plane-2026.8.3.tgz"
      $0.charts.controlPlane.sha256 = Self.emptySHA256
      $0.valuesFiles = [GivenFile(path: "\(folder)/a,b.yaml", sha256: Self.emptySHA256)]
    }
  }

  static let emptySHA256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  @Test func theScriptRunsThePlansArgumentsAndStopsWhereItShould() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let plan = try hostilePlan(in: bench.folder)
    let result = try bench.run(plan.script(writtenBy: nil))
    #expect(result.status == 0, "\(result.text)")
    #expect(!FileManager.default.fileExists(atPath: bench.folder + "/pwned"))
    let calls = try bench.calls()
    for item in plan.items {
      guard case .command(let command) = item.action else { continue }
      var expected = [command.tool.name.rawValue] + command.arguments
      if let flag = expected.firstIndex(of: "--kubeconfig") {
        expected.removeSubrange(flag...flag + 1)
      }
      #expect(calls.contains(expected), "\(expected)")
    }
    let certificates = try #require(
      calls.first { $0.starts(with: ["linkerd-wizard", "certificates"]) })
    #expect(certificates.contains(plan.certificates?.directory ?? "?"))
    #expect(calls.last?.prefix(2) == ["linkerd-wizard", "check"])
  }

  @Test func anotherClusterIsRefusedBeforeAnythingChanges() throws {
    let bench = try Bench(server: "https://elsewhere")
    defer { bench.remove() }
    let script = try hostilePlan(in: bench.folder).script(writtenBy: nil)
    let refused = try bench.run(script)
    #expect(refused.status == 1)
    #expect(refused.text.contains("is not the cluster that this was made for"))
    #expect(refused.text.contains("Stopped at: look at the cluster"))
    #expect(try bench.calls().allSatisfy { $0.contains("version") || $0.contains("view") })
    let forced = try bench.run(
      script, environment: ["CONTEXT": "other", "CERTIFICATES": bench.folder + "/x,y"])
    #expect(forced.status == 0, "\(forced.text)")
    #expect(forced.text.contains("not compared"))
    #expect(
      try bench.calls().contains {
        $0.contains("identityTrustAnchorsPEM=\(bench.folder)/x\\,y/ca.crt") && $0.contains("other")
      })
  }

  @Test func aChangedFileAndAFailureStopTheScript() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let script = try hostilePlan(in: bench.folder).script(writtenBy: nil)
    let failed = try bench.run(script, environment: ["FAIL": "annotate"])
    #expect(failed.status != 0)
    #expect(failed.text.contains("Stopped at: mesh"))
    let exists = try bench.run(script, environment: ["FAIL": "create"])
    #expect(exists.status == 0, "\(exists.text)")
    try "changed".write(toFile: bench.folder + "/a,b.yaml", atomically: true, encoding: .utf8)
    let changed = try bench.run(script)
    #expect(changed.status == 1)
    #expect(changed.text.contains("is not the file that was reviewed"))
  }

  @Test func theProgramThatWroteTheScriptIsTakenWherePATHHasNone() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let files = FileManager.default
    let own = bench.folder + "/own tools/linkerd-wizard"
    try files.createDirectory(
      atPath: bench.folder + "/own tools", withIntermediateDirectories: true)
    try files.moveItem(atPath: bench.folder + "/bin/linkerd-wizard", toPath: own)
    let plan = try hostilePlan(in: bench.folder)
    #expect(try bench.run(plan.script(writtenBy: own)).status == 0)
    #expect(try bench.calls().last?.prefix(2) == ["linkerd-wizard", "check"])
    try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: own)
    for program in [own, nil] {
      let missing = try bench.run(plan.script(writtenBy: program))
      #expect(missing.status == 69, "\(missing.text)")
      #expect(missing.text.contains("linkerd-wizard is missing: looked for linkerd-wizard"))
      #expect(missing.text.contains(program ?? "looked for linkerd-wizard."))
      #expect(missing.text.contains("LINKERD_WIZARD=/path/to/linkerd-wizard sh "))
    }
    let wrong = try bench.run(
      plan.script(writtenBy: nil), environment: ["LINKERD_WIZARD": bench.folder])
    #expect(wrong.status == 69 && wrong.text.contains("which can't be run"), "\(wrong.text)")
  }

  @Test func aRepositoryNameThatIsTakenIsToldWithAWayOut() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let plan = try plan(helm: 4) {
      $0.certificates.directory = bench.folder + "/certificates"
    } tuning: {
      $0.cluster.uid = nil
      $0.charts.crds?.sha256 = Self.emptySHA256
      $0.charts.controlPlane.sha256 = Self.emptySHA256
    }
    let refused = try bench.run(
      plan.script(writtenBy: nil), environment: ["FAIL": "repo"])
    #expect(refused.status == 1)
    #expect(refused.text.contains("helm repo remove linkerd-edge, and run this again"))
    #expect(refused.text.contains("Stopped at: repository"))
  }

  /// A folder with programs that write down their arguments.
  struct Bench {
    let folder: String

    init(server: String = "https://127.0.0.1:6443") throws {
      folder = NSTemporaryDirectory() + "plan-script-" + UUID().uuidString
      let files = FileManager.default
      try files.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
      try files.createDirectory(
        atPath: folder + "/charts/linkerd-crds", withIntermediateDirectories: true)
      for empty in ["charts/linkerd-control-plane-2026.8.3.tgz", "a,b.yaml"] {
        try Data().write(to: URL(fileURLWithPath: folder + "/" + empty))
      }
      for name in ["kubectl", "helm", "linkerd-wizard"] {
        let program = """
          #!/bin/sh
          { printf '%s\\0' \(name) "$@"; printf '\\1'; } >>'\(folder)/calls'
          case "$*" in
            *'config view'*) echo '\(server)' ;;
            *'create namespace'*) [ "${FAIL:-}" != create ] || {
              echo 'Error from server (AlreadyExists): namespaces "x" already exists' >&2; exit 1; } ;;
            *'pull '*)
              folder= name= version=
              while [ $# -gt 0 ]; do
                case $1 in
                  pull) name=$2 ;;
                  --version) version=$2 ;;
                  --destination) folder=$2 ;;
                esac
                shift
              done
              : >"$folder/$name-$version.tgz" ;;
            *'repo add'*) [ "${FAIL:-}" != repo ] || {
              echo 'Error: repository name (x) already exists' >&2; exit 1; } ;;
            *'certificates show'*) printf '%s\\n' "${SHOWN:-}" ;;
            *'get secret'*) printf '%s' "${SECRET:-}" ;;
            *annotate*) [ "${FAIL:-}" != annotate ] || exit 7 ;;
          esac
          """
        let path = folder + "/bin/" + name
        try #require(ProgramFile.write(program, to: path))
      }
    }

    func run(_ script: String, environment: [String: String] = [:]) throws -> (
      status: Int32, text: String
    ) {
      try? FileManager.default.removeItem(atPath: folder + "/calls")
      var variables = environment
      variables["PATH"] = folder + "/bin:/usr/bin:/bin"
      for (name, program) in [("KUBECTL", "kubectl"), ("HELM", "helm")] {
        variables[name] = folder + "/bin/" + program
      }
      return try PlanScriptTests.execute(["-c", script], environment: variables)
    }

    func calls() throws -> [[String]] {
      let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/calls"))
      return data.split(separator: 1).map { call in
        call.split(separator: 0, omittingEmptySubsequences: false).dropLast()
          .map { String(decoding: $0, as: UTF8.self) }
      }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    try Self.execute(arguments, environment: ["PATH": "/usr/bin:/bin"])
  }

  static func execute(
    _ arguments: [String], environment: [String: String]
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = arguments
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
