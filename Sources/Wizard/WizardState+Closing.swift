import Planning

/// Something to do after the install, as the closing page lists it.
package struct NextStep: Equatable, Sendable {
  /// What is to be done, in a few words.
  package var text: String
  /// What is shown when it is opened; the commands stand on lines of their own.
  package var lines: [String]
}

extension WizardState {
  /// What to do next, on the closing page; empty before.
  package var nextSteps: [NextStep] {
    guard case .finished(let outcome) = phase else { return [] }
    guard case .installed = outcome.kind else {
      return [undoStep(outcome), beginAnewStep(outcome)].compactMap { $0 }
    }
    return [restartStep, moveKeyStep(outcome), renewalStep(outcome)].compactMap { $0 }
  }

  /// How to take back what a run that was not finished has done; nil where it did nothing.
  private func undoStep(_ outcome: Outcome) -> NextStep? {
    let begun = zip(outcome.run.plan.items, outcome.run.items).filter { $1.state != .waiting }
    let lines = outcome.run.plan.undoLines(completed: begun.map(\.0.id))
    return lines.isEmpty ? nil : NextStep(text: "Undo what was done", lines: lines)
  }

  private func beginAnewStep(_ outcome: Outcome) -> NextStep? {
    guard let record = outcome.run.record else { return nil }
    return NextStep(
      text: "Begin anew with the same answers",
      lines: [
        "First undo what was done: the wizard installs only where no Linkerd is. Certificates that",
        "were made are kept and never overwritten, so choose another directory for the new ones, or",
        "move them away. Then:", "",
        "  linkerd-wizard --answers \(ShellQuoting.quote(record.answersPath))",
      ])
  }

  private var restartStep: NextStep? {
    let meshed = answers.namespaces.map(\.name)
    guard !meshed.isEmpty else {
      return NextStep(
        text: "Choose namespaces to mesh",
        lines: [
          "No namespace gets proxies yet. To mesh one:", "",
          "  \(kubectlWords) annotate namespace NAME linkerd.io/inject=enabled", "",
          "Then restart its workloads.",
        ])
    }
    let commands = meshed.map { name in
      "  \(kubectlWords) rollout restart "
        + "deployment,statefulset,daemonset --namespace \(name)"
    }
    return NextStep(
      text: "Restart workloads so that they get a proxy",
      lines: [
        "Pods get their proxy when they start, so those that run already have none yet.",
        "This restarts them, a few at a time as each workload allows:", "",
      ] + commands + [
        "", "Pods of Jobs and pods without a workload have to be made anew.",
      ])
  }

  /// kubectl with the cluster that the run was made on, as a shell reads it.
  private var kubectlWords: String {
    let kubeconfig = options.kubeconfig.map { " --kubeconfig " + ShellQuoting.quote($0) } ?? ""
    return "kubectl --context " + ShellQuoting.quote(contextName) + kubeconfig
  }

  private func moveKeyStep(_ outcome: Outcome) -> NextStep? {
    guard let recipe = outcome.run.plan.certificates else { return nil }
    let key = recipe.path(of: CertificatePlan.anchorKeyFile)
    return NextStep(
      text: "Move ca.key off this machine, to a safe place",
      lines: [
        "\(key) can sign new issuers that every proxy trusts. The cluster never needs it; you need",
        "it to renew the issuer. Copy it to a place that is kept offline, check the copy, and then",
        "remove it here:", "",
        "  shred -u \(ShellQuoting.quote(key))",
      ])
  }

  private func renewalStep(_ outcome: Outcome) -> NextStep? {
    guard let recipe = outcome.run.plan.certificates else { return nil }
    return NextStep(
      text: "Renew the issuer certificate before \(recipe.issuerNotAfter.date)",
      lines: [
        "The issuer ends at \(recipe.issuerNotAfter.iso8601), the trust anchor at",
        "\(recipe.anchorNotAfter.iso8601). After the issuer's end no new pod joins the mesh.",
        "`linkerd check` warns from 60 days before.", "",
        "Linkerd's page on renewing it:",
        "  https://linkerd.io/2/tasks/manually-rotating-control-plane-tls-credentials/",
      ])
  }
}
