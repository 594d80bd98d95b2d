import Foundation
import Glibc
import Testing

/// An install is taken back by a plan of its own.
@Suite(.fewAtATime) struct UndoTests {
  /// The objects that are there but for the CRDs of the Gateway API, which stay, and what a cluster puts
  /// into each namespace by itself.
  private func objects(_ wizard: WizardProgram, _ server: PracticeServer) async throws -> [String] {
    try await EndState(wizard, on: server).objects.filter {
      !$0.contains(".gateway.networking.k8s.io") && !$0.contains("/kube-root-ca.crt ")
        && !$0.hasPrefix("ServiceAccount direktiv/default ")
    }
  }

  private func installed(
    _ more: String
  ) async throws -> (wizard: WizardProgram, server: PracticeServer, before: [String]) {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write("answers.yaml", server.answers(more))
    let annotated = try await server.kubectl(
      "annotate", "namespace", "direktiv", "linkerd.io/inject=ingress")
    try #require(annotated.status == 0)
    let before = try await objects(wizard, server)
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    try #require(apply.status == 0, "\(apply)")
    return (wizard, server, before)
  }

  @Test func everythingIsAsItWas() async throws {
    let (wizard, server, before) = try await installed("namespaces:\n  - direktiv\n  - fresh\n")
    let files = wizard.place.snapshot()
    let asked = try await wizard.run("undo")
    #expect(asked.status == 64, "\(asked)")
    let undo = try await Turnstile.shared.pass { try await wizard.run("undo", "--yes") }
    #expect(undo.status == 0, "\(undo)")
    #expect(undo.out.contains("What the install made on practice is taken back."), "\(undo)")
    #expect(try await objects(wizard, server) == before)
    #expect(try await server.helm("list", "--all-namespaces", "-q").out == "")
    // The certificates are as they were; only Helm's list of repositories has changed.
    let changed = Set(files).symmetricDifference(wizard.place.snapshot())
    #expect(changed.allSatisfy { $0.contains("/helm/") }, "\(changed)")
    let runs = try await wizard.run("runs").out.split(separator: "\n")
    #expect(runs.count == 3 && runs[1].contains("finished, undo of 2"), "\(runs)")
    #expect(runs[2].hasSuffix("  undone"), "\(runs)")
    let again = try await wizard.run("undo", "--yes")
    #expect(again.status == 1 && again.err.contains("no install to take back"), "\(again)")
    // What was left can be installed with anew.
    let anew = try await Turnstile.shared.pass {
      try wizard.place.write(
        "again.yaml",
        server.answers(
          "certificates:\n  source: files\n  from: ./linkerd-certificates\nnamespaces: [direktiv]\n"
        ))
      return try await wizard.run("apply", "--answers", "again.yaml", "--yes")
    }
    #expect(anew.status == 0, "\(anew)")
  }

  @Test func whatSomebodyHasDoneSinceStays() async throws {
    let (wizard, server, _) = try await installed("namespaces:\n  - direktiv\n  - fresh\n")
    for words in [
      ["annotate", "namespace", "direktiv", "linkerd.io/inject=disabled", "--overwrite"],
      ["create", "configmap", "mine", "--namespace", "fresh"],
      ["create", "configmap", "mine", "--namespace", "linkerd"],
    ] {
      let done = try await server.kubectl(words)
      try #require(done.status == 0, "\(done)")
    }
    let undo = try await Turnstile.shared.pass {
      try await wizard.run("undo", "--yes", "--remove-certificates")
    }
    #expect(undo.status == 0, "\(undo)")
    #expect(undo.out.contains("fresh stays, since something is in it: configmap/mine"), "\(undo)")
    #expect(undo.out.contains("linkerd stays"), "\(undo)")
    let direktiv = try await server.kubectl("get", "namespace", "direktiv", "-o", "yaml")
    #expect(direktiv.out.contains("linkerd.io/inject: disabled"))
    for name in ["fresh", "linkerd"] {
      let mine = try await server.kubectl("get", "configmap", "mine", "--namespace", name)
      #expect(mine.status == 0, "\(mine)")
    }
    #expect(try await server.helm("list", "--all-namespaces", "-q").out == "")
    #expect(!Folder.names(in: wizard.place.work).contains("linkerd-certificates"))
  }

  @Test func restartedWorkloadsLoseTheirProxies() async throws {
    let server = try await PracticeServer.start("workloads")
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write(
      "answers.yaml", server.answers("namespaces: [shop]\nrestart: namespaces\n"))
    @Sendable func proxies() async throws -> Int {
      let pods = try await server.kubectl("get", "pods", "--namespace", "shop", "-o", "yaml")
      return pods.out.components(separatedBy: "name: linkerd-proxy\n").count - 1
    }
    try await Turnstile.shared.pass {
      let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes", within: 180)
      #expect(apply.status == 0, "\(apply)")
      #expect(try await proxies() > 0)
      let undo = try await wizard.run("undo", "--yes", within: 180)
      #expect(undo.status == 0, "\(undo)")
      #expect(undo.out.contains("Restarts deployment/cart in the namespace shop once"), "\(undo)")
    }
    #expect(try await proxies() == 0)
  }

  /// A run that failed is taken back, too, and an undo that was killed goes on.
  @Test func aRunThatWasCutOffIsTakenBack() async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    let before = try await objects(wizard, server)
    try DisturbedRun.prepare(wizard, server)
    try await Turnstile.shared.pass {
      let apply = try await wizard.install(until: WizardProgram.started("control-plane"))
      let watch = JournalWatch(wizard)
      apply.send(SIGKILL)
      _ = await apply.finished()
      let undo = try wizard.start("undo", "--yes")
      let isUndoing = await eventually(within: 90) {
        watch.holds(#""itemEnded":{"_0":"undo-crds""#)
      }
      #expect(isUndoing, "\(undo.out)\(undo.err)")
      undo.send(SIGKILL)
      watch.killChild()
      _ = await undo.finished()
      let resume = try await wizard.run("resume", "--yes")
      #expect(resume.status == 0, "\(resume)")
      #expect(resume.out.contains("Taking back an install on practice"), "\(resume)")
      #expect(resume.out.contains("is taken back."), "\(resume)")
    }
    #expect(try await objects(wizard, server) == before)
  }
}
