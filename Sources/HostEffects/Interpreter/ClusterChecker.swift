package import Diagnosis
package import Planning
import Wizard

/// Checks a control plane without a wizard around it.
package struct ClusterChecker: Sendable {
  private let settings: HostSettings

  /// Makes a checker with those settings.
  package init(settings: HostSettings) {
    self.settings = settings
  }

  /// The rows of a check, asked once. `context` is the kubeconfig's; nil means the current one.
  ///
  /// A problem means that the cluster couldn't be asked.
  package func rows(
    _ check: MeshCheck, context: String?
  ) async -> Result<[CheckRow], Problem> {
    await ToolRunner.result {
      let interpreter = EffectInterpreter(settings: settings, mailbox: try Mailbox())
      let questions = ClusterQuestions(
        runner: interpreter.runner, target: try await interpreter.target(context: context))
      return MeshProof.report(try await questions.meshFacts(check), context: context)
    }
  }
}

extension EffectInterpreter {
  /// The cluster of a context, nil meaning the kubeconfig's current one, and kubectl to ask it.
  /// Throws `Problem` where there is no such context or no kubectl.
  func target(context: String?) async throws -> ProbeTarget {
    let kubectl = try await locate(.kubectl)
    let contexts = try await readContexts()
    guard let name = context ?? contexts.current else { throw Explanations.noCurrentContext() }
    guard contexts.contexts.contains(where: { $0.name == name }) else {
      throw Explanations.contextUnknown(context: name, known: contexts.contexts.map(\.name))
    }
    return ProbeTarget(context: name, kubectl: kubectl)
  }
}
