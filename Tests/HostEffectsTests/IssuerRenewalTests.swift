import FoundationEssentials
import MeshCertificates
import Planning
import Testing
import Wizard

@testable import HostEffects

struct IssuerRenewalTests {
  private static let config =
    branch(
      "'version --client -o json'", prints: #"{"clientVersion":{"gitVersion":"v1.34.1"}}"#)
    + branch("*--raw*")
    + branch(
      "'config view -o json'",
      prints: #"{"clusters":[{"name":"c","cluster":{"server":"https://s"}}],"#
        + #""contexts":[{"name":"demo","context":{"cluster":"c"}}],"current-context":"demo"}"#)
  private static let anchors = branch(
    "*'get configmap linkerd-identity-trust-roots'*", prints: "PEM")
  private static let noEvents = branch("*'get events'*", prints: #"{"items":[]}"#)

  private static func secret(_ traits: String) -> String {
    branch("*'get secret linkerd-identity-issuer'*.type*", prints: traits)
  }

  private static func releases(_ json: String) -> String {
    branch("'version --template {{.Version}}'", prints: "v4.1.4")
      + branch(
        "'list --kube-context demo --namespace mesh --max 0 -o json'", prints: json)
  }

  private func renewal(_ host: FakeHost, charts: ChartSource? = nil) -> IssuerRenewal {
    IssuerRenewal(
      interpreter: host.interpreter, context: nil, namespace: "mesh", charts: charts)
  }

  private func files() throws -> (CertificateFiles, MeshCertificateSet) {
    let set = try CertificateMaker.make(
      CertificatePlan(
        directory: "/x", anchorName: "root", issuerName: "issuer",
        notBefore: FakeHost.now.adding(seconds: -300),
        anchorNotAfter: FakeHost.now.adding(seconds: 90 * Lifetime.day),
        issuerNotAfter: FakeHost.now.adding(seconds: 80 * Lifetime.day)))
    return (
      CertificateFiles(
        anchorCertificate: Array(set.anchorCertificate.utf8),
        issuerCertificate: Array(set.issuerCertificate.utf8), issuerKey: set.issuerKey), set
    )
  }

  @Test(arguments: [
    ("", "PEM", "linkerd-absent"), ("kubernetes.io/tls", "", "linkerd-absent"),
    ("kubernetes.io/tls\nlinkerd-issuer", "PEM", "issuer-kept-by-other"),
    ("kubernetes.io/tls\n\numbrella", "PEM", "issuer-kept-by-other"),
    ("kubernetes.io/tls\n\n\nSealedSecret", "PEM", "issuer-kept-by-other"),
  ])
  func whereLinkerdIsNotOrSomebodyElseRenewsNothingIsFound(
    traits: String, anchors: String, code: String
  ) async throws {
    let host = try FakeHost(
      kubectl: Self.config + Self.secret(traits) + Self.noEvents
        + branch("*'get configmap linkerd-identity-trust-roots'*", prints: anchors))
    guard case .failure(let problem) = await renewal(host).find() else {
      Issue.record("something was found")
      return
    }
    #expect(problem.code == code)
    #expect(!problem.remedy.isEmpty)
  }

  @Test func whoElseKeepsTheSecretIsNamed() {
    #expect(IssuerTraits("kubernetes.io/tls").keeper == nil)
    #expect(IssuerTraits("").type == "")
    #expect(IssuerTraits("Opaque\n\nlinkerd-control-plane").type == "Opaque")
    #expect(
      IssuerTraits("kubernetes.io/tls\nissuer\n\n").keeper
        == "cert-manager, by the Certificate issuer")
    #expect(
      IssuerTraits("kubernetes.io/tls\n\n\nExternalSecret").keeper
        == "its owner of the kind ExternalSecret")
  }

  @Test(arguments: [
    ("[]", "release-missing"),
    (
      #"[{"name":"l","namespace":"mesh","revision":"1","status":"deployed","chart":"linkerd-crds-1"}]"#,
      "release-missing"
    ),
    (
      #"[{"name":"l","namespace":"mesh","revision":"2","status":"pending-upgrade","chart":"linkerd-control-plane-2026.8.3"}]"#,
      "release-pending"
    ),
  ])
  func aReleaseThatCanNotBeUpgradedIsSaid(releases: String, code: String) async throws {
    let host = try FakeHost(
      kubectl: Self.config + Self.secret("Opaque") + Self.anchors + Self.noEvents,
      helm: Self.releases(releases))
    guard case .failure(let problem) = await renewal(host).find() else {
      Issue.record("something was found")
      return
    }
    #expect(problem.code == code)
  }

  @Test func aSecretOfItsOwnIsFoundWithoutItsData() async throws {
    let host = try FakeHost(
      kubectl: Self.config + Self.secret("kubernetes.io/tls") + Self.anchors + Self.noEvents)
    let found = try await renewal(host).find().get()
    #expect(found.home.keeper == .secret && found.home.context == "demo")
    #expect(found.anchors == "PEM")
    #expect(!host.trace.contains { $0.contains("get secret") && $0.contains("-o json ") })
    #expect(!host.trace.contains { $0.contains("get secret") && $0.contains(".data") })
    let command = PlanBuilder.renewal(of: found.home, from: "/certs")
    #expect(
      command.shellLine
        == "\(host.kubectl.path) --context demo apply --server-side "
        + "--field-manager=linkerd-wizard --force-conflicts --namespace mesh -f -")
  }

  @Test func aReleaseIsUpgradedWithTheChartThatItHas() async throws {
    let charts = try TemporaryFolder()
    let path = try charts.write("linkerd-control-plane-2026.8.3.tgz", "chart")
    try charts.write("linkerd-control-plane-2026.9.1.tgz", "another")
    let host = try FakeHost(
      kubectl: Self.config + Self.secret("Opaque") + Self.anchors + Self.noEvents,
      helm: Self.releases(
        #"[{"name":"plane","namespace":"mesh","revision":"1","status":"deployed","#
          + #""chart":"linkerd-control-plane-2026.8.3"}]"#)
        + branch("*'2026.8.3.tgz'", prints: "name: linkerd-control-plane\nversion: 2026.8.3")
        + branch("*'2026.9.1.tgz'", prints: "name: linkerd-control-plane\nversion: 2026.9.1"))
    let found = try await renewal(host, charts: .directory(path: charts.path)).find().get()
    guard case .release("plane", let chart, _) = found.home.keeper else {
      Issue.record("\(found.home.keeper)")
      return
    }
    #expect(chart.path == path && chart.version == "2026.8.3")
    let missing = await renewal(
      host, charts: .archive(path: charts.path + "/linkerd-control-plane-2026.9.1.tgz")
    ).find()
    guard case .failure(let problem) = missing else {
      Issue.record("another chart was taken")
      return
    }
    #expect(problem.code == "chart-version-gone")
  }

  @Test func theOneChartIsToldTheNewIssuersEnd() async throws {
    let charts = try TemporaryFolder()
    let path = try charts.write("linkerd2-2.11.0.tgz", "chart")
    let host = try FakeHost(
      kubectl: Self.config + Self.secret("Opaque") + Self.anchors + Self.noEvents,
      helm: Self.releases(
        #"[{"name":"cni","namespace":"mesh","revision":"1","status":"deployed","#
          + #""chart":"linkerd2-cni-30.12.2"},{"name":"linkerd2","namespace":"mesh","#
          + #""revision":"1","status":"deployed","chart":"linkerd2-2.11.0"}]"#)
        + branch("*'2.11.0.tgz'", prints: "name: linkerd2\nversion: 2.11.0"))
    let found = try await renewal(host, charts: .directory(path: charts.path)).find().get()
    guard case .release("linkerd2", let chart, _) = found.home.keeper else {
      Issue.record("\(found.home.keeper)")
      return
    }
    #expect(chart.path == path)
    let end = Instant(secondsSince1970: 1_795_208_490)
    let command = PlanBuilder.renewal(of: found.home, from: "/certs", issuerNotAfter: end)
    #expect(
      command.shellLine.contains(
        " --reuse-values --set-file identity.issuer.tls.crtPEM=/certs/issuer.crt "
          + "--set-file identity.issuer.tls.keyPEM=/certs/issuer.key "
          + "--set identity.issuer.crtExpiry=2026-11-20T21:01:30Z "))
    let unknown = PlanBuilder.renewal(of: found.home, from: "/certs")
    #expect(!unknown.shellLine.contains("crtExpiry"))
  }

  @Test func eachHelmGetsItsOwnFlags() {
    func line(_ major: Int, kubeconfig: String? = nil) -> String {
      let helm = Tool(name: .helm, path: "/bin/helm", version: SemanticVersion(major, 1, 0))
      let chart = ChartFile(
        name: "linkerd-control-plane", version: "1", path: "/c.tgz", sha256: "")
      return PlanBuilder.renewal(
        of: IssuerHome(
          context: "demo", kubeconfig: kubeconfig, namespace: "mesh", kubectl: helm,
          keeper: .release(name: "plane", chart: chart, helm: helm)), from: "/a,b"
      ).shellLine
    }
    let files =
      #"--reuse-values --set-file 'identity.issuer.tls.crtPEM=/a\,b/issuer.crt' "#
      + #"--set-file 'identity.issuer.tls.keyPEM=/a\,b/issuer.key' "#
    let place = "/bin/helm upgrade plane /c.tgz --namespace mesh --kube-context demo "
    #expect(line(3) == place + files + "--atomic --wait --timeout 5m0s")
    #expect(
      line(4, kubeconfig: "/k")
        == place + "--kubeconfig /k " + files
        + "--rollback-on-failure --wait=watcher --timeout 5m0s")
  }

  @Test func theChartsPlaceFollowsFromTheVersion() {
    #expect(IssuerRenewal.source(of: "linkerd-control-plane", "2026.8.3") == .edge)
    #expect(IssuerRenewal.source(of: "linkerd-control-plane", "1.16.11") == .stable)
    #expect(IssuerRenewal.source(of: "linkerd2", "2.11.5") == .linkerd2)
  }

  @Test func theSecretGoesToStandardInputAndIsToldNowhere() async throws {
    let (files, set) = try files()
    let host = try FakeHost(kubectl: "*'-f -') cat >$here/stdin; echo applied; exit 0;;\n")
    let home = IssuerHome(
      context: "demo", kubeconfig: nil, namespace: "mesh", kubectl: host.kubectl, keeper: .secret)
    let outcome = await renewal(host).carryOut(
      PlanBuilder.renewal(of: home, from: "/certs"), in: home, with: files)
    #expect(outcome == .done(.none))
    let object = try JSONDecoder().decode(
      Manifest.self, from: Data(host.folder.text("stdin").utf8))
    #expect(object.metadata == ["name": "linkerd-identity-issuer", "namespace": "mesh"])
    #expect(object.type == "kubernetes.io/tls" && object.kind == "Secret")
    #expect(object.data["tls.crt"] == Data(set.issuerCertificate.utf8))
    #expect(object.data["ca.crt"] == Data(set.anchorCertificate.utf8))
    #expect(object.data["tls.key"] == set.issuerKey.withBytes { Data($0) })
    let told = host.mailbox.drain().map { "\($0)" }.joined() + host.trace.joined()
    let key = object.data["tls.key"]?.base64EncodedString() ?? "?"
    #expect(told.contains("applied") && !told.contains(key.prefix(40)))
  }

  private struct Manifest: Decodable {
    var kind: String
    var type: String
    var metadata: [String: String]
    var data: [String: Data]
  }

  @Test func theCertificateInTheClusterIsCompared() async throws {
    let (_, set) = try files()
    let encoded = Data(set.issuerCertificate.utf8).base64EncodedString()
    let host = try FakeHost(
      kubectl: branch(#"*'jsonpath={.data.tls\.crt}'"#, prints: encoded)
        + branch(#"*'jsonpath={.data.crt\.pem}'"#, prints: "bm9uc2Vuc2U="))
    let own = IssuerHome(
      context: "demo", kubeconfig: nil, namespace: "mesh", kubectl: host.kubectl, keeper: .secret)
    let found = await renewal(host).issuerInCluster(own)
    #expect(try found.get() == set.issuerSummary.fingerprint)
    var helms = own
    helms.keeper = .release(
      name: "p", chart: ChartFile(name: "", version: "", path: "", sha256: ""), helm: host.helm)
    guard case .failure(let problem) = await renewal(host).issuerInCluster(helms) else {
      Issue.record("nonsense was read")
      return
    }
    #expect(problem.code == "issuer-unreadable")
  }

  @Test func anEventThatIsNewSaysThatLinkerdTookIt() async throws {
    let event = #"{"items":[{"metadata":{"name":"e"},"reason":"IssuerUpdated","count":"#
    let host = try FakeHost(
      kubectl: Self.config + Self.secret("kubernetes.io/tls") + Self.anchors
        + "*'get events'*) echo x >>$here/asked; n=$(wc -l <$here/asked); "
        + "[ $n -gt 1 ] || n=1; printf '%s' '\(event)'$n'}]}'; exit 0;;\n")
    let found = try await renewal(host).find().get()
    #expect(await renewal(host).isTaken(found, within: 5) == true)
    let unheard = try FakeHost(
      kubectl: Self.config + Self.secret("kubernetes.io/tls") + Self.anchors + Self.noEvents)
    let silent = try await renewal(unheard).find().get()
    #expect(await renewal(unheard).isTaken(silent, within: 0) == false)
    let forbidden = try FakeHost(
      kubectl: Self.config + Self.secret("kubernetes.io/tls") + Self.anchors
        + branch("*'get events'*", errors: "events is forbidden", status: 1))
    let deaf = try await renewal(forbidden).find().get()
    #expect(await renewal(forbidden).isTaken(deaf, within: 5) == nil)
  }
}
