import Diagnosis
package import Planning

/// Whether the plan can be built, and if not, why.
package enum PlanResult: Equatable, Sendable {
  case ready(ReviewedPlan)
  case waiting(String)
  case blocked([ScreenProblem])
}

/// A line of Review that can be opened.
package enum ReviewRow: Equatable, Sendable {
  /// An answered screen, with what was answered.
  case screen(ScreenID, String)
  case item(PlanItem)
}

extension WizardState {
  /// The plan as it stands now.
  ///
  /// The plan that was shown last stays, with its instants, as long as nothing that decides it has
  /// changed; a new one counts the certificates' lives from now.
  package var planResult: PlanResult {
    if let lastPlan, lastPlan.basis == PlanBasis(self) { return .ready(lastPlan) }
    switch planInputs {
    case .failure(let reason): return reason
    case .success(let inputs): return lastPlan.flatMap { kept($0, inputs) } ?? built(inputs)
    }
  }

  /// The plan that was shown last; nil where the inputs differ in more than the time.
  private func kept(_ last: ReviewedPlan, _ inputs: PlanInputs) -> PlanResult? {
    var inputs = inputs
    inputs.now = last.inputs.now
    guard inputs == last.inputs else { return nil }
    var kept = last
    kept.basis = PlanBasis(self)
    return .ready(kept)
  }

  private func built(_ inputs: PlanInputs) -> PlanResult {
    switch PlanBuilder.plan(inputs) {
    case .success(let plan):
      var reviewed = ReviewedPlan(plan: plan, digest: plan.digest, inputs: inputs)
      reviewed.basis = PlanBasis(self)
      return .ready(reviewed)
    case .failure(let refusal):
      return .blocked(refusal.problems.map { ScreenProblem(.field($0.field), $0.problem) })
    }
  }

  /// What Review shows: the four answered screens, then the items in order.
  package var reviewRows: [ReviewRow] {
    let screens = ScreenID.allCases.prefix(4).map { ReviewRow.screen($0, summary(of: $0)) }
    return screens + (plan?.plan.items.map { ReviewRow.item($0) } ?? [])
  }

  /// Everything that decides the plan, or what is missing for it.
  private var planInputs: PlanInputsResult {
    let checked: CheckedAnswers
    switch AnswersCheck.check(answers, paths: options.paths, now: now) {
    case .failure(let failure):
      return .failure(
        .blocked(failure.problems.map { ScreenProblem(.field($0.field), $0.problem) }))
    case .success(let answers): checked = answers
    }
    guard let cluster = clusterIdentity, let kubectl = facts.kubectl.value,
      let helm = facts.helm.value
    else { return .failure(.waiting("The cluster has not answered yet.")) }
    if case .failed(let problem) = facts.charts {
      return .failure(.blocked([ScreenProblem(.list(.review), problem)]))
    }
    if case .failed(let problem) = facts.repositories {
      return .failure(.blocked([ScreenProblem(.list(.review), problem)]))
    }
    guard let charts = facts.charts.value else {
      return .failure(.waiting("The charts are being fetched."))
    }
    guard let values = facts.valuesFiles.value, let repositories = facts.repositories.value,
      let namespaces = facts.namespaces.value, let gatewayAPI = facts.gatewayAPI.value
    else { return .failure(.waiting("The last facts are being read.")) }
    if !namesWithOpaquePorts.isEmpty {
      if case .failed(let problem) = facts.services {
        return .failure(.blocked([ScreenProblem(.list(.review), problem)]))
      }
      guard facts.services.value != nil else {
        return .failure(.waiting("The Services with opaque ports are being read."))
      }
    }
    guard facts.network.isSettled else {
      return .failure(.waiting("The cluster's networks are being read."))
    }
    guard facts.clocks.isSettled else {
      return .failure(.waiting("The nodes are being looked at."))
    }
    if isWaitingForWorkloads { return .failure(.waiting("The workloads are being read.")) }
    if !isUpgrade, let reason = certificatesWaitingReason { return .failure(.waiting(reason)) }
    return .success(
      PlanInputs(
        programVersion: options.programVersion, now: options.plannedAt ?? now,
        answers: checked.taking(source: charts.source), cluster: cluster,
        kubectl: kubectl,
        helm: helm, step: facts.step.value, engine: facts.engine.value, given: facts.given.value,
        charts: charts, valuesFiles: values, repositories: repositories,
        existingNamespaces: existing(of: checked, in: namespaces),
        annotationsBefore: annotationsBefore(of: checked, in: namespaces),
        services: namesWithOpaquePorts.isEmpty ? [] : facts.services.value ?? [],
        nodes: facts.clocks.value?.traits, network: facts.network.value, gatewayAPI: gatewayAPI,
        existing: existingWork, restarts: restarts))
  }

  /// Those of the namespaces that the answers name which exist; others don't decide the plan.
  private func existing(of answers: CheckedAnswers, in index: NamespaceIndex) -> Set<String> {
    let named =
      answers.namespaces.map(\.name) + [
        answers.controlPlaneNamespace, existingWork.pluginRelease.namespace,
      ]
    return Set(named.filter { index[$0] != nil })
  }

  /// What the annotations are that the plan changes, without those of what has none.
  private func annotationsBefore(
    of answers: CheckedAnswers, in index: NamespaceIndex
  ) -> [AnnotationsBefore] {
    let namespaces = answers.namespaces.compactMap { index[$0.name] }.map {
      AnnotationsBefore(
        namespace: $0.name, inject: $0.injectAnnotation, opaquePorts: $0.opaqueAnnotation)
    }
    let services = namesWithOpaquePorts.isEmpty ? [] : facts.services.value ?? []
    let records =
      namespaces
      + services.map {
        AnnotationsBefore(namespace: $0.namespace, service: $0.name, opaquePorts: $0.opaquePorts)
      }
    return records.filter { $0.inject != nil || $0.opaquePorts != nil }
  }

  /// One line about what was answered on a screen.
  package func summary(of screen: ScreenID) -> String {
    switch screen {
    case .cluster:
      return [contextName, context?.server ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
    case .certificates:
      return certificatesSummary
    case .controlPlane:
      let version = chosenVersion.map { $0.appVersion.isEmpty ? $0.version : $0.appVersion }
      return (version ?? answers.controlPlane.version) + (usesOneChart ? ", end of life," : "")
        + " from \(chartSource?.answersText ?? "?")"
    case .namespaces:
      let index = facts.namespaces.value
      let names = answers.namespaces.map { namespace in
        let isNew = index != nil && index?[namespace.name] == nil
        let words =
          [isNew ? "new" : nil, namespace.inject == .enabled ? nil : namespace.inject.rawValue]
          .compactMap { $0 }
        return words.isEmpty
          ? namespace.name : "\(namespace.name) (\(words.joined(separator: ", ")))"
      }
      return names.isEmpty ? "none" : names.joined(separator: ", ") + restartSummary
    case .review, .install:
      return ""
    }
  }
}

extension WizardState {
  /// Where the certificates come from and how long they last, in one line.
  private var certificatesSummary: String {
    let anchor = Lifetime.humanText(of: answers.certificates.anchorValidity)
    let issuer = Lifetime.humanText(of: answers.certificates.issuerValidity)
    let lives = "anchor \(anchor), issuer \(issuer)"
    if isUpgrade { return "those that are there" }
    switch answers.certificates.source {
    case .builtIn: return "built in, \(lives)"
    case .step: return "step, \(lives)"
    case .stepInDocker: return "step in Docker, \(lives)"
    case .files:
      return "your files"
        + (facts.given.value?.issuer.map { ", issuer until \($0.notAfter.date)" } ?? "")
    case .existingRoot: return "your root, issuer \(issuer)"
    }
  }
}

private enum PlanInputsResult: Equatable {
  case success(PlanInputs)
  case failure(PlanResult)
}

extension CheckedAnswers {
  /// The same answers with the place that the charts really came from.
  func taking(source: ChartSource) -> CheckedAnswers {
    var copy = self
    copy.chartSource = source
    return copy
  }
}

extension Lifetime {
  /// The length in words; the text itself where it can't be read.
  static func humanText(of text: String) -> String {
    guard case .success(let lifetime) = parse(text) else { return text }
    return lifetime.humanText
  }
}
