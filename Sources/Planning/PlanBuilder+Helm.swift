extension PlanBuilder {
  /// Seconds that Helm gets beyond its own `--timeout`: reading the charts and sending the objects
  /// come before the waiting that Helm counts.
  static let helmMargin = 120

  /// Seconds for `helm repo add`, which downloads the repository's index.
  static let repositoryTimeout = 120

  /// Linkerd's own default, which the chart needs not be told: it takes the cluster's domain.
  package static let defaultTrustDomain = ClusterNetwork.usualDomain

  /// The item with Linkerd's CRDs.
  static let crdsID = "crds"
  /// The item with the control plane.
  package static let controlPlaneID = "control-plane"
  /// The release that the recipe makes of the chart linkerd-crds; as all, it is called like its chart.
  package static let crdsRelease = ChartName.crds

  /// The namespace that the chart `linkerd2` needs not be told.
  static let defaultNamespace = "linkerd"

  /// `helm repo add`; nil where the charts come from files, or Helm knows the address already.
  static func repositoryItem(_ inputs: PlanInputs) -> PlanItem? {
    guard let repository = inputs.charts.source.repository else { return nil }
    let url = repository.url
    if inputs.repositories.contains(where: { HelmRepository.areSameAddress($0.url, url) }) {
      return nil
    }
    let name = freeName(repository.name, among: inputs.repositories)
    return PlanItem(
      id: "repository", purpose: "repository",
      explanation: "Adds the charts' address to Helm's list of repositories, for later upgrades. "
        + "Entries that are there already stay as they are.",
      action: .command(
        Command(
          tool: inputs.helm, arguments: ["repo", "add", name, url], timeout: repositoryTimeout)))
  }

  /// The chart of the CRDs; nil where the control plane's chart brings them.
  static func crdsItem(_ inputs: PlanInputs, settings: [String]) -> PlanItem? {
    guard let chart = inputs.charts.crds else { return nil }
    // No flag of the command says what these charts do unasked.
    let bringsRoutes =
      settings.isEmpty && GatewayAPISwitch(inputs.charts.described) != .none
    return PlanItem(
      id: crdsID, purpose: "CRDs",
      explanation: "Installs the kinds of objects that Linkerd adds to Kubernetes, from the chart "
        + "\(chart.name) \(chart.version)."
        + (bringsRoutes ? " The chart brings the Gateway API's routes with it." : ""),
      action: install(
        inputs, ReleaseName(crdsRelease, in: inputs.answers.controlPlaneNamespace), chart: chart,
        options: settings.flatMap { ["--set", $0] }))
  }

  /// Where the two keys are in the end.
  private static func keysSentence(
    _ inputs: PlanInputs, _ certificates: CertificatePlan
  ) -> String {
    let anchors =
      certificates.anchorKeyPath == nil
      ? "The" : "The trust anchor's key stays on this machine; the"
    return inputs.answers.issuerSecret
      ? anchors + " issuer's key is in its Secret, and Helm never sees it."
      : anchors + " issuer's key goes to the cluster, where Linkerd signs with it."
  }

  /// The chart's own file for high availability comes first, so that the person's own files win. An
  /// upgrade keeps what its release has of it.
  private static func valuesFiles(_ inputs: PlanInputs) -> [String] {
    let isAnswered = inputs.answers.isHighlyAvailable && inputs.existing.asUpgrade == nil
    let own = isAnswered ? inputs.charts.highAvailability : nil
    return (own.map { [$0.path] } ?? []) + inputs.answers.values
  }

  static func controlPlaneItem(
    _ inputs: PlanInputs, certificates: CertificatePlan
  ) -> PlanItem {
    let chart = inputs.charts.controlPlane
    var files = [("identityTrustAnchorsPEM", CertificatePlan.anchorCertificateFile)]
    if !inputs.answers.issuerSecret {
      files += [
        ("identity.issuer.tls.crtPEM", CertificatePlan.issuerCertificateFile),
        ("identity.issuer.tls.keyPEM", CertificatePlan.issuerKeyFile),
      ]
    }
    var options = files.flatMap {
      ["--set-file", HelmValue.setFile($0.0, path: certificates.path(of: $0.1))]
    }
    if inputs.answers.issuerSecret {
      options += ["--set", "identity.issuer.scheme=\(issuerSecretType)"]
    }
    if inputs.charts.described.isOneChart {
      options += oneChartSettings(inputs, certificates).flatMap { ["--set", $0] }
    }
    let found = inputs.networkSettings + inputs.podNetworkSettings
    options += settingsOptions(inputs, found: found)
    return PlanItem(
      id: controlPlaneID, purpose: "control plane",
      explanation: "Installs Linkerd's control plane"
        + (inputs.charts.crds == nil ? " and its CRDs" : "")
        + " from the chart \(chart.name) \(chart.version), with these certificates, and waits up to "
        + "\(inputs.answers.wait.humanText) until its pods are ready. "
        + keysSentence(inputs, certificates)
        + (inputs.charts.described.isOneChart ? " " + LinkerdLines.endOfLife(nil).sentence : "")
        + (inputs.answers.isHighlyAvailable
          ? " Three of each part run, on three nodes; while no injector answers, no pod starts in a "
            + "meshed namespace." : "")
        + (inputs.podNetwork.usesPlugin
          ? " Its pods leave their network to the CNI plugin, which is there by then." : "")
        + PullSecrets.sentence(inputs.answers.pullSecrets, in: inputs.answers.controlPlaneNamespace)
        + found.reasons,
      action: install(
        inputs, ReleaseName(chart.name, in: inputs.answers.controlPlaneNamespace), chart: chart,
        options: options))
  }

  /// What the control plane's chart is told beside the certificates; the person's own word comes
  /// last, and so wins.
  static func settingsOptions(
    _ inputs: PlanInputs, found: [FoundSetting]
  ) -> [String] {
    let images =
      ImageRegistry.settings(inputs.answers.registry, for: inputs.charts.described)
      + PullSecrets.settings(inputs.answers.pullSecrets)
    return (images + found.map(\.setting) + inputs.answers.settings).flatMap { ["--set", $0] }
      + valuesFiles(inputs).flatMap { ["--values", HelmValue.valuesFile($0)] }
  }

  /// The chart's value for the issuer's end.
  package static let issuerExpiryValue = "identity.issuer.crtExpiry"

  /// What the chart `linkerd2` has to be told besides.
  ///
  /// It makes its namespace itself unless told otherwise, and puts everything into the one that a
  /// value names, wherever the release is (L2@stable-2.11.5 charts/linkerd2/values.yaml). 2.11.0
  /// demands the issuer's end, to the second; later ones ignore it.
  private static func oneChartSettings(
    _ inputs: PlanInputs, _ certificates: CertificatePlan
  ) -> [String] {
    let namespace = inputs.answers.controlPlaneNamespace
    return [
      "\(issuerExpiryValue)=\(certificates.issuerNotAfter.iso8601)", "installNamespace=false",
    ]
      + (namespace == defaultNamespace ? [] : ["namespace=\(namespace)"])
  }

  /// `helm upgrade --install`, which also goes on after an attempt that failed.
  static func install(
    _ inputs: PlanInputs, _ release: ReleaseName, chart: ChartFile, options: [String]
  ) -> PlanItem.Action {
    helm(
      inputs, ["upgrade", "--install", release.name, chart.path], release, options: options)
  }

  /// A command of Helm's about a release, which waits for what it changes.
  ///
  /// Helm 4's `--wait` takes a strategy, and waits for hooks only where none is given; Helm 3's
  /// takes no value.
  static func helm(
    _ inputs: PlanInputs, _ words: [String], _ release: ReleaseName, options: [String] = []
  ) -> PlanItem.Action {
    var arguments = words + ["--namespace", release.namespace]
    arguments += ["--kube-context", inputs.cluster.context]
    if let kubeconfig = inputs.cluster.kubeconfig { arguments += ["--kubeconfig", kubeconfig] }
    arguments += options
    arguments += [HelmValue.waitFlag(major: inputs.helm.version.major)]
    arguments += ["--timeout", inputs.answers.wait.goText]
    let seconds = Int(clamping: inputs.answers.wait.seconds)
    return .command(
      Command(tool: inputs.helm, arguments: arguments, timeout: seconds + helmMargin))
  }

  /// The preferred name, or the next one with a number behind it that nobody uses.
  private static func freeName(_ preferred: String, among repositories: [HelmRepository]) -> String
  {
    let taken = Set(repositories.map(\.name))
    if !taken.contains(preferred) { return preferred }
    var number = 2
    while taken.contains("\(preferred)-\(number)") { number += 1 }
    return "\(preferred)-\(number)"
  }
}

/// Texts in the forms in which Helm's flags read them.
package enum HelmValue {
  /// The value of `--set-file`: Helm ends a value at a comma and reads a backslash as an escape
  /// (helm.sh/docs/intro/using_helm, strvals); an equals sign stands for itself behind the first.
  package static func setFile(_ key: String, path: String) -> String {
    var value = key + "="
    for character in path.unicodeScalars {
      if character == "," || character == "\\" { value += "\\" }
      value.unicodeScalars.append(character)
    }
    return value
  }

  /// The value of `--values`, a list of comma-separated values (pflag's StringSlice): what holds a
  /// comma, a quote or a line break stands in double quotes.
  package static func valuesFile(_ path: String) -> String { listEntry(path) }

  /// An entry of a list of comma-separated values, as flags of Go's programs read it.
  static func listEntry(_ path: String) -> String {
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard path.unicodeScalars.contains(where: special.contains) else { return path }
    let doubled = path.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }

  /// A value of kubectl's `--from-file`, which reads lists as `--values` does.
  package static func fromFile(_ key: String, path: String) -> String {
    listEntry("\(key)=\(path)")
  }

  /// The flag that makes that Helm wait for pods.
  package static func waitFlag(major: Int) -> String { major >= 4 ? "--wait=watcher" : "--wait" }
}
