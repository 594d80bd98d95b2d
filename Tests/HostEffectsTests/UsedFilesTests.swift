import Planning
import Testing
import Wizard

@testable import HostEffects

/// Files that change between Review and the moment when their command reads them.
struct UsedFilesTests {
  private func plan(_ host: FakeHost, _ items: [PlanItem] = []) throws -> Plan {
    func chart(_ name: String) throws -> ChartFile {
      let path = try host.folder.write("\(name).tgz", name)
      return ChartFile(name: name, version: "1.0.0", path: path, sha256: try FileDigest.file(path))
    }
    return Plan(
      programVersion: "0",
      cluster: ClusterIdentity(
        context: "demo", server: "https://x", uid: nil, authority: nil, kubeconfig: nil),
      tools: [host.kubectl, host.helm],
      charts: FetchedCharts(
        source: .directory(path: "/c"),
        described: ChartVersion(
          version: "1.0.0", crdsVersion: "1.0.0", appVersion: "", kubeVersion: ""),
        crds: try chart("linkerd-crds"), controlPlane: try chart("linkerd-control-plane")),
      valuesFiles: [], items: items)
  }

  private func item(_ command: Command) -> PlanItem {
    PlanItem(id: "x", purpose: "x", explanation: "A test.", action: .command(command))
  }

  private func outcome(_ host: FakeHost, _ item: PlanItem, id: Int) async throws -> ItemOutcome? {
    let reports = await host.reports(of: .carryOut(item, try plan(host)), id: id)
    guard case .itemFinished(let outcome)? = reports.last else { return nil }
    return outcome
  }

  @Test func aFileThatChangedStopsTheCommandThatReadsIt() async throws {
    let host = try FakeHost(helm: branch("upgrade*", prints: "done"))
    let directory = host.folder.path + "/certs"
    let recipe = CertificatePlan(
      directory: directory, anchorName: "root.linkerd.x", issuerName: "identity.linkerd.x",
      notBefore: FakeHost.now, anchorNotAfter: FakeHost.now.adding(seconds: Lifetime.year),
      issuerNotAfter: FakeHost.now.adding(seconds: Lifetime.day))
    let certificates = PlanItem(
      id: "certificates", purpose: "certificates", explanation: "A test.",
      action: .writeCertificates(recipe))
    _ = try CertificateFilesWriter.write(recipe, at: FakeHost.now)
    #expect(try await outcome(host, certificates, id: 1) == .done(.certificates([])))
    let anchor = HelmValue.setFile("identityTrustAnchorsPEM", path: directory + "/ca.crt")
    let upgrade = item(Command(tool: host.helm, arguments: ["upgrade", "--set-file", anchor]))
    #expect(try await outcome(host, upgrade, id: 2) == .done(.none))
    try host.folder.write("certs/ca.crt", "another")
    guard case .failed(let problem, _)? = try await outcome(host, upgrade, id: 3) else {
      Issue.record("it read the changed file")
      return
    }
    #expect(problem.code == "file-changed")
    #expect(problem.sentence.contains(directory + "/ca.crt"))
    let other = item(Command(tool: host.helm, arguments: ["upgrade", "other"]))
    #expect(try await outcome(host, other, id: 4) == .done(.none))
  }

  @Test(arguments: [true, false])
  func aSecretThatIsThereIsNoFailureWithThisIssuer(isSame: Bool) async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*create*",
        errors:
          "Error from server (AlreadyExists): secrets \"linkerd-identity-issuer\" already exists",
        status: 1)
        + branch("*get?secret?linkerd-identity-issuer?--namespace?mesh*", prints: "dGhpcw=="))
    let issuer = try host.folder.write("issuer.crt", isSame ? "this" : "another")
    let secret = item(
      Command(
        tool: host.kubectl,
        arguments: [
          "--context", "demo", "create", "secret", "generic", "linkerd-identity-issuer",
          "--namespace", "mesh", "--from-file=tls.crt=\(issuer)",
        ], tolerated: .sameIssuer(file: issuer)))
    let outcome = try await outcome(host, secret, id: 1)
    if isSame {
      #expect(outcome == .done(.foundThere))
    } else {
      guard case .failed? = outcome else {
        Issue.record("another issuer was taken for this one")
        return
      }
    }
  }
}
