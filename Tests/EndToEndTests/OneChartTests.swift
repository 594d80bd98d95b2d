import Glibc
import Testing

/// The recipe with the one chart `linkerd2`, on a cluster that is old enough for it.
@Suite(.fewAtATime) struct OneChartTests {
  /// A cluster of 1.23 with a wizard, and the chart of that version in the working folder.
  private struct Bench {
    let place: Workplace
    let server: PracticeServer
    let wizard: WizardProgram
    let chart: String

    init(helm: HelmChoice? = nil, version: String) async throws {
      place = try Workplace()
      if let helm { symlink(try helm.program(), place.bin + "/helm") }
      server = try await PracticeServer.start("old-kubernetes")
      wizard = WizardProgram(place, on: server)
      let pulled = try await place.run(
        try Tools.find("helm"),
        [
          "pull", "linkerd2", "--version", version, "--repo",
          server.charts.replacing("/edge", with: "/stable"), "--destination", place.work,
        ])
      try #require(pulled.status == 0, "\(pulled.testDescription)")
      chart = "linkerd2-\(version).tgz"
    }

    func answers(_ more: String = "", controlPlane: String = "") throws {
      try place.write(
        "answers.yaml", "controlPlane:\n  charts: ./\(chart)\n\(controlPlane)\(more)")
    }
  }

  /// The issuer's end as openssl reads it, such as `2027-11-25 03:14:27Z`, in Linkerd's form.
  private static func end(of file: String, _ place: Workplace) async throws -> String {
    let read = try await place.run(
      try Tools.find("openssl"),
      ["x509", "-in", file, "-noout", "-enddate", "-dateopt", "iso_8601"])
    try #require(read.status == 0 && read.out.hasPrefix("notAfter="), "\(read.testDescription)")
    return read.out.dropFirst("notAfter=".count).filter { $0 != "\n" }.replacing(" ", with: "T")
  }

  /// What the chart wrote of the issuer's end.
  private static func annotation(_ server: PracticeServer) async throws -> String {
    let key = #"{.metadata.annotations.linkerd\.io/identity-issuer-expiry}"#
    return try await server.kubectl(
      "get", "secret", "linkerd-identity-issuer", "-n", "linkerd", "-o", "jsonpath=\(key)"
    ).out
  }

  @Test(arguments: HelmChoice.present)
  func itIsInstalledWithTheIssuersEndToTheSecond(helm: HelmChoice) async throws {
    // 2.11.0 demands the end and writes it down; later ones take it and ignore it.
    let bench = try await Bench(helm: helm, version: "2.11.0")
    try bench.answers("namespaces: [direktiv]\n")
    let (plan, apply) = try await Turnstile.shared.pass {
      let plan = try await bench.wizard.run("plan", "--answers", "answers.yaml")
      let apply = try await bench.wizard.run(
        "apply", "--answers", "answers.yaml", "--yes", "--digest", plan.digest)
      return (plan, apply)
    }
    #expect(plan.status == 0, "\(plan.testDescription)")
    #expect(plan.err.contains("Linkerd 2.11 has reached its end of life"), "\(plan.err)")
    #expect(apply.status == 0, "\(apply.testDescription)")
    #expect(apply.out.contains("Linkerd is running"), "\(apply.out)")
    let issuer = bench.place.work + "/linkerd-certificates/issuer.crt"
    let end = try await Self.end(of: issuer, bench.place)
    #expect(try await Self.annotation(bench.server) == end)
    #expect(plan.out.contains("identity.issuer.crtExpiry="))
    let list = try await bench.server.helm("list", "--all-namespaces", "--short")
    #expect(list.out == "linkerd2\n", "\(list.testDescription)")
    let jobs = try await bench.server.kubectl("get", "cronjobs", "-n", "linkerd", "-o", "name")
    #expect(jobs.out == "cronjob.batch/linkerd-heartbeat\n", "\(jobs.testDescription)")
    let check = try await bench.wizard.run("check")
    #expect(check.status == 0, "\(check.testDescription)")
    let again = try await bench.wizard.run("apply", "--answers", "answers.yaml", "--yes")
    #expect(again.status == 69 && again.err.contains("linkerd/linkerd2"), "\(again.err)")
  }

  @Test func aRenewedIssuersEndIsToldToTheChartToo() async throws {
    let bench = try await Bench(version: "2.11.0")
    try bench.answers()
    let (apply, renew) = try await Turnstile.shared.pass {
      let apply = try await bench.wizard.run("apply", "--answers", "answers.yaml", "--yes")
      let renew = try await bench.wizard.run(
        "certificates", "renew", "linkerd-certificates", "--issuer-validity", "90d", "--apply",
        "--yes", "--charts", bench.chart)
      return (apply, renew)
    }
    #expect(apply.status == 0, "\(apply.testDescription)")
    #expect(renew.status == 0, "\(renew.testDescription)")
    let issuer = bench.place.work + "/linkerd-certificates/issuer.crt"
    let end = try await Self.end(of: issuer, bench.place)
    #expect(try await Self.annotation(bench.server) == end)
  }

  @Test func itsScriptTellsTheEndOfWhateverIssuerIsThere() async throws {
    let bench = try await Bench(version: "2.11.0")
    try bench.answers(controlPlane: "  availability: high\n  registry: registry.example.com/l5d\n")
    let script = try await bench.wizard.run(
      "plan", "--answers", "answers.yaml", "--format", "script")
    #expect(script.status == 0, "\(script.testDescription)")
    let file = try bench.place.write("install.sh", script.out)
    let made = try await bench.wizard.run(
      "certificates", "create", "--directory", "other", "--issuer-validity", "31d")
    #expect(made.status == 0, "\(made.testDescription)")
    let other = bench.place.work + "/other"
    let result = try await Turnstile.shared.pass {
      try await bench.place.run(
        "/bin/sh", [file],
        environment: [
          "KUBECONFIG": bench.server.kubeconfig, "LINKERD_WIZARD": try Tools.wizard(),
          "CERTIFICATES": other,
        ])
    }
    #expect(result.status == 0, "\(result.testDescription)\n\(script.out)")
    let end = try await Self.end(of: other + "/issuer.crt", bench.place)
    #expect(try await Self.annotation(bench.server) == end)
    let replicas = try await bench.server.kubectl(
      "get", "deployments", "-n", "linkerd", "-o",
      "jsonpath={.items[*].status.readyReplicas} {.items[*].spec.template.spec.containers[*].image}"
    )
    #expect(replicas.out.hasPrefix("3 3 3 "), "\(replicas.testDescription)")
    #expect(!replicas.out.contains("cr.l5d.io"), "\(replicas.testDescription)")
  }

  @Test func withASecretOfItsOwnHelmNeverSeesTheKey() async throws {
    let bench = try await Bench(version: "2.11.5")
    try bench.answers(controlPlane: "  issuerKey: secret\n  namespace: mesh\n")
    let apply = try await Turnstile.shared.pass {
      try await bench.wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply.testDescription)")
    let values = try await bench.server.helm("get", "values", "linkerd2", "-n", "mesh")
    #expect(values.out.contains("scheme: kubernetes.io/tls") && values.out.contains("crtExpiry"))
    #expect(values.out.contains("namespace: mesh") && !values.out.contains("PRIVATE KEY"))
    let check = try await bench.wizard.run("check", "--namespace", "mesh")
    #expect(check.status == 0, "\(check.testDescription)")
  }

  @Test func theAnswerLinkerd2TakesItFromTheStableRepository() async throws {
    let place = try Workplace()
    let answers = try place.write("answers.yaml", "controlPlane:\n  charts: linkerd2\n")
    let arguments = "--scenario old-kubernetes --answers \(answers)"
    try await PracticeTerminal.open(arguments: arguments) { terminal in
      for number in 1...4 {
        let screen = try await terminal.waitFor("\(number) of 6")
        if number == 3 {
          #expect(screen.contains("(•) Linkerd 2.11, linkerd2"), "\(screen)")
          let warned = try await terminal.waitFor("has reached its end of")
          #expect(!warned.contains("Gateway API"), "\(warned)")
        }
        try await terminal.pressButton("Next")
      }
      let review = try await terminal.waitFor("upgrade --install linkerd2")
      #expect(review.contains("stable-2.11.5, end of life, from"), "\(review)")
      try await terminal.pressButton("Install")
      try await terminal.waitFor("Linkerd is running", within: 90)
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(0, terminal)
    }
  }

  @Test func plainPromptsOfferItOnAnOldClusterAlone() async throws {
    for (scenario, isOffered) in [("old-kubernetes", true), ("ready", false)] {
      try await PracticeTerminal.open(rows: 200, arguments: "--plain --scenario \(scenario)") {
        terminal in
        let screen = try await terminal.keepPlainAnswers(until: "Version")
        #expect(screen.contains("Linkerd stable 2.14"), "\(screen)")
        #expect(screen.contains("Linkerd 2.11, linkerd2") == isOffered, "\(screen)")
        try await terminal.press("C-c")
        try await PracticeTerminal.expectEnd(130, terminal)
      }
    }
  }

  @Test func onANewerClusterTheAnswerIsRefusedWithAWayOut() async throws {
    let wizard = WizardProgram(try Workplace(), on: try await PracticeServer.start())
    try wizard.place.write("answers.yaml", "controlPlane:\n  charts: linkerd2\n")
    let plan = try await wizard.run("plan", "--answers", "answers.yaml")
    #expect(plan.status == 69, "\(plan.testDescription)")
    for words in [
      "needs Kubernetes 1.17 to 1.24; this cluster has 1.33.2", "batch/v1beta1",
      "Choose the edge charts: Linkerd edge fits this cluster.",
    ] { #expect(plan.err.contains(words), "\(plan.err)") }
  }

  @Test(arguments: [("edge", "edge-25.10.7"), ("stable", "stable-2.14.10")])
  func theOtherChartsOfferWhatFitsTheOldCluster(channel: String, release: String) async throws {
    let server = try await PracticeServer.start("old-kubernetes")
    let wizard = WizardProgram(try Workplace(), on: server)
    let charts = server.charts.replacing("/edge", with: "/\(channel)")
    try wizard.place.write("answers.yaml", "controlPlane:\n  charts: \(charts)\n")
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply.testDescription)")
    let list = try await server.helm("list", "--all-namespaces")
    #expect(list.out.contains(release), "\(list.testDescription)")
  }
}
