package import Diagnosis
package import Planning
import Wizard

/// Looks whether a control plane is up, for `linkerd-wizard check`; changes nothing.
package struct ClusterChecker: Sendable {
  private let interpreter: EffectInterpreter?
  private let problem: Problem?

  /// Makes a checker that works with these settings.
  package init(settings: HostSettings) {
    do {
      interpreter = EffectInterpreter(settings: settings, mailbox: try Mailbox())
      problem = nil
    } catch {
      interpreter = nil
      problem = error.problem
    }
  }

  /// The rows of the check; a problem where the cluster couldn't be asked.
  ///
  /// `context` nil means the kubeconfig's current one.
  package func rows(_ check: MeshCheck, context: String?) async -> Result<[CheckRow], Problem> {
    await ToolRunner.result {
      guard let interpreter else { throw problem ?? Problem("unexpected", "No descriptors left.") }
      async let kubectl = interpreter.locate(.kubectl)
      let target = ProbeTarget(
        context: try await self.context(context, interpreter), kubectl: try await kubectl)
      return MeshProof.rows(try await interpreter.meshFacts(check, target))
    }
  }

  private func context(
    _ wanted: String?, _ interpreter: EffectInterpreter
  ) async throws -> String {
    let contexts = try await interpreter.readContexts()
    guard let name = wanted ?? contexts.current else {
      throw Problem(
        "context-missing", "The kubeconfig has no current context.",
        remedy: "Name one with --context, or choose one: kubectl config use-context NAME")
    }
    guard contexts.contexts.contains(where: { $0.name == name }) else {
      throw Problem(
        "context-unknown", "The kubeconfig has no context \(TerminalText.harmless(name)).",
        remedy: "See which there are: kubectl config get-contexts")
    }
    return name
  }
}
