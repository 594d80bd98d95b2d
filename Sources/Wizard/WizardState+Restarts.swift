import Diagnosis
package import Planning

extension WizardState {
  /// Whether the workloads of the chosen namespaces are restarted.
  package var isRestarting: Bool { !isUpgrade && answers.restart == .namespaces }

  /// The chosen namespaces in which there can be workloads that a restart gives a proxy, in the order
  /// in which they were chosen: what is created has none yet.
  var restartNamespaces: [String] {
    guard let index = facts.namespaces.value else { return [] }
    return answers.namespaces.filter { $0.inject.givesProxies && index[$0.name] != nil }
      .map(\.name)
  }

  /// The workloads of those namespaces, in the order in which they would be restarted.
  package var workloads: [Workload] {
    let chosen = Dictionary(
      answers.namespaces.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let mesh = meshToCome
    return WorkloadRules.ordered(facts.workloads.value ?? [], in: restartNamespaces).map {
      var workload = $0
      if let proxies = workload.proxies, let namespace = chosen[workload.namespace] {
        workload.keepsProxies = WorkloadRules.canStay(proxies, in: namespace, with: mesh)
      }
      return workload
    }
  }

  /// What older proxies have to fit.
  private var meshToCome: MeshToCome {
    let given = answers.controlPlane
    return MeshToCome(
      controlPlaneNamespace: given.namespace, trustDomain: answers.certificates.trustDomain,
      version: chosenVersion?.appVersion ?? "",
      hasOwnSettings: !given.settings.isEmpty || !given.values.isEmpty)
  }

  /// The anchors that Helm gets, as text, where they are the person's own; nil where new ones are
  /// made, which no proxy can trust yet.
  var knownAnchors: String? {
    guard answers.certificates.source.isGiven else { return nil }
    return facts.given.value?.normalised
      .first { $0.file == CertificatePlan.anchorCertificateFile }?.text
  }

  /// What is restarted, in that order.
  package var restarts: [WorkloadRestart] {
    guard isRestarting else { return [] }
    return WorkloadRules.restarts(
      workloads, in: restartNamespaces, except: Set(answers.restartExcept))
  }

  /// How many workloads a restart would give a proxy; nil while that isn't known.
  package var restartableCount: Int? {
    guard facts.workloads.value != nil else { return nil }
    return workloads.count { WorkloadRules.reasonAgainst($0) == nil }
  }

  /// Whether the workload of that name is restarted.
  package func isRestarted(_ workload: Workload) -> Bool {
    isRestarting && WorkloadRules.reasonAgainst(workload) == nil
      && !answers.restartExcept.contains(workload.id)
  }

  var isWaitingForWorkloads: Bool {
    (isRestarting && !restartNamespaces.isEmpty || !namesWithOpaquePorts.isEmpty)
      && !facts.workloads.isSettled
  }

  /// Where pods' own lists of opaque ports win over what is answered for their namespaces.
  var ownPortsWarnings: [Problem] {
    let names = Set(namesWithOpaquePorts)
    guard !names.isEmpty, let all = facts.workloads.value else { return [] }
    return answers.namespaces.filter { names.contains($0.name) && $0.inject.givesProxies }
      .flatMap { namespace -> [Problem] in
        guard let ports = namespace.opaque else { return [] }
        return WorkloadRules.ordered(all, in: [namespace.name])
          .compactMap { WorkloadRules.ownPortsWarning($0, ports) }
      }
  }

  /// Whether a workload's own list of opaque ports lacks some that its namespace gets.
  package func hasOwnPorts(_ workload: Workload) -> Bool {
    let answer = chosenNamespaces.special[workload.namespace]?.opaque
    return answer.map { !WorkloadRules.missingPorts(workload, $0).isEmpty } ?? false
  }

  /// The rows of the list of workloads.
  var workloadOptions: [FieldOption] {
    workloads.map { workload in
      let pods = workload.replicas == 1 ? "1 pod" : "\(workload.replicas) pods"
      let refusal = WorkloadRules.shortReasonAgainst(workload)
      let mark = refusal != nil ? "(-)" : isRestarted(workload) ? "[x]" : "[ ]"
      return FieldOption(
        value: workload.id, label: "\(mark) \(workload.namespace) \(workload.target)",
        note: "\(pods), \(WorkloadRules.disruptionNote(workload))"
          + (hasOwnPorts(workload) ? ", own opaque ports" : ""), refusal: refusal)
    }
  }

  /// What Review says of the restarts, behind the namespaces.
  var restartSummary: String {
    guard isRestarting else { return "" }
    let count = restarts.count
    return count == 1 ? "; restarts 1 workload" : "; restarts \(count) workloads"
  }

  /// What stands against restarting.
  var restartProblems: [Problem] {
    guard answers.restart == .namespaces else { return [] }
    if isUpgrade {
      return [
        Problem(
          "restart-with-upgrade", severity: .warning, "An upgrade restarts no workloads.",
          remedy: "Restart them once it is done: the closing page says how.")
      ]
    }
    if case .failed(let problem) = facts.workloads, !restartNamespaces.isEmpty { return [problem] }
    return forbiddenRestarts
  }

  /// What is to be restarted and may not be, a problem for each kind of a namespace: it would only
  /// fail when everything is installed.
  private var forbiddenRestarts: [Problem] {
    let forbidden = restarts.map(\.workload).filter { !$0.mayBeRestarted }
    let groups = Dictionary(grouping: forbidden) { "\($0.namespace)/\($0.kind.rawValue)" }
    return groups.sorted { $0.key < $1.key }.compactMap { _, workloads in
      guard let first = workloads.first else { return nil }
      let names = workloads.map(\.name).joined(separator: ", ")
      return Problem(
        "restart-forbidden",
        "You may not restart \(first.kind.plural) in the namespace \(first.namespace), and these are "
          + "to be: \(names).",
        remedy:
          "Ask who runs the cluster for the right to patch \(first.kind.plural).apps there, or "
          + "leave them out (restartExcept). See: kubectl auth can-i patch "
          + "\(first.kind.plural).apps --namespace \(first.namespace)")
    }
  }

  /// Exceptions that name nothing in the chosen namespaces are likely misspelt.
  var restartExceptProblems: [Problem] {
    guard isRestarting, let known = facts.workloads.value else { return [] }
    let ids = Set(known.map(\.id))
    let places = Set(restartNamespaces)
    return answers.restartExcept.filter { text in
      places.contains(String(text.prefix { $0 != "/" })) && !ids.contains(text)
    }.map { text in
      Problem(
        "restart-except-unknown", severity: .warning, "There is no workload \(text).",
        remedy: "Names are as in shop/deployment/web: kubectl get "
          + "deployments,statefulsets,daemonsets --all-namespaces")
    }
  }
}

extension Reduction {
  /// The workloads are read where something is restarted, somebody looks at the list, or ports become
  /// opaque, which pods' own annotations may hinder.
  var workloadsEffect: Effect? {
    guard state.furthest >= .namespaces, let target = state.probeTarget else { return nil }
    let isListed = !state.isUpgrade && (state.wantsWorkloads || state.isRestarting)
    var names = isListed ? state.restartNamespaces : []
    names += state.namesWithOpaquePorts.filter { !names.contains($0) }
    return names.isEmpty
      ? nil : .listWorkloads(names, target, knownAnchors: state.knownAnchors)
  }

  /// Takes in what was done about restarts.
  mutating func takeRestarts(_ event: UserEvent) -> Bool {
    switch event {
    case .restartToggled: toggleRestart()
    case .workloadsWanted: state.wantsWorkloads = true
    case .workloadsOpened: openWorkloads()
    case .workloadToggled(let id): toggleWorkload(id)
    default: return false
    }
    return true
  }

  private mutating func toggleRestart() {
    guard !state.isUpgrade else { return }
    state.answers.restart = state.answers.restart == .none ? .namespaces : .none
  }

  private mutating func openWorkloads() {
    guard !state.isUpgrade else { return }
    guard !state.restartNamespaces.isEmpty else {
      state.notice = Notice(.warning, "Choose namespaces first: their workloads are listed.")
      return
    }
    state.wantsWorkloads = true
    state.dialog = .picker(Dialog.Picker(subject: .workloads))
  }

  /// Leaves a workload out of the restarts, or no longer. Where nothing is restarted yet, it becomes
  /// the only one that is.
  mutating func toggleWorkload(_ id: String) {
    guard !state.isUpgrade, let workload = state.workloads.first(where: { $0.id == id }) else {
      return
    }
    if let refusal = WorkloadRules.reasonAgainst(workload) {
      state.notice = Notice(.warning, "\(id): \(refusal).")
    } else if !state.isRestarting {
      state.answers.restart = .namespaces
      state.answers.restartExcept = state.workloads.filter {
        $0.id != id && WorkloadRules.reasonAgainst($0) == nil
      }.map(\.id)
    } else if let place = state.answers.restartExcept.firstIndex(of: id) {
      state.answers.restartExcept.remove(at: place)
    } else {
      state.answers.restartExcept.append(id)
    }
  }
}
