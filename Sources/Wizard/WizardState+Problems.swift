package import Diagnosis
package import Planning

extension WizardState {
  /// What is wrong with an answer, by itself, with the others and with what was found.
  package func problems(of field: FieldID) -> [Problem] {
    answerProblems(of: field) + foundProblems(of: field)
  }

  /// What is wrong with an answer, by itself and with the others.
  func answerProblems(of field: FieldID) -> [Problem] {
    field == .namespaces
      ? chosenNamespaces.wrong
      : AnswersCheck.problems(in: field, of: answers, paths: options.paths, now: now)
  }

  /// The problems of a field that are shown under it.
  ///
  /// None while it is typed in for the first time; before, only warnings and what the host found,
  /// such as a directory that holds certificates; once it was left, all of them at every key.
  package func shownProblems(of field: FieldID) -> [Problem] {
    let draft = drafts[field]
    if draft?.isTouched == true { return problems(of: field) }
    if draft?.text != nil { return [] }
    let found = foundProblems(of: field)
    return problems(of: field).filter { $0.severity == .warning || found.contains($0) }
  }

  /// What is worth knowing about the answers and stands in nobody's way, each thing once.
  package var warnings: [Problem] {
    FieldID.allCases.flatMap(problems(of:)).reduce(into: []) { warnings, problem in
      if problem.severity == .warning, !warnings.contains(problem) { warnings.append(problem) }
    }
  }

  /// The text that stands in a field.
  package func text(of field: FieldID) -> String {
    drafts[field]?.text ?? Catalogue.field(field).read(answers)
  }

  /// What the host's facts say against an answer.
  private func foundProblems(of field: FieldID) -> [Problem] {
    switch field {
    case .context: contextProblems
    case .existing: existingProblems
    case .controlPlaneNamespace: keptNamespaceProblems
    case .certificateSource: sourceProblems
    case .givenDirectory, .givenAnchor, .givenAnchorKey, .givenIssuer, .givenIssuerKey:
      givenProblems(of: field)
    case .certificateDirectory:
      answers.certificates.source.isGiven ? givenProblems(of: field) : directoryProblems
    case .issuerValidity: rootProblems
    case .charts, .ownCharts:
      field == chartsProblemField ? chartsProblems : []
    case .version: versionProblems
    case .gatewayAPI: gatewayAPIProblems
    case .podNetwork: podNetworkProblems
    case .clusterDomain: clusterDomainProblems
    case .clusterNetworks: clusterNetworksProblems
    case .availability: availabilityProblems
    case .pullSecrets: pullSecretWarnings
    case .values:
      if case .failed(let problem) = facts.valuesFiles { [problem] } else { [] }
    case .restart: restartProblems
    case .restartExcept: restartExceptProblems
    case .namespaces:
      chosenNamespaces.terminating + chosenNamespaces.care + ownPortsWarnings
    default: []
    }
  }

  private var chartsProblemField: FieldID {
    answers.controlPlane.charts == .own ? .ownCharts : .charts
  }

  private var chartsProblems: [Problem] {
    if answers.controlPlane.charts == .linkerd2, let problem = linkerd2Problem { return [problem] }
    if case .failed(let problem) = facts.chartVersions { return [problem] }
    return oneChartWarnings
  }

  private var contextProblems: [Problem] {
    guard let known = facts.contexts.value, context == nil else { return [] }
    if known.contexts.isEmpty { return [Explanations.kubeconfigWithoutContexts()] }
    guard let name = answers.context ?? known.current else {
      return [
        Problem(
          "no-current-context", "The kubeconfig names no current context.",
          remedy: "Choose one here, or run: kubectl config use-context NAME")
      ]
    }
    return [
      Problem(
        "unknown-context", "The kubeconfig has no context “\(name)”.",
        remedy: "Choose one of: \(known.contexts.prefix(5).map(\.name).joined(separator: ", ")).")
    ]
  }

  private var directoryProblems: [Problem] {
    switch facts.directory {
    case .failed(let problem): [problem]
    case .known(let directory): directory.problem.map { [$0] } ?? []
    case .unknown, .asking: []
    }
  }

  /// Why high availability can't be had on this cluster, in a few words; nil where it can, or
  /// nobody knows.
  var missingNodes: String? {
    let needed = NodeTraits.nodesForHighAvailability
    guard let nodes = facts.clocks.value?.traits, nodes.schedulable < needed else { return nil }
    return "needs \(needed) nodes, has \(nodes.schedulable)"
  }

  private var availabilityProblems: [Problem] {
    guard answers.controlPlane.availability == .high, let missing = missingNodes else { return [] }
    return [
      Problem(
        "too-few-nodes", "High availability \(missing) that take pods.",
        remedy: "Add nodes, or choose Single.")
    ]
  }

  /// What stands against the source's programs.
  private var sourceProblems: [Problem] {
    switch answers.certificates.source {
    case .step:
      if case .failed(let problem) = facts.step { return [problem] }
    case .stepInDocker:
      if case .failed(let problem) = facts.engine { return [problem] }
    case .builtIn, .files, .existingRoot: break
    }
    return []
  }

  /// What was found in the person's files that belongs to a question.
  private func givenProblems(of field: FieldID) -> [Problem] {
    guard answers.certificates.source.isGiven else { return [] }
    switch facts.given {
    case .failed(let problem): return field == .givenDirectory ? [problem] : []
    case .known(let given): return given.problems.filter { $0.field == field }.map(\.problem)
    case .unknown, .asking: return []
    }
  }

  /// An issuer can't outlive the root that the person has.
  private var rootProblems: [Problem] {
    guard answers.certificates.source == .existingRoot, let root = facts.given.value?.root,
      let lifetime = try? Lifetime.parse(answers.certificates.issuerValidity).get()
    else { return [] }
    return AnswersCheck.problem(ofIssuer: lifetime, under: root, now: now).map { [$0] } ?? []
  }

  private var versionProblems: [Problem] {
    guard let versions = facts.chartVersions.value, let server = facts.server.value else {
      return []
    }
    if answers.controlPlane.charts == .linkerd2, linkerd2Problem != nil { return [] }
    switch VersionChoice.choose(wantedVersion, among: versions, kubernetes: server.version) {
    case .failure(let problem): return [problem]
    case .success(let newest):
      let charts = chosenVersion ?? newest
      return upgradeProblems(to: charts)
        + (LinkerdLines.warning(charts, kubernetes: server.version).map { [$0] } ?? [])
    }
  }

  private var gatewayAPIProblems: [Problem] {
    gatewayAPIDecision?.problem.map { [$0] } ?? []
  }
}

extension DirectoryFact {
  /// What stands against writing certificates there; nil where nothing does.
  package var problem: Problem? {
    switch state {
    case .new, .usable: nil
    case .holdsCertificates(let files):
      Problem(
        "certificates-exist",
        "\(path) holds \(files.joined(separator: ", ")) already, and they are never overwritten.",
        remedy: "Choose another directory, or move them away.")
    case .notADirectory:
      Problem(
        "not-a-directory", "\(path) is a file.", remedy: "Choose a directory.")
    case .notWritable(let reason):
      Problem(
        "directory-not-writable", "\(path) can't be written: \(reason).",
        remedy: "Choose a directory that you own.")
    case .writableByOthers:
      Problem(
        "directory-writable-by-others", "Others may write to \(path), so keys aren't safe there.",
        remedy: "Choose another directory, or run: chmod go-w '\(path)'")
    }
  }
}
