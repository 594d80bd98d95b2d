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
      let kubectl = try await interpreter.locate(.kubectl)
      let contexts = try await interpreter.readContexts()
      guard let name = context ?? contexts.current else {
        throw Explanations.noCurrentContext()
      }
      guard contexts.contexts.contains(where: { $0.name == name }) else {
        throw Explanations.contextUnknown(
          context: name, known: contexts.contexts.map(\.name))
      }
      let questions = ClusterQuestions(
        runner: interpreter.runner, target: ProbeTarget(context: name, kubectl: kubectl))
      return MeshProof.report(try await questions.meshFacts(check), context: context)
    }
  }
}
