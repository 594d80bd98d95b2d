import Diagnosis
import Planning
import Wizard

/// Looks, just before a plan is carried out, whether it still stands on what it was built on.
struct PlanRecheck: Sendable {
  let runner: ToolRunner
  let plan: Plan

  /// Throws a `Problem` of the code `plan-outdated` where something is different now.
  func check() async throws {
    try files()
    try directory()
    guard let kubectl = plan.tools.first(where: { $0.name == .kubectl }) else { return }
    let target = ProbeTarget(context: plan.cluster.context, kubectl: kubectl)
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig), target: target)
    async let server = questions.server(of: plan.cluster.context)
    async let uid = questions.clusterUID()
    if let known = plan.cluster.uid {
      let uid = await uid
      guard uid == known else {
        throw outdated(
          uid == nil
            ? "The cluster's identity could not be read again."
            : "The context \(plan.cluster.context) now leads to another cluster.")
      }
    }
    guard try await server == plan.cluster.server else {
      throw outdated("The context \(plan.cluster.context) now names another server.")
    }
  }

  private func files() throws {
    for tool in plan.tools {
      guard ChildProcess.refusal(of: ChildProgram(path: tool.path)) == nil else {
        throw outdated("\(tool.path) is no longer there.")
      }
    }
    for file in plan.valuesFiles {
      guard (try? FileDigest.file(file.path, limit: 16 << 20)) == file.sha256 else {
        throw outdated("\(file.path) has changed since Review.")
      }
    }
    for chart in [plan.charts.crds, plan.charts.controlPlane] {
      guard (try? FileDigest.tree(chart.path)) == chart.sha256 else {
        throw outdated("The chart \(chart.path) has changed since Review.")
      }
    }
  }

  private func directory() throws {
    for item in plan.items {
      guard case .writeCertificates(let recipe) = item.action else { continue }
      switch DirectoryFact(inspecting: recipe.directory).state {
      case .new, .usable: break
      case .holdsCertificates(let files):
        throw outdated("\(recipe.directory) holds \(files.joined(separator: ", ")) by now.")
      case .notADirectory, .notWritable, .writableByOthers:
        throw outdated("\(recipe.directory) can't take the certificates any more.")
      }
    }
  }

  private func outdated(_ sentence: String) -> Problem {
    Problem(
      "plan-outdated", sentence, remedy: "Nothing was changed. Look at the new plan on Review.")
  }
}

extension ToolRunner {
  /// The same, with another kubeconfig file; nil leaves it as it is.
  func with(kubeconfig: String?) -> ToolRunner {
    guard let kubeconfig else { return self }
    var settings = settings
    settings.kubeconfig = kubeconfig
    return ToolRunner(settings: settings)
  }
}

extension ClusterQuestions {
  /// The server's address that a context names in the kubeconfig.
  func server(of context: String) async throws -> String {
    let config = try await runner.json(
      Kubeconfig.self, target.kubectl, ["config", "view", "-o", "json"])
    return config.server(of: context) ?? ""
  }
}
