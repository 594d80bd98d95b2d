/// Reads the texts of answers and says what is wrong with them.
package enum AnswersCheck {
  /// What the answers mean, or everything that is wrong with them.
  package static func check(
    _ answers: Answers, paths: HostPaths, now: Instant
  ) -> Result<CheckedAnswers, FieldProblems> {
    let errors = problems(of: answers, paths: paths, now: now)
      .filter { $0.problem.severity == .error }
    if errors.isEmpty, let checked = meaning(of: answers, paths: paths) { return .success(checked) }
    return .failure(FieldProblems(errors))
  }

  /// Everything that is wrong with the answers or wants care, in the order of the questions.
  package static func problems(
    of answers: Answers, paths: HostPaths, now: Instant
  ) -> [FieldProblem] {
    FieldID.allCases.flatMap { field in
      problems(in: field, of: answers, paths: paths, now: now).map { FieldProblem(field, $0) }
    }
  }

  /// What is wrong with one answer, or wants care; empty where it is fine. For use while typing.
  package static func problems(
    in field: FieldID, of answers: Answers, paths: HostPaths, now: Instant
  ) -> [Problem] {
    let controlPlane = answers.controlPlane
    switch field {
    case .context: return contextProblems(answers.context)
    case .existing, .certificateSource, .charts, .gatewayAPI, .podNetwork: return []
    case .issuerKey: return secretPathProblems(answers, paths: paths)
    case .stepImage, .givenDirectory, .givenAnchor, .givenAnchorKey, .givenIssuer, .givenIssuerKey:
      return sourceProblems(field, answers.certificates)
    case .certificateDirectory:
      return pathProblems(answers.certificates.directory, what: "The certificates' directory")
        + secretPathProblems(answers, paths: paths)
    case .trustDomain:
      return [KubernetesName.problem(inTrustDomain: answers.certificates.trustDomain)]
        .compactMap(\.self)
    case .anchorValidity, .issuerValidity:
      guard answers.certificates.asks(field) else { return [] }
      return validityProblems(field, answers.certificates, now: now)
    case .ownCharts: return chartsProblems(controlPlane, paths: paths)
    case .version: return versionProblems(controlPlane.version)
    case .controlPlaneNamespace: return controlPlaneNamespaceProblems(controlPlane.namespace)
    case .wait: return waitProblems(controlPlane.wait)
    case .availability: return []
    case .clusterDomain: return clusterDomainProblems(controlPlane.clusterDomain)
    case .clusterNetworks: return clusterNetworksProblems(controlPlane.clusterNetworks)
    case .registry: return registryProblems(controlPlane.registry)
    case .pullSecrets: return controlPlane.pullSecrets.flatMap(pullSecretProblems)
    case .settings: return controlPlane.settings.flatMap(settingProblems)
    case .values: return controlPlane.values.flatMap(valuesFileProblems)
    case .namespaces: return namespacesProblems(answers)
    case .restart: return []
    case .restartExcept: return answers.restartExcept.flatMap(restartExceptProblems)
    }
  }

  /// The version that was asked for; nil means the newest that fits.
  package static func version(_ text: String) -> String? {
    if text.isEmpty || text == "latest" { return nil }
    return text.first == "v" ? String(text.dropFirst()) : text
  }

  /// What the answers mean; nil where something in them can't be read.
  private static func meaning(of answers: Answers, paths: HostPaths) -> CheckedAnswers? {
    let certificates = answers.certificates
    let controlPlane = answers.controlPlane
    guard let anchor = lifetime(.anchorValidity, certificates.anchorValidity, certificates),
      let issuer = lifetime(.issuerValidity, certificates.issuerValidity, certificates),
      let wait = try? Lifetime.parse(controlPlane.wait).get(),
      let charts = ChartSource(answers: controlPlane, paths: paths)
    else { return nil }
    return CheckedAnswers(
      context: answers.context, certificateSource: certificates.source,
      stepImage: certificates.image,
      givenCertificates: GivenCertificatePaths(certificates, paths: paths),
      certificateDirectory: PathText.absolute(certificates.directory, paths: paths),
      trustDomain: certificates.trustDomain, anchorValidity: anchor, issuerValidity: issuer,
      chartSource: charts, version: version(controlPlane.version),
      controlPlaneNamespace: controlPlane.namespace, wait: wait,
      gatewayAPI: controlPlane.gatewayAPI, podNetwork: controlPlane.podNetwork,
      issuerSecret: controlPlane.issuerKey == .secret,
      registry: controlPlane.registry, pullSecrets: controlPlane.pullSecrets,
      clusterDomain: isAutomatic(controlPlane.clusterDomain) ? nil : controlPlane.clusterDomain,
      clusterNetworks: isAutomatic(controlPlane.clusterNetworks)
        ? nil : networks(in: controlPlane.clusterNetworks),
      isHighlyAvailable: controlPlane.availability == .high,
      settings: controlPlane.settings,
      values: controlPlane.values.map { PathText.absolute($0, paths: paths) },
      namespaces: answers.namespaces, restart: answers.restart,
      restartExcept: answers.restartExcept)
  }

  /// A length of time; none where the source of the certificates doesn't ask for it.
  private static func lifetime(
    _ field: FieldID, _ text: String, _ certificates: CertificateAnswers
  ) -> Lifetime? {
    certificates.asks(field) ? try? Lifetime.parse(text).get() : Lifetime(seconds: 0)
  }

  private static func contextProblems(_ context: String?) -> [Problem] {
    guard let context else { return [] }
    if context.isEmpty {
      return [
        Problem(
          "context-empty", "The context has no name.",
          remedy: "Leave it out for the kubeconfig's current context.")
      ]
    }
    if !hasControlCharacters(context) { return [] }
    return [
      Problem(
        "context-invalid", "The context's name holds control characters.",
        remedy: "Write the name as kubectl config get-contexts shows it.")
    ]
  }

  private static func chartsProblems(
    _ answers: ControlPlaneAnswers, paths: HostPaths
  ) -> [Problem] {
    switch ChartSource.read(answers, paths: paths) {
    case .success: []
    case .failure(let problem): [problem]
    }
  }

  private static func waitProblems(_ text: String) -> [Problem] {
    switch Lifetime.parse(text) {
    case .failure(var problem):
      problem.remedy =
        problem.code == "lifetime-without-unit" ? problem.remedy : "Write for example 5m."
      return [problem]
    case .success(let wait) where wait.seconds > Lifetime.day:
      return [
        Problem(
          "wait-too-long", "Helm would wait longer than a day.", remedy: "Use 24h or less.")
      ]
    case .success(let wait) where wait.seconds < Lifetime.minute:
      return [
        Problem(
          "wait-short", severity: .warning,
          "Pods that have to pull their images are seldom ready within \(wait.humanText).",
          remedy: "Use 5m unless the images are there already.")
      ]
    case .success: return []
    }
  }

  static func pathProblems(_ path: String, what: String) -> [Problem] {
    if path.isEmpty {
      return [Problem("path-missing", "\(what) is missing.", remedy: "Write a path.")]
    }
    if path == "/" || hasControlCharacters(path) {
      return [
        Problem(
          "path-invalid", "\(what) can't be this path.",
          remedy: "Write a path without line breaks and control characters, below /.")
      ]
    }
    if path.first == "~" && path != "~" && !path.hasPrefix("~/") {
      return [
        Problem(
          "path-of-other-home", "\(what): other users' homes (~name) are not read.",
          remedy: "Write the whole path, or ~/ for your own home.")
      ]
    }
    return []
  }

  /// kubectl's `--from-file` splits at an equals sign, and refuses a second one
  /// (kubectl pkg/util/hash, ParseFileSource).
  private static func secretPathProblems(_ answers: Answers, paths: HostPaths) -> [Problem] {
    let directory = PathText.absolute(answers.certificates.directory, paths: paths)
    guard answers.controlPlane.issuerKey == .secret, directory.contains("=") else { return [] }
    return [
      Problem(
        "directory-with-equals",
        "kubectl can't make the issuer's Secret from files in a path that holds an equals sign.",
        remedy: "Choose another directory, or let Helm have the issuer's key.")
    ]
  }

  private static func valuesFileProblems(_ path: String) -> [Problem] {
    if path == "-" || path.contains("://") {
      return [
        Problem(
          "values-not-a-file", "\(quoted(path)) is not a file on this machine.",
          remedy: "Save the values in a file and give its path.")
      ]
    }
    return pathProblems(path, what: "A values file")
  }
}
