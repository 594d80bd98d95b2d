import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// Which facts are asked for, when they are asked for again, and whose answers count.
struct FactAskingTests {
  @Test func nothingIsAskedOfAClusterBeforeItsContextAndKubectlAreKnown() {
    let wizard = WizardFixture()
    #expect(
      Set(wizard.requests.map(\.effect.word))
        == ["contexts", "tool kubectl", "tool helm", "directory", "files"])
  }

  @Test func eachFactIsAskedOnceWhileNothingChanges() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    let before = wizard.requests.count
    wizard.wait(seconds: 60)
    wizard.user(.focusMovedForward, .focusMovedBackward, .buttonPressed(.back))
    wizard.user(.buttonPressed(.next), .helpOpened, .dismissed)
    #expect(wizard.requests.count == before)
    #expect(wizard.requests.allSatisfy { !$0.effect.isCancel })
  }

  @Test func anotherContextIsAskedAnewAndTheOldQuestionsAreCancelled() throws {
    var wizard = WizardFixture()
    let other = KubeContext(name: "prod", server: "https://prod:6443")
    wizard.report(
      .contexts(
        .success(KubeContexts(contexts: [WizardFixture.context, other], current: "kind-demo"))),
      to: { $0 == .readContexts })
    wizard.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    let old = wizard.state.pending.filter { $0.value.probed != nil }
    #expect(
      Set(old.values.compactMap(\.probed)) == Set(ClusterProbe.allCases).subtracting([.linkerd]))
    let before = wizard.requests.count
    wizard.user(.answered(.context, "prod"))
    let news = wizard.requests[before...]
    #expect(Set(news.compactMap(\.effect.cancelled)) == Set(old.keys))
    #expect(news.compactMap(\.effect.context).allSatisfy { $0 == "prod" })
    let late = try #require(old.first { $0.value.probed == .server }?.key)
    wizard.send(
      .host(
        late, .server(.success(ServerFact(version: SemanticVersion(1, 20, 0), clusterUID: "x")))))
    #expect(wizard.state.facts.server.value == nil)
    wizard.settle()
    #expect(wizard.state.facts.server.value?.version == SemanticVersion(1, 33, 2))
  }

  @Test func lateReportOfACancelledQuestionIsDropped() throws {
    var wizard = WizardFixture()
    let first = try #require(
      wizard.state.pending.first { $0.value.word == "directory" }?.key)
    wizard.user(.answered(.certificateDirectory, "./other"))
    wizard.send(
      .host(first, .directory(.success(DirectoryFact(path: "/x", state: .notADirectory)))))
    #expect(wizard.state.facts.directory.value == nil)
    wizard.settle()
    #expect(wizard.state.facts.directory.value?.path == "/home/ada/mesh/other")
  }

  @Test func checksAreRepeatedOnlyOnTheClusterScreenAndForgetWhatWasKnown() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    let quiet = wizard.requests.count
    wizard.user(.checksRepeated)
    #expect(wizard.requests.count == quiet)
    wizard.user(.screenOpened(.cluster), .checksRepeated)
    #expect(wizard.state.facts.server == .unknown)
    #expect(wizard.state.facts.charts == .unknown)
    #expect(wizard.state.readiness(of: .cluster) != .ready)
    wizard.settle()
    #expect(wizard.state.readiness(of: .cluster) == .ready)
  }

  @Test func chartVersionsAreReadFromTheirScreenOnAndAgainForAnotherPlace() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    #expect(wizard.places.isEmpty)
    wizard.advance(to: .controlPlane)
    #expect(wizard.places == ["https://helm.linkerd.io/edge"])
    wizard.user(.answered(.charts, "stable"))
    #expect(wizard.places.last == "https://helm.linkerd.io/stable")
    wizard.settle()
    wizard.user(.answered(.charts, "own"))
    #expect(wizard.places.count == 2)
    wizard.user(.focused(.field(.ownCharts)))
    wizard.type("./charts")
    #expect(wizard.places.count == 2)
    wizard.user(.focusMovedForward)
    #expect(wizard.places.last == "/home/ada/mesh/charts")
    #expect(wizard.places.count == 3)
  }

  @Test func valuesFilesAreHashedWhenTheirLineIsLeft() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.focused(.field(.values)))
    let before = wizard.requests.count
    wizard.type("a.yaml, ~/b.yaml")
    #expect(wizard.requests.count == before)
    wizard.user(.buttonPressed(.next))
    #expect(
      wizard.requests.last?.effect == .hashFiles(["/home/ada/mesh/a.yaml", "/home/ada/b.yaml"]))
    #expect(wizard.state.phase == .asking(.controlPlane))
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.namespaces))
  }

  @Test func signInIsOfferedOnlyWhereAHelperFailedAndReadsTheClusterAnew() {
    var wizard = WizardFixture()
    var context = WizardFixture.context
    context.credentialsHelper = CredentialsHelper(command: "aws", mode: .ifAvailable)
    wizard.user(.buttonPressed(.signIn))
    #expect(!wizard.state.pending.values.contains { $0.word == "sign in" })
    wizard.report(
      .contexts(.success(KubeContexts(contexts: [context], current: context.name))),
      to: { $0 == .readContexts })
    wizard.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    let problem = SignIn.wanted(by: "of this context")
    wizard.report(.server(.failure(problem)), to: { $0.probed == .server })
    #expect(wizard.state.facts.server == .failed(SignIn.wanted(by: "aws")))
    #expect(wizard.state.controls.contains(.button(.signIn)))
    wizard.user(.focused(.button(.signIn)), .activated, .activated)
    #expect(wizard.requests.count { $0.effect.word == "sign in" } == 1)
    wizard.report(.signedIn(nil), to: { $0.word == "sign in" })
    #expect(!wizard.state.controls.contains(.button(.signIn)))
    #expect(wizard.state.focus == .button(.next))
    wizard.settle()
    #expect(wizard.state.readiness(of: .cluster) == .ready)
  }

  @Test func signInThatFailsSaysWhatToDo() {
    var wizard = WizardFixture()
    var context = WizardFixture.context
    context.credentialsHelper = CredentialsHelper(command: "aws", mode: .ifAvailable)
    wizard.report(
      .contexts(.success(KubeContexts(contexts: [context], current: context.name))),
      to: { $0 == .readContexts })
    wizard.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    let wanted = Problem("credentials-wanted", "It wants to ask.")
    wizard.report(.server(.failure(wanted)), to: { $0.probed == .server })
    wizard.user(.buttonPressed(.signIn))
    let problem = Problem("credentials-refused", "It said no.", remedy: "Ask your admin.")
    wizard.report(.signedIn(problem), to: { $0.word == "sign in" })
    #expect(wizard.state.notice == Notice(.failed, "It said no."))
    guard case .failed(let told) = wizard.state.facts.server else {
      Issue.record("\(wizard.state.facts.server)")
      return
    }
    #expect(told.sentence == "It said no." && told.remedy == "Ask your admin.")
    #expect(told.code == "credentials-wanted")
    #expect(wizard.state.controls.contains(.button(.signIn)))
  }

  @Test func aHelperThatAlwaysWantsATerminalIsNoCaseForSigningIn() throws {
    var wizard = WizardFixture()
    var context = WizardFixture.context
    context.credentialsHelper = CredentialsHelper(command: "aws", user: "ada's", mode: .always)
    wizard.report(
      .contexts(.success(KubeContexts(contexts: [context], current: context.name))),
      to: { $0 == .readContexts })
    wizard.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    let wanted = SignIn.wanted(by: "of this context")
    wizard.report(.server(.failure(wanted)), to: { $0.probed == .server })
    #expect(!wizard.state.controls.contains(.button(.signIn)))
    guard case .failed(let problem) = wizard.state.facts.server else {
      Issue.record("\(wizard.state.facts.server)")
      return
    }
    let command = "set-credentials 'ada'\\''s' --exec-interactive-mode=IfAvailable"
    #expect(problem.remedy.contains(command))
  }
}

extension WizardFixture {
  /// The places whose versions were listed, in order.
  fileprivate var places: [String] {
    requests.compactMap { request in
      guard case .listChartVersions(let source, _, _) = request.effect else { return nil }
      return source.answersText == "edge" ? "https://helm.linkerd.io/edge" : source.placeText
    }
  }
}

extension ChartSource {
  fileprivate var placeText: String {
    switch self {
    case .repository(let url, _), .oneChartRepository(let url, _): url
    case .registry(let address): address
    case .directory(let path), .archive(let path): path
    }
  }
}

extension Effect {
  /// What is asked, in a word or two.
  var word: String {
    switch self {
    case .readContexts: "contexts"
    case .locateTool(let name): "tool \(name.rawValue)"
    case .probe(let probe, _): probe.rawValue
    case .inspectDirectory: "directory"
    case .inspectEngine: "engine"
    case .readCertificates: "certificates"
    case .listChartVersions: "versions"
    case .fetchCharts: "charts"
    case .hashFiles: "files"
    case .listRepositories: "repositories"
    case .findPullSecrets: "pull secrets"
    case .listServices: "services"
    case .listWorkloads: "workloads"
    case .readPresets: "presets"
    case .preview: "preview"
    case .signIn: "sign in"
    case .beginRun: "begin"
    case .findInterruptedRun: "find interrupted run"
    case .examineRun: "examine run"
    case .resumeRun: "resume"
    case .findDraft: "find draft"
    case .saveDraft: "save draft"
    case .planUndo: "plan undo"
    case .beginUndo: "undo"
    case .carryOut(let item, _): "do \(item.id)"
    case .watchPods: "pods"
    case .cancel: "cancel"
    case .saveScript: "save script"
    case .saveLog: "save log"
    case .exit: "exit"
    }
  }

  var isCancel: Bool { cancelled != nil }

  /// What is cancelled; nil for anything else.
  var cancelled: EffectID? {
    if case .cancel(let id) = self { id } else { nil }
  }

  /// The question to the cluster; nil for anything else.
  var probed: ClusterProbe? {
    if case .probe(let probe, _) = self { probe } else { nil }
  }

  /// The context that is asked; nil for anything else.
  var context: String? {
    if case .probe(_, let target) = self { target.context } else { nil }
  }
}
