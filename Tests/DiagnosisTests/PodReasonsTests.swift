import Diagnosis
import Planning
import Testing

/// What kubelets, schedulers, admission and containers say, as they say it, and what is made of it.
@Suite struct PodReasonsTests {
  private let place = PodPlace(namespace: "mesh", context: "my cluster")

  private func pod(_ clues: [PodClue], _ deployment: String = "linkerd-identity", age: Int64 = 60)
    -> PodStatus
  {
    PodStatus(
      name: "\(deployment)-7c9f-x1", deployment: deployment, readyContainers: 0, containers: 2,
      phase: "Pending", age: age, clues: clues)
  }

  private func expect(
    _ clues: [PodClue], _ code: String, _ location: SourceLocation = #_sourceLocation
  ) {
    let problem = PodDiagnosis.problem([pod(clues)], place)
    #expect(problem?.code == code, "\(clues)", sourceLocation: location)
    guard let problem else { return }
    #expect(problem.sentence.hasSuffix(".") || problem.sentence.hasSuffix("…"), "\(problem)")
    #expect(!problem.remedy.isEmpty, sourceLocation: location)
    #expect(!problem.remedy.contains("--namespace linkerd "), "\(problem)")
    #expect(!problem.sentence.contains("level="), "\(problem)")
  }

  @Test(arguments: [
    (
      "failed to resolve reference \"ghcr.io/a/b:1\": ghcr.io/a/b:1: not found", "image-not-found"
    ),
    (
      "manifest for r.example/x:429 not found: manifest unknown: manifest unknown",
      "image-not-found"
    ),
    (
      "failed to authorize: failed to fetch anonymous token: unexpected status from GET request: "
        + "403 Forbidden", "image-pull-denied"
    ),
    (
      "Error response from daemon: pull access denied for x, repository does not exist or may "
        + "require 'docker login': denied: requested access to the resource is denied",
      "image-pull-denied"
    ),
    (
      "failed to copy: httpReadSeeker: failed open: unexpected status code "
        + "https://registry-1.docker.io/v2/x: 429 Too Many Requests - toomanyrequests: You have "
        + "reached your pull rate limit", "image-rate-limited"
    ),
    (
      "dial tcp 140.82.112.33:443: connect: no route to host", "image-registry-unreachable"
    ),
    ("net/http: TLS handshake timeout", "image-registry-unreachable"),
    ("dial tcp: lookup cr.l5d.io on 10.0.0.2:53: no such host", "image-registry-unresolved"),
    (
      "tls: failed to verify certificate: x509: certificate signed by unknown authority",
      "image-registry-untrusted"
    ),
    ("unexpected status code [manifests v1]: 503 Service Unavailable", "image-registry-failing"),
    (
      "no match for platform in manifest sha256:1234: not found", "image-wrong-architecture"
    ),
    ("something nobody has heard of", "image-not-pulled"),
  ])
  func imagesThatDontCome(why: String, code: String) {
    let image = "cr.l5d.io/linkerd/controller:edge-26.8.3"
    let event = PodClue(
      .event, reason: "Failed",
      message: "Failed to pull image \"\(image)\": rpc error: code = Unknown desc = \(why)")
    let waiting = PodClue(
      .container, container: "identity", reason: "ImagePullBackOff",
      message: "Back-off pulling image \"\(image)\"")
    for clues in [[event], [waiting, event]] { expect(clues, code) }
    let problem = PodDiagnosis.problem([pod([waiting, event])], place)
    #expect(problem?.sentence.contains("cr.l5d.io") == true)
  }

  @Test(arguments: [
    ("3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No victims", "not-enough-cpu"),
    ("3 Insufficient memory.", "not-enough-memory"),
    ("1 Insufficient cpu, 2 Insufficient memory.", "not-enough-memory"),
    ("3 node(s) didn't match pod anti-affinity rules.", "anti-affinity-unmet"),
    (
      "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't "
        + "match pod anti-affinity rules.", "anti-affinity-unmet"
    ),
    ("3 node(s) had untolerated taint {dedicated: db}.", "nodes-tainted"),
    (
      "3 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.",
      "nodes-not-ready"
    ),
    ("3 node(s) didn't match Pod's node affinity/selector.", "node-selector-unmet"),
    ("3 Too many pods.", "not-enough-room"),
    ("3 node(s) were unschedulable.", "nodes-cordoned"),
  ])
  func podsThatNoNodeTakes(why: String, code: String) {
    let text = "0/3 nodes are available: \(why)"
    expect([PodClue(.event, reason: "FailedScheduling", message: text)], code)
    expect([PodClue(.condition, reason: "Unschedulable", message: text)], code)
  }

  @Test(arguments: [
    ("violates PodSecurity \"baseline:latest\": non-default capabilities", "pod-security-forbids"),
    ("PodSecurityPolicy: unable to admit pod: []", "pod-security-policy-forbids"),
    (
      "unable to validate against any security context constraint: [capabilities.add: NET_ADMIN]",
      "openshift-forbids"
    ),
    (
      "admission webhook \"gkepolicy.common-webhooks.networking.gke.io\" denied the request: GKE "
        + "Warden rejected the request because it violates: {\"[denied by autogke-default-linux]",
      "autopilot-forbids"
    ),
    ("exceeded quota: q, requested: requests.cpu=100m, limited: requests.cpu=0", "quota-exceeded"),
    ("failed quota: q: must specify limits.memory", "quota-exceeded"),
    ("minimum cpu usage per Container is 100m, but request is 10m", "limit-range-forbids"),
    (
      "failed calling webhook \"linkerd-proxy-injector.linkerd.io\": failed to call webhook: Post "
        + "\"https://linkerd-proxy-injector.linkerd.svc:443/?timeout=10s\": context deadline exceeded",
      "webhook-unreachable"
    ),
    ("admission webhook \"kyverno\" denied the request: no", "refused-by-policy"),
  ])
  func podsThatMayNotBeMade(why: String, code: String) {
    let text = "Error creating: pods \"linkerd-identity-7-\" is forbidden: \(why)"
    expect([PodClue(.event, reason: "FailedCreate", message: text)], code)
    let stand = PodStatus(
      name: "linkerd-identity", deployment: "linkerd-identity", readyContainers: 0, containers: 0,
      phase: "FailedCreate", message: text, age: 1)
    #expect(PodDiagnosis.problem([stand], place)?.code == code)
  }

  private static let refusal =
    "time=\"2026-11-20T22:28:00Z\" level=fatal msg=\"Failed to initialize identity service: "

  @Test(arguments: [
    (
      "x509: certificate has expired or is not yet valid: current time 2026-11-20T21:00:00Z is before "
        + "2026-11-20T22:00:00Z\"", "node-clock-off"
    ),
    (
      "x509: certificate has expired or is not yet valid: current time 2027-11-20T21:00:00Z is after "
        + "2026-11-20T22:00:00Z\"", "issuer-expired"
    ),
    ("x509: certificate signed by unknown authority\"", "issuer-unknown"),
    (
      "failed to read CA from disk: tls: Public and private key do not match\"",
      "issuer-key-mismatch"
    ),
    (
      "failed to verify issuer certificate: it must be an intermediate-CA, but it is not\"",
      "issuer-not-a-ca"
    ),
    ("failed to read CA from disk: not a PEM certificate\"", "issuer-unusable"),
  ])
  func whatIdentitySaysBeforeItEnds(why: String, code: String) {
    let crash = PodClue(
      .container, container: "identity", reason: "CrashLoopBackOff", message: "back-off 10s")
    expect(
      [crash, PodClue(.log, container: "identity", message: "first\n\(Self.refusal)\(why)")], code)
  }

  @Test(arguments: [
    (
      "linkerd-init",
      "iptables-save v1.8.7 (legacy): Cannot initialize: Permission denied (you must "
        + "be root)", "iptables-needs-root"
    ),
    (
      "linkerd-init",
      "iptables v1.8.2 (legacy): can't initialize iptables table `nat': Table does not "
        + "exist (do you need to insmod?)", "iptables-legacy-missing"
    ),
    (
      "linkerd-init",
      "iptables v1.8.10 (nf_tables):  RULE_APPEND failed (No such file or directory): "
        + "rule in chain PREROUTING", "iptables-nft-missing"
    ),
    ("linkerd-init", "ip6tables-save failed: exit status 1", "ip6tables-missing"),
    ("linkerd-init", "iptables: Too many links.", "iptables-failed"),
    (
      "linkerd-network-validator",
      "ERROR linkerd_network_validator: Failed to validate networking "
        + "configuration. Please ensure iptables rules are rewriting traffic as expected. timeout=10s",
      "network-validator-failed"
    ),
    (
      "policy", "Error: ApiError: grpcroutes.gateway.networking.k8s.io not found: NotFound",
      "gateway-api-unfit"
    ),
    (
      "destination", "standard_init_linux.go:228: exec user process caused: exec format error",
      "image-wrong-architecture"
    ),
    ("destination", "panic: something nobody has heard of", "container-crashes"),
    (
      "linkerd-proxy",
      "WARN identity: Failed to obtain identity error=invalid peer certificate: "
        + "CertNotValidYet", "node-clock-off"
    ),
    ("linkerd-proxy", "WARN rustls: invalid certificate: UnknownIssuer", "issuer-unknown"),
    (
      "linkerd-proxy",
      "WARN control: Failed to resolve control-plane component error=failed to resolve "
        + "SRV record: request timed out", "dns-fails"
    ),
    (
      "destination", "dial tcp: lookup kubernetes.default.svc on 10.96.0.10:53: no such host",
      "dns-fails"
    ),
  ])
  func whatContainersSay(container: String, line: String, code: String) {
    let crash = PodClue(.container, container: container, reason: "CrashLoopBackOff", message: "")
    expect([crash, PodClue(.log, container: container, message: line)], code)
  }

  @Test(arguments: [
    (
      PodClue(.container, container: "policy", reason: "OOMKilled", message: ""),
      "container-out-of-memory"
    ),
    (
      PodClue(
        .event, reason: "FailedMount",
        message: "MountVolume.SetUp failed for volume \"x\" : "
          + "configmap \"linkerd-identity-trust-roots\" not found"), "trust-roots-missing"
    ),
    (
      PodClue(
        .event, reason: "FailedMount",
        message: "MountVolume.SetUp failed for volume \"x\" : "
          + "secret \"linkerd-identity-issuer\" not found"), "pod-lacks-something"
    ),
    (
      PodClue(.event, reason: "FailedCreatePodSandBox", message: "plugin type=\"calico\" failed"),
      "pod-network-failed"
    ),
    (
      PodClue(.event, reason: "FailedPostStartHook", message: "PostStartHook failed"),
      "proxy-not-started"
    ),
    (PodClue(.event, reason: "NodeNotReady", message: "Node is not ready"), "nodes-not-ready"),
    (
      PodClue(.event, reason: "Unhealthy", message: "Readiness probe failed: HTTP probe failed"),
      "probe-failing"
    ),
  ])
  func whatElseKeepsThem(clue: PodClue, code: String) { expect([clue], code) }

  @Test func whatTimeMayMendIsNoProblemYet() {
    let mount = PodClue(
      .event, reason: "FailedMount", message: "MountVolume.SetUp failed: secret \"x\" not found")
    let probe = PodClue(.event, reason: "Unhealthy", message: "Readiness probe failed: refused")
    #expect(PodDiagnosis.problem([pod([mount, probe], age: 3)], place) == nil)
  }

  @Test func aProxyThatWaitsForIdentityHasNoTroubleWithDNS() {
    let line = PodClue(
      .log, container: "linkerd-proxy",
      message: "WARN Failed to resolve control-plane component error=no record found for name: "
        + "linkerd-identity-headless.linkerd.svc.cluster.local. type: SRV class: IN")
    let waiting = pod([line], "linkerd-destination")
    var identity = pod([])
    #expect(PodDiagnosis.problem([identity, waiting], place) == nil)
    identity.readyContainers = 2
    #expect(PodDiagnosis.problem([identity, waiting], place)?.code == "dns-fails")
  }

  @Test func theRootOfTheTroubleComesFirst() {
    let probe = pod(
      [PodClue(.event, reason: "Unhealthy", message: "Readiness probe failed: x")],
      "linkerd-destination")
    let identity = pod([
      PodClue(
        .log, container: "identity",
        message: Self.refusal + "x509: certificate signed by "
          + "unknown authority\"")
    ])
    let found = PodDiagnosis.problems([probe, identity], place)
    #expect(found.map(\.code) == ["issuer-unknown", "probe-failing"])
  }

  @Test func afterAFailureTheReasonStandsInItsPlaceWithTheWayBack() {
    let failure = Problem("pods-not-ready", "Helm says no more.", remedy: "Look.")
    let full = pod([
      PodClue(
        .condition, reason: "Unschedulable", message: "0/1 nodes are available: 1 Insufficient cpu."
      )
    ])
    let told = PodDiagnosis.explaining(
      failure, by: [full], release: "linkerd-control-plane", place)
    #expect(told.code == "not-enough-cpu")
    #expect(
      told.remedy.contains(
        "helm --kube-context 'my cluster' uninstall linkerd-control-plane --namespace mesh"))
    #expect(
      PodDiagnosis.explaining(failure, by: [], release: "r", place) == failure)
    let other = Problem("forbidden", "No.")
    #expect(PodDiagnosis.explaining(other, by: [full], release: "r", place) == other)
  }

  @Test func commandsNameTheKubeconfigThatWasNamed() {
    let place = PodPlace(namespace: "mesh", context: "a", kubeconfig: "/tmp/my config")
    let full = pod([
      PodClue(
        .event, reason: "FailedScheduling", message: "0/1 nodes are available: 1 Insufficient cpu.")
    ])
    let remedy = PodDiagnosis.problem([full], place)?.remedy ?? ""
    #expect(remedy.contains("kubectl --context a --kubeconfig '/tmp/my config' describe nodes"))
  }

  @Test func textOfAnyBytesIsSurvived() {
    for text in ["", "msg=\"", "image \"", "\u{0}\u{fffd}", "nodes are available: ", "0/ :,,,"] {
      for reason in ["FailedScheduling", "ErrImagePull", "FailedCreate", "CrashLoopBackOff", ""] {
        let found = PodDiagnosis.problems(
          [pod([PodClue(.event, reason: reason, message: text)])], place)
        #expect(found.allSatisfy { !$0.sentence.isEmpty && !$0.remedy.isEmpty })
      }
    }
  }
}
