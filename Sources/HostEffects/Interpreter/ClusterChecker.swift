package import Diagnosis
package import Planning
import Wizard

/// Checks a mesh without a wizard around it.
package struct ClusterChecker: Sendable {
  private let settings: HostSettings
  /// Seconds between two looks.
  private static let pause = 2

  /// Makes a checker with those settings.
  package init(settings: HostSettings) {
    self.settings = settings
  }

  /// What is to be checked.
  package struct Request: Equatable, Sendable {
    /// The control plane, and nothing of an install.
    package var check: MeshCheck
    /// The kubeconfig's context; nil means the current one.
    package var context: String?
    /// The namespaces whose proxies are looked at; empty means all.
    package var dataPlaneNamespaces: [String]
    /// Where a pod is asked for by a dry run; nil means the first namespace that is meshed.
    package var injectNamespace: String?
    /// Whether only Linkerd's resource kinds are looked at.
    package var isAboutKinds: Bool
    /// How many seconds may pass until what Linkerd waits for is true.
    package var patience: Int

    /// Makes a request.
    package init(
      check: MeshCheck, context: String?, dataPlaneNamespaces: [String] = [],
      injectNamespace: String? = nil, isAboutKinds: Bool = false, patience: Int
    ) {
      self.check = check
      self.context = context
      self.dataPlaneNamespaces = dataPlaneNamespaces
      self.injectNamespace = injectNamespace
      self.isAboutKinds = isAboutKinds
      self.patience = patience
    }

    /// The rows of what was found.
    package func rows(_ facts: MeshFacts) -> [CheckRow] {
      isAboutKinds ? MeshProof.kindRows(facts) : MeshProof.rows(facts)
    }
  }

  /// The facts once nothing is left to wait for, or the time is up. `whileWaiting` is told what isn't
  /// true yet, each reason once in a row.
  ///
  /// A problem means that the cluster couldn't be asked.
  package func facts(
    _ request: Request, whileWaiting: @Sendable (CheckRow) -> Void = { _ in }
  ) async -> Result<MeshFacts, Problem> {
    await ToolRunner.result {
      let interpreter = EffectInterpreter(settings: settings, mailbox: try Mailbox())
      let questions = ClusterQuestions(
        runner: interpreter.runner, target: try await interpreter.target(context: request.context))
      let deadline = ContinuousClock.now + .seconds(request.patience)
      var told: CheckRow?
      while true {
        var facts = await questions.meshFacts(
          request.check, dataPlane: request.dataPlaneNamespaces, at: settings.clock)
        if case .failure(let problem) = facts.server { throw problem }
        let rows = request.rows(facts)
        if let open = rows.last(where: { $0.mark != .passed }), MeshProof.mayPassSoon(rows),
          ContinuousClock.now < deadline
        {
          if told != open { whileWaiting(open) }
          told = open
          try? await Task.sleep(for: .seconds(Self.pause))
          continue
        }
        if MeshProof.passed(rows), !request.isAboutKinds {
          facts.injection = await questions.injection(into: facts, named: request.injectNamespace)
        }
        return facts
      }
    }
  }

  /// Whether the API server has told the cluster whose front proxies it trusts, as
  /// `linkerd check --pre` asks.
  package func hasFrontProxyAuthority(context: String?) async -> Result<Bool, Problem> {
    await ToolRunner.result {
      let interpreter = EffectInterpreter(settings: settings, mailbox: try Mailbox())
      let questions = ClusterQuestions(
        runner: interpreter.runner, target: try await interpreter.target(context: context))
      let text = try await questions.text(
        of: "configmap", "extension-apiserver-authentication", in: "kube-system",
        #"{.data.requestheader-client-ca-file}"#)
      return !text.isEmpty
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
