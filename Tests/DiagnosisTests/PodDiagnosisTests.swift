import Diagnosis
import Planning
import Testing

@Suite struct PodDiagnosisTests {
  @Test func theLinesOfTheInstallScreen() {
    let pods = [
      pod("linkerd-proxy-injector-5d9-abcde", "linkerd-proxy-injector", ready: 2, "Running"),
      pod("linkerd-destination-7c9fd8-x2x4z", "linkerd-destination", ready: 0, "Pulling", age: 40),
      pod("linkerd-identity-66b-qqqqq", "linkerd-identity", ready: 2, "Running"),
    ]
    #expect(
      PodDiagnosis.summary(pods) == "identity 1/1 · destination 0/1 · proxy-injector 1/1")
    #expect(PodDiagnosis.waitingLines(pods) == ["destination-7c9f: pulling image, 40 s"])
    #expect(PodDiagnosis.waitingSentence(pods) == "Waiting for 1 pod.")
    #expect(PodDiagnosis.problem(pods, PodPlace(namespace: "linkerd")) == nil)
  }

  @Test func noPodsAreNothingToSay() {
    #expect(PodDiagnosis.summary([]) == "")
    #expect(PodDiagnosis.waitingLines([]).isEmpty)
    #expect(PodDiagnosis.waitingSentence([]) == "")
    #expect(PodDiagnosis.problem([], PodPlace(namespace: "linkerd")) == nil)
  }

  @Test func podsThatLookAlikeKeepTheirWholeNames() {
    let pods = ["aaaaa", "bbbbb"].map {
      pod("linkerd-identity-66b9-\($0)", "linkerd-identity", ready: 0, "Pending", age: 90)
    }
    #expect(
      PodDiagnosis.waitingLines(pods) == [
        "linkerd-identity-66b9-aaaaa: waiting for a node, 1 min 30 s",
        "linkerd-identity-66b9-bbbbb: waiting for a node, 1 min 30 s",
      ])
    #expect(PodDiagnosis.summary(pods) == "identity 0/2")
  }

  @Test(arguments: [
    ("ImagePullBackOff", "Back-off pulling image \"cr.l5d.io/linkerd/proxy\"", "image-not-pulled"),
    ("Init:ErrImagePull", "", "image-not-pulled"), ("InvalidImageName", "", "image-name-wrong"),
    ("CrashLoopBackOff", "back-off 10s restarting", "container-crashes"),
    ("Pending", "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu", "not-enough-cpu"),
    ("FailedCreate", "exceeded quota: small, requested: pods=1", "quota-exceeded"),
    (
      "FailedCreate", "violates PodSecurity \"restricted:latest\": NET_ADMIN",
      "pod-security-forbids"
    ),
    ("FailedCreate", "serviceaccount \"x\" not found", "service-account-missing"),
    ("FailedCreate", "something nobody has heard of", "pod-creation-refused"),
    ("Pending", "Unschedulable: 0/1 nodes are available: told so", "no-node-fits"),
    ("CreateContainerConfigError", "secret \"y\" not found", "pod-lacks-something"),
    ("Evicted", "The node was low on resource", "pod-failed"),
  ])
  func aPodThatWillNotComeIsAProblem(phase: String, message: String, code: String) throws {
    let stuck = PodStatus(
      name: "linkerd-identity-1", deployment: "linkerd-identity", readyContainers: 0,
      containers: 2, phase: phase, message: message, age: 20)
    let problem = try #require(PodDiagnosis.problem([stuck], PodPlace(namespace: "mesh")))
    #expect(problem.code == code)
    #expect(!problem.remedy.contains("--namespace linkerd"))
    #expect(
      message.isEmpty || code == "pod-security-forbids"
        || problem.sentence.contains(message.replacing("Unschedulable: ", with: "")))
    #expect(PodDiagnosis.problems([stuck], PodPlace(namespace: "mesh")).count == 1)
  }

  @Test func aReadyPodHasNoProblemWhateverItsMessage() {
    let ready = PodStatus(
      name: "p", deployment: "d", readyContainers: 1, containers: 1, phase: "Running",
      message: "CrashLoopBackOff earlier", age: 5)
    #expect(PodDiagnosis.problem([ready], PodPlace(namespace: "linkerd")) == nil)
  }

  private func pod(
    _ name: String, _ deployment: String, ready: Int, _ phase: String, age: Int64 = 10
  ) -> PodStatus {
    PodStatus(
      name: name, deployment: deployment, readyContainers: ready, containers: 2, phase: phase,
      age: age)
  }
}
