import Diagnosis
package import Planning

/// Something to do after the install, as the closing page lists it.
package struct NextStep: Equatable, Sendable {
  /// What is to be done, in a few words.
  package var text: String
  /// What is shown when it is opened: a paragraph a line, and commands further in.
  package var lines: [String]
}

/// A row of the closing page that can be read in full.
package enum ClosingRow: Equatable, Sendable {
  case step(NextStep)
  /// The directory of the certificates that this run has made.
  case certificates(CertificatePlan)
  /// The directory of the run's own files.
  case record(RunRecord)

  /// What stands above its page.
  package var title: String {
    switch self {
    case .step(let step): step.text
    case .certificates: "The certificates"
    case .record: "This run's files"
    }
  }

  /// Its page.
  package var lines: [String] {
    switch self {
    case .step(let step): step.lines
    case .certificates(let plan):
      plan.fileNotes.flatMap { [plan.path(of: $0.file), "  " + $0.text] }
        + (plan.written.isEmpty ? [] : ["", "Only you can read what this run has written."])
    case .record(let record):
      [
        record.answersPath, "  the same install without questions:",
        "  linkerd-wizard apply --answers FILE",
        record.scriptPath, "  the plan's commands, as a script that runs by itself",
        record.logPath, "  everything that the commands printed", "",
        "No secret is in them, and only you can read them.",
      ]
    }
  }
}

extension WizardState {
  /// The rows of the closing page, in order; empty before.
  package var closingRows: [ClosingRow] {
    guard case .finished(let outcome) = phase else { return [] }
    var rows = nextSteps.map { ClosingRow.step($0) }
    if let plan = outcome.run.madeCertificates { rows.append(.certificates(plan)) }
    if let record = outcome.run.record, !outcome.run.plan.isUndo { rows.append(.record(record)) }
    return rows
  }

  /// What to do next, on the closing page; empty before.
  package var nextSteps: [NextStep] {
    guard case .finished(let outcome) = phase else { return [] }
    guard case .installed = outcome.kind else {
      return [goOnStep(outcome), undoStep(outcome), beginAnewStep(outcome)].compactMap { $0 }
    }
    if outcome.run.plan.isUndo { return [] }
    let isAllNew = outcome.run.plan.upgrade == nil || !answers.namespaces.isEmpty
    return [
      isAllNew ? restartStep : nil, newProxiesStep(outcome), moveKeyStep(outcome),
      renewalStep(outcome),
    ]
    .compactMap { $0 }
  }

  /// How to go on later; nil for practice, whose cluster is gone then.
  private func goOnStep(_ outcome: Outcome) -> NextStep? {
    guard let name = outcome.run.name, !options.isPractice else { return nil }
    return NextStep(
      text: "Go on from here",
      lines: [
        "It looks at the cluster, shows what is still to be done, and asks. What is done isn't done "
          + "again, and no key is made anew:", "", "  linkerd-wizard resume \(name)",
      ])
  }

  /// How to take back what a run that was not finished has done; nil where it did nothing.
  private func undoStep(_ outcome: Outcome) -> NextStep? {
    let lines = outcome.run.undoText
    if lines.isEmpty || outcome.run.plan.isUndo { return nil }
    let command =
      outcome.run.name.map { name in
        options.isPractice
          ? [] : ["This shows each command, and asks:", "", "  linkerd-wizard undo \(name)", ""]
      } ?? []
    return NextStep(
      text: "Undo what was done",
      lines: command + (command.isEmpty ? [] : ["By hand:", ""]) + lines)
  }

  private func beginAnewStep(_ outcome: Outcome) -> NextStep? {
    guard let record = outcome.run.record, !outcome.run.plan.isUndo else { return nil }
    let first =
      "Undo what was done first, or answer Repair on the first screen. Certificates that "
      + "were made are kept and never overwritten, so choose another directory for the new ones, or "
      + "move them away. Then:"
    return NextStep(
      text: "Begin anew with the same answers",
      lines: [
        outcome.run.undoLines.isEmpty ? "Nothing was done, so nothing is in the way:" : first, "",
        "  linkerd-wizard --answers \(ShellQuoting.quote(record.answersPath))",
      ])
  }

  private var restartStep: NextStep? {
    let meshed = answers.namespaces.filter { $0.inject.givesProxies }.map(\.name)
    guard !meshed.isEmpty else {
      return NextStep(
        text: "Choose namespaces to mesh",
        lines: [
          "No namespace gets proxies yet. To mesh one:", "",
          "  \(kubectlWords) annotate namespace NAME linkerd.io/inject=enabled", "",
          "Then restart its workloads.",
        ])
    }
    if let run, !run.plan.restartedWorkloads.isEmpty { return leftOutStep }
    let commands = meshed.map { name in
      "  \(kubectlWords) rollout restart "
        + "deployment,statefulset,daemonset --namespace \(name)"
    }
    return NextStep(
      text: "Restart workloads so that they get a proxy",
      lines: [
        "Pods get their proxy when they start, so those that run already have none yet. "
          + "This restarts them, a few at a time as each workload allows:", "",
      ] + commands + [
        "", "Pods of Jobs and pods without a workload have to be made anew.",
      ])
  }

  /// What was not restarted of what runs in the meshed namespaces, each with the reason; nil where
  /// everything was.
  private var leftOutStep: NextStep? {
    let left = workloads.filter { !isRestarted($0) }
    guard !left.isEmpty else { return nil }
    let lines = left.flatMap { workload -> [String] in
      if let reason = WorkloadRules.reasonAgainst(workload) {
        return ["\(workload.id): \(reason)."]
      }
      return [
        "\(workload.id) was left out. To restart it:",
        "  \(kubectlWords) rollout restart \(workload.target) --namespace \(workload.namespace)",
      ]
    }
    return NextStep(
      text: "Restart workloads so that they get a proxy",
      lines: ["These were not restarted:", ""] + lines + [
        "", "Pods of Jobs and pods without a workload have to be made anew.",
      ])
  }

  /// After an upgrade proxies are still the old ones, in every namespace that was meshed before.
  private func newProxiesStep(_ outcome: Outcome) -> NextStep? {
    guard let upgrade = outcome.run.plan.upgrade else { return nil }
    let label = "linkerd.io/control-plane-ns=" + upgrade.controlPlane.namespace
    return NextStep(
      text: "Restart what was meshed before: new proxies",
      lines: [
        "Proxies of before the upgrade go on with the new control plane. To see which pods have one, "
          + "and restart their namespaces' workloads:", "",
        "  \(kubectlWords) get pods --all-namespaces --selector \(ShellQuoting.quote(label))",
        "  \(kubectlWords) rollout restart deployment,statefulset,daemonset --namespace NAME",
      ])
  }

  /// The option that names the control plane's namespace, where it isn't the usual one.
  private var namespaceWords: String {
    let namespace = answers.controlPlane.namespace
    return namespace == ControlPlaneAnswers().namespace
      ? "" : " --namespace " + ShellQuoting.quote(namespace)
  }

  /// kubectl with the chosen cluster, as a shell reads it.
  var kubectlWords: String { "kubectl" + clusterWords }

  /// The options that name the cluster that the run was made on.
  private var clusterWords: String {
    let kubeconfig = options.kubeconfig.map { " --kubeconfig " + ShellQuoting.quote($0) } ?? ""
    return " --context " + ShellQuoting.quote(contextName) + kubeconfig
  }

  private func moveKeyStep(_ outcome: Outcome) -> NextStep? {
    guard let recipe = outcome.run.plan.certificates, let key = recipe.anchorKeyPath else {
      return nil
    }
    if case .existingRoot = recipe.origin {
      return NextStep(
        text: "Put \(PathText.lastComponent(key)) back into its safe place",
        lines: [
          key, "",
          "It can sign new issuers that every proxy under this anchor trusts, in other clusters, too. "
            + "This run has only read it. If it is a copy of what you keep elsewhere, remove it here:",
          "", "  shred -u \(ShellQuoting.quote(key))",
        ])
    }
    return NextStep(
      text: "Move ca.key off this machine, to a safe place",
      lines: [
        key, "",
        "It can sign new issuers that every proxy trusts. The cluster never needs it; you need it "
          + "to renew the issuer. Copy it to a place that is kept offline, check the copy, and then "
          + "remove it here:", "",
        "  shred -u \(ShellQuoting.quote(key))",
      ])
  }

  private func renewalStep(_ outcome: Outcome) -> NextStep? {
    guard let recipe = outcome.run.plan.certificates else { return nil }
    return NextStep(
      text: "Renew the issuer certificate before \(recipe.issuerNotAfter.date)",
      lines: [
        "The issuer ends at \(recipe.issuerNotAfter.iso8601), the trust anchor at "
          + "\(recipe.anchorNotAfter.iso8601). After the issuer's end no new pod joins the mesh. "
          + "`linkerd check` warns from 60 days before.", "",
      ] + renewal(of: recipe) + [
        "", "Linkerd's page on renewing it:",
        "  https://linkerd.io/2/tasks/manually-rotating-control-plane-tls-credentials/",
      ])
  }

  private func renewal(of recipe: CertificatePlan) -> [String] {
    guard let key = recipe.anchorKeyPath else {
      return ["A new issuer has to come from where yours came from: from the root that signed it."]
    }
    let isElsewhere = key != recipe.path(of: CertificatePlan.anchorKeyFile)
    let option = isElsewhere ? " --anchor-key " + ShellQuoting.quote(key) : ""
    return [
      (isElsewhere ? "With your root's key at hand" : "With the anchor's key back in place")
        + ", this makes a new one, keeps the old one beside it, and puts the new one into the cluster "
        + "once you have confirmed it:", "",
      "  linkerd-wizard certificates renew \(ShellQuoting.quote(recipe.directory))\(option) --apply"
        + clusterWords + namespaceWords,
    ]
  }
}

extension RunProgress {
  /// The run's name, which is that of its directory; nil before that was made.
  package var name: String? { record.map { PathText.lastComponent($0.directory) } }

  /// How to take back what was begun so far; empty where nothing was.
  package var undoLines: [String] {
    var done: [String] = []
    var brokenOff: [String] = []
    for (item, progress) in zip(plan.items, items) {
      switch progress.state {
      case .waiting: continue
      case .running, .done: done.append(item.id)
      case .failed, .stopped: brokenOff.append(item.id)
      }
    }
    return plan.undoLines(completed: done, brokenOff: brokenOff)
  }

  /// The same as lines to read: the commands stand further in.
  var undoText: [String] {
    undoLines.map { $0.isEmpty || $0.hasPrefix("#") ? $0 : "  " + $0 }
  }

  /// The certificates that this run has made; nil where it has made none.
  package var madeCertificates: CertificatePlan? {
    let isMade = zip(plan.items, items).contains { item, progress in
      guard case .writeCertificates = item.action, case .done = progress.state else { return false }
      return true
    }
    return isMade ? plan.certificates : nil
  }
}
