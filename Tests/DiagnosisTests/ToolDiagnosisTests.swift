import Diagnosis
import Planning
import Testing

@Suite struct ToolDiagnosisTests {
  @Test func everyFailingRecordingHasItsCode() throws {
    let recordings = try Recording.all()
    let expected = try Recording.expectedCodes()
    #expect(Set(recordings.map(\.name)) == Set(expected.keys))
    for recording in recordings {
      let problem = ToolDiagnosis.explain(recording.failure)
      #expect(problem.code == expected[recording.name], "\(recording.name): \(problem.sentence)")
    }
  }

  @Test func noRecordingFallsToTheLastResort() throws {
    for recording in try Recording.all() {
      #expect(ToolDiagnosis.explain(recording.failure).code != "tool-failed", "\(recording.name)")
    }
  }

  @Test func sentencesAreWholeAndFreeOfTheToolsNoise() throws {
    for recording in try Recording.all() {
      let problem = ToolDiagnosis.explain(recording.failure)
      #expect(problem.sentence.hasSuffix("."), "\(recording.name): \(problem.sentence)")
      let words = problem.sentence + problem.remedy
      for noise in ["\n", "memcache.go", "level=", "E1120", "  ", "Error: ", "goroutine"] {
        #expect(!words.contains(noise), "\(recording.name): \(words)")
      }
      #expect(problem.code.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
    }
  }

  @Test func anAnnotationThatFailedForOneIsToldOfAll() throws {
    let recording = try #require(
      try Recording.all().first { $0.name == "kubectl-annotate-one-missing" })
    let problem = ToolDiagnosis.explain(recording.failure)
    #expect(problem.code == "namespace-missing")
    #expect(
      problem.sentence.hasSuffix("is not there. The others of the command have been annotated."))
  }

  @Test func aSecretThatIsThereIsNeverAsGoodAsTheOneToBeMade() {
    let problem = ToolDiagnosis.explain(
      ToolFailure(
        tool: .kubectl, version: nil,
        arguments: [
          "--context", "kind-demo", "create", "secret", "generic", "linkerd-identity-issuer",
          "--namespace", "mesh",
        ], ending: .exited(1), standardOutput: "",
        standardError:
          "error: failed to create secret secrets \"linkerd-identity-issuer\" already exists\n"))
    #expect(problem.code == "secret-exists")
    #expect(problem.sentence.contains("linkerd-identity-issuer is in the namespace mesh"))
    #expect(
      problem.remedy.contains(
        "kubectl --context kind-demo delete secret linkerd-identity-issuer --namespace mesh"))
  }

  @Test func bothHelmsComeOutAlike() throws {
    let codes = try Recording.expectedCodes()
    for (name, code) in codes where name.hasPrefix("helm3") {
      guard let other = codes["helm4" + name.dropFirst(5)] else { continue }
      #expect(code == other, "\(name)")
    }
  }

  @Test(arguments: [
    ("helm3-install-crds-editor", "lab-editor"), ("helm4-install-crds-other-namespace", "other"),
    ("helm4-timeout-failed-pods", "linkerd-identity"), ("kubectl-version-unknown-context", "nope"),
    ("helm3-kubeversion-install", ">=1.31.0-0"), ("kubectl-get-ns-dns", "k8s.example.invalid"),
    ("helm4-repo-add-other-url", "linkerd-edge"), ("kubectl-annotate-one-missing", "gone"),
    ("kubectl-get-ns-exec-missing", "aws-iam-authenticator"),
    ("helm3-install-foreign-gateway-crds", "grpcroutes.gateway.networking.k8s.io"),
    ("helm4-install-secret-exists", "linkerd-identity-issuer"),
    ("kubectl-run-pod-webhook-fail", "linkerd-proxy-injector.linkerd.io"),
    ("helm4-list-unreachable", "https://127.0.0.1:6999"),
    ("helm3-install-values-bad-type", "identity.podAnnotations"),
  ])
  func theSentenceNamesTheObject(recording: String, object: String) throws {
    let found = try #require(try Recording.all().first { $0.name == recording })
    let problem = ToolDiagnosis.explain(found.failure)
    #expect(problem.sentence.contains(object), "\(problem.sentence)")
  }

  @Test(arguments: [
    (
      "Unable to connect to the server: x509: certificate has expired or is not yet valid: current",
      "server-certificate-not-valid-now"
    ),
    (
      "Unable to connect to the server: x509: certificate is valid for 10.96.0.1, not 192.168.1.7",
      "server-certificate-other-name"
    ),
    (
      "Unable to connect to the server: dial tcp 10.0.0.1:6443: connect: no route to host",
      "server-unreachable"
    ),
    ("Unable to connect to the server: net/http: TLS handshake timeout", "server-timeout"),
    (
      "error: error loading config file \"/etc/rancher/k3s/k3s.yaml\": open "
        + "/etc/rancher/k3s/k3s.yaml: permission denied", "kubeconfig-unreadable"
    ),
    ("error: write /x: no space left on device", "disk-full"),
    (
      "Error from server (Forbidden): pods \"x\" is forbidden: exceeded quota: small",
      "quota-exceeded"
    ),
    (
      "Unable to connect to the server: getting credentials: exec plugin \"tsh\" cannot run: "
        + "standard input is not a terminal", "credentials-helper-wants-terminal"
    ),
    (
      "login: cannot open /dev/tty: No such device or address\nUnable to connect to the server: "
        + "getting credentials: exec: executable login failed with exit code 3",
      "credentials-helper-wants-terminal"
    ),
    ("error: You must be logged in to the server (Unauthorized)", "unauthorized"),
    ("Error from server: etcdserver: request timed out", "server-overloaded"),
    (
      "Unable to connect to the server: Get \"https://10.0.0.1:6443/api\": EOF",
      "server-connection-lost"
    ),
    (
      "Error from server (Conflict): Operation cannot be fulfilled on namespaces \"a\": the object "
        + "has been modified; please apply your changes", "changed-meanwhile"
    ),
    ("Error from server (NotFound): serviceaccounts \"x\" not found", "object-missing"),
    (
      "Unable to connect to the server: proxyconnect tcp: dial tcp 10.0.0.2:3128: i/o timeout",
      "proxy-in-the-way"
    ),
    (
      "unexpected error when reading response body. Please retry. Original error: unexpected EOF",
      "server-connection-lost"
    ),
    (
      "error: unable to parse the server version: unexpected end of JSON input",
      "server-not-kubernetes"
    ),
    (
      "error: the server doesn't have a resource type \"customresourcedefinitions\"",
      "server-not-kubernetes"
    ),
    ("error: the server doesn't have a resource type \"gateways\"", "kind-not-served"),
  ])
  func otherWordsOfKubectlAreKnownToo(text: String, code: String) {
    #expect(ToolDiagnosis.explain(kubectl(["get", "ns"], text)).code == code)
  }

  @Test func theLastResortQuotesTheLastMeaningfulLine() {
    let problem = ToolDiagnosis.explain(
      kubectl(["get", "ns"], "E1120 22:28:17.545360   16726 memcache.go:265] x\nerror: odd\n\n"))
    #expect(problem.code == "tool-failed")
    #expect(problem.sentence == "kubectl ended with exit status 1 and said: odd.")
  }

  @Test func aPrintedKeyIsNeverQuoted() {
    let problem = ToolDiagnosis.explain(
      kubectl([], "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----"))
    #expect(!(problem.sentence + problem.remedy).contains("MIGHAgEAMBMG"))
  }

  @Test func silenceIsToldAsSilence() {
    let problem = ToolDiagnosis.explain(kubectl([], ""))
    #expect(problem.code == "tool-failed")
    #expect(problem.sentence.contains("said nothing"))
  }

  @Test(arguments: [
    (ToolFailure.Ending.notStarted("No such file or directory"), "tool-not-started"),
    (.cancelled, "stopped"), (.timedOut(seconds: 90), "tool-timed-out"),
    (.signalled(9), "killed"), (.signalled(2), "stopped"), (.exited(143), "stopped"),
    (.exited(137), "killed"),
  ])
  func endingsSpeakForThemselves(ending: ToolFailure.Ending, code: String) {
    var failure = kubectl(["get", "ns"], "")
    failure.ending = ending
    #expect(ToolDiagnosis.explain(failure).code == code)
  }

  @Test func commandsInRemediesNameTheContext() {
    let failure = ToolFailure(
      tool: .helm, version: nil,
      arguments: [
        "--kube-context", "my cluster", "upgrade", "--install", "linkerd-crds", "/c.tgz",
        "--namespace", "mesh",
      ],
      ending: .exited(1), standardOutput: "",
      standardError: "Error: another operation (install/upgrade/rollback) is in progress")
    #expect(
      ToolDiagnosis.explain(failure).remedy.contains(
        "helm --kube-context 'my cluster' uninstall linkerd-crds --namespace mesh"))
  }

  @Test func textOfAnyBytesIsSurvived() {
    for text in ["\u{0}\u{fffd}\u{1b}[2J", String(repeating: "\n", count: 4096), "Get \"", "open "]
    {
      let problem = ToolDiagnosis.explain(kubectl(["get"], text))
      #expect(!problem.code.isEmpty)
    }
  }

  private func kubectl(_ arguments: [String], _ text: String) -> ToolFailure {
    ToolFailure(
      tool: .kubectl, version: nil, arguments: arguments, ending: .exited(1), standardOutput: "",
      standardError: text)
  }
}
