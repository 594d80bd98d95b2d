import Planning

/// One check of the proof: what it is called, how grave it is, and how it is judged.
struct MeshRule: Sendable {
  /// How grave a failure is, as Linkerd has it.
  enum Level: Sendable {
    /// What comes after it can't be judged, and is not listed.
    case fatal
    case error
    /// It is told and fails nothing.
    case warning
  }

  /// How a check came out.
  enum Verdict: Sendable {
    /// It doesn't apply here, and is not listed.
    case skipped
    /// It passed, with a short fact or none.
    case passed(note: String = "")
    case failed(String, remedy: String)
  }

  var id: String
  var category: MeshCategory
  var text: String
  /// The section of Linkerd's page of hints; nil for checks of our own.
  var anchor: String?
  var level: Level
  /// Whether it may become true by waiting.
  var isRetried = false
  var judge: @Sendable (MeshFacts) -> Verdict

  init(
    _ id: String, _ category: MeshCategory, _ text: String, hint anchor: String? = nil,
    _ level: Level, isRetried: Bool = false, judge: @escaping @Sendable (MeshFacts) -> Verdict
  ) {
    self.id = id
    self.category = category
    self.text = text
    self.anchor = anchor
    self.level = level
    self.isRetried = isRetried
    self.judge = judge
  }

  /// The row of it; nil where it doesn't apply.
  func row(_ facts: MeshFacts) -> CheckRow? {
    var row = CheckRow(id: id, mark: .passed, text: text)
    row.category = category.rawValue
    switch judge(facts) {
    case .skipped: return nil
    case .passed(let note): row.note = note
    case .failed(let reason, let remedy):
      row.mark = level == .warning ? .warning : .failed
      (row.reason, row.remedy) = (reason, remedy)
      row.hint = anchor.map { "https://linkerd.io/2/checks/#\($0)" } ?? ""
    }
    return row
  }
}

/// The groups of checks, named as `linkerd check` names them, and our own at the end.
enum MeshCategory: String, CaseIterable, Sendable {
  case kubernetesAPI = "kubernetes-api"
  case kubernetesVersion = "kubernetes-version"
  case gatewayAPI = "gateway-api-crd"
  case preInstall = "pre-kubernetes-setup"
  case kinds = "linkerd-crd"
  case existence = "linkerd-existence"
  case config = "linkerd-config"
  case plugin = "linkerd-cni-plugin"
  case identity = "linkerd-identity"
  case webhooks = "linkerd-webhooks-and-apisvc-tls"
  case identityDataPlane = "linkerd-identity-data-plane"
  case controlPlaneVersion = "control-plane-version"
  case controlPlaneProxy = "linkerd-control-plane-proxy"
  case dataPlane = "linkerd-data-plane"
  case highAvailability = "linkerd-ha-checks"
  case extensions = "linkerd-extension-checks"
  case own = "linkerd-wizard"
}

extension MeshRule.Verdict {
  static let passed = MeshRule.Verdict.passed()

  /// Judges what was read; what could not be read fails in the words of its problem.
  static func of<Value>(
    _ reading: MeshFacts.Reading<Value>, _ judge: (Value) -> MeshRule.Verdict
  ) -> MeshRule.Verdict {
    switch reading {
    case .success(let value): judge(value)
    case .failure(let problem): .failed(problem.sentence, remedy: problem.remedy)
    }
  }

  /// Fails with the sentence, and passes where there is none.
  static func unless(_ problem: String?, remedy: @autoclosure () -> String) -> MeshRule.Verdict {
    problem.map { .failed($0, remedy: remedy()) } ?? .passed
  }
}
