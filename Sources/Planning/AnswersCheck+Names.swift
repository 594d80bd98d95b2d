extension AnswersCheck {
  static func controlPlaneNamespaceProblems(_ name: String) -> [Problem] {
    if let problem = KubernetesName.problem(inNamespaceName: name) { return [problem] }
    if KubernetesName.reservedNamespaces.contains(name) || name == "default" {
      return [
        Problem(
          "control-plane-namespace-reserved",
          "\(quoted(name)) is taken; the control plane needs a namespace of its own.",
          remedy: "Use linkerd.")
      ]
    }
    return []
  }

  static func versionProblems(_ text: String) -> [Problem] {
    guard let version = version(text) else { return [] }
    for prefix in ["edge-", "stable-"] where version.hasPrefix(prefix) {
      return [releaseName(version, behind: version.dropFirst(prefix.count))]
    }
    let isWhole = version.prefix { $0 != "-" && $0 != "+" }.split(separator: ".").count == 3
    if isWhole && SemanticVersion.parse(version) != nil { return [] }
    return [
      Problem(
        "version-invalid", "\(quoted(text)) is not a chart's version.",
        remedy: "Write latest, or a version such as 2026.8.3.")
    ]
  }

  /// Linkerd's own names for releases are not the charts' versions: `edge-26.8.3` is `2026.8.3`.
  private static func releaseName(_ name: String, behind: Substring) -> Problem {
    let isEdge = name.hasPrefix("edge-") && SemanticVersion.parse("20" + behind) != nil
    return Problem(
      "version-is-release-name",
      "\(quoted(name)) is Linkerd's name of the release, not the chart's.",
      remedy: isEdge ? "Write 20\(behind)." : "Write the chart's version, such as 1.16.11.")
  }

  static func namespacesProblems(_ answers: Answers) -> [Problem] {
    namespaceProblems(of: answers).map(\.problem)
  }

  /// What is wrong with the namespaces to mesh, each with its place among them, counted from 0.
  package static func namespaceProblems(of answers: Answers) -> [(place: Int, problem: Problem)] {
    var seen = Set<String>(minimumCapacity: answers.namespaces.count)
    return answers.namespaces.enumerated().compactMap { place, namespace in
      let isFirst = seen.insert(namespace.name).inserted
      let problem =
        problem(inNamespace: namespace.name, isFirst: isFirst, answers)
        ?? problem(inOpaquePortsOf: namespace)
      return problem.map { (place, $0) }
    }
  }

  private static func problem(inOpaquePortsOf namespace: NamespaceAnswer) -> Problem? {
    guard !namespace.opaquePorts.isEmpty,
      case .failure(var problem) = OpaquePorts.read(namespace.opaquePorts)
    else { return nil }
    problem.sentence = "\(namespace.name): \(problem.sentence)"
    return problem
  }

  private static func problem(
    inNamespace name: String, isFirst: Bool, _ answers: Answers
  ) -> Problem? {
    guard isFirst else {
      return Problem(
        "namespace-twice", "\(quoted(name)) is there twice.", remedy: "Leave one of them out.")
    }
    if let problem = KubernetesName.problem(inNamespaceName: name) { return problem }
    return KubernetesName.reasonAgainstMeshing(
      name, controlPlaneNamespace: answers.controlPlane.namespace
    ).map { reason in
      Problem(
        "namespace-not-meshable", "\(quoted(name)) can't be meshed. \(reason)",
        remedy: "Leave it out.")
    }
  }
}
