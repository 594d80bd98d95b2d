import Planning

/// The instant of the screens: 2026-11-20T21:01:30Z.
let now = Instant(secondsSince1970: 1_795_208_490)

let paths = HostPaths(workingDirectory: "/home/ada/work", home: "/home/ada")

let edge = ChartVersion(
  version: "2026.8.3", crdsVersion: "2026.8.3", appVersion: "edge-26.8.3",
  kubeVersion: ">=1.31.0-0")
let stable = ChartVersion(
  version: "1.16.11", crdsVersion: "1.8.0", appVersion: "stable-2.14.10", kubeVersion: ">=1.21.0-0")

let linkerd2 = ChartVersion(
  version: "2.11.5", crdsVersion: nil, appVersion: "stable-2.11.5", kubeVersion: ">=1.17.0-0")

let kubernetes = SemanticVersion(1, 33, 2)

/// What the inputs of a plan look like for somebody who keeps every default and meshes two
/// namespaces, of which one is new.
func inputs(
  helm: Int = 4, answering: (inout Answers) -> Void = { _ in },
  tuning: (inout PlanInputs) -> Void = { _ in }
) throws -> PlanInputs {
  var answers = Answers()
  answers.namespaces = [NamespaceAnswer("direktiv"), NamespaceAnswer("payments")]
  answering(&answers)
  let checked = try AnswersCheck.check(answers, paths: paths, now: now).get()
  var inputs = PlanInputs(
    programVersion: "0.1.0", now: now, answers: checked,
    cluster: ClusterIdentity(
      context: "kind-demo", server: "https://127.0.0.1:6443",
      uid: "99b1d611-73e3-4564-b1fb-cc6cfa59fe96", authority: nil, kubeconfig: nil),
    kubectl: Tool(name: .kubectl, path: "/usr/bin/kubectl", version: SemanticVersion(1, 34, 1)),
    helm: Tool(name: .helm, path: "/usr/local/bin/helm", version: SemanticVersion(helm, 1, 4)),
    charts: charts(edge, source: checked.chartSource), valuesFiles: [], repositories: [],
    existingNamespaces: ["default", "kube-system", "direktiv"], gatewayAPI: .absent)
  tuning(&inputs)
  return inputs
}

func charts(_ version: ChartVersion, source: ChartSource) -> FetchedCharts {
  FetchedCharts(
    source: source, described: version,
    plugin: version.pluginVersion.map { chart(ChartName.plugin, $0, hash: "3") },
    crds: version.crdsVersion.map { chart(ChartName.crds, $0, hash: "1") },
    controlPlane: chart(
      version.isOneChart ? ChartName.linkerd2 : ChartName.controlPlane, version.version, hash: "2"))
}

private func chart(_ name: String, _ version: String, hash: String) -> ChartFile {
  ChartFile(
    name: name, version: version,
    path: "/home/ada/.cache/linkerd-wizard/charts/\(name)-\(version).tgz",
    sha256: String(repeating: hash, count: 64))
}

/// The plan of those inputs.
func plan(
  helm: Int = 4, answering: (inout Answers) -> Void = { _ in },
  tuning: (inout PlanInputs) -> Void = { _ in }
) throws -> Plan {
  try PlanBuilder.plan(inputs(helm: helm, answering: answering, tuning: tuning)).get()
}

extension Plan {
  func item(_ id: String) -> PlanItem? { items.first { $0.id == id } }

  func command(_ id: String) -> Command? {
    guard case .command(let command)? = item(id)?.action else { return nil }
    return command
  }
}

/// Numbers that look random and are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
