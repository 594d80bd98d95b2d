import Diagnosis
import Planning

// How the cluster names its services, which addresses it gives and who rules its pods' network, beside
// what was answered.
extension WizardState {
  /// What the answer about the pods' network comes to on this cluster.
  var podNetworkChoice: PodNetwork.Choice {
    PodNetwork.choice(
      answers.controlPlane.podNetwork, network: facts.network.value,
      isThere: existingWork.keptPlugin != nil, isOffered: chosenVersion?.pluginVersion != nil)
  }

  /// Whether Linkerd's CNI plugin is installed.
  var usesPlugin: Bool { !isUpgrade && podNetworkChoice.usesPlugin }

  /// What the automatic answer comes to; empty where another one was given, or nobody knows yet.
  var podNetworkNote: String {
    guard answers.controlPlane.podNetwork == .automatic, facts.network.isSettled else { return "" }
    return usesPlugin ? "CNI plugin: " + podNetworkChoice.reason.withoutFullStop : "init container"
  }

  var podNetworkProblems: [Problem] {
    if isUpgrade { return [] }
    var problems: [Problem] = []
    if usesPlugin, let charts = chosenVersion, charts.pluginVersion == nil {
      problems.append(PodNetwork.chartAbsent(charts))
    }
    if !usesPlugin, let plugin = existingWork.keptPlugin {
      problems.append(
        Problem(
          "cni-plugin-unused", severity: .warning,
          "Linkerd's CNI plugin is here, Helm's release \(plugin.place), and the init container "
            + "makes no use of it.",
          remedy: "Choose the CNI plugin, or uninstall that release afterwards."))
    }
    return problems
      + PodNetwork.problems(
        usingPlugin: usesPlugin, network: facts.network.value,
        nodes: facts.clocks.value?.traits)
  }

  private var answeredNetworks: [String]? {
    let text = answers.controlPlane.clusterNetworks
    return AnswersCheck.isAutomatic(text) ? nil : AnswersCheck.networks(in: text)
  }

  /// The networks that Linkerd would take for the cluster's; nil while that isn't known.
  private var effectiveNetworks: [String]? {
    guard let network = facts.network.value, let charts = chosenVersion else { return nil }
    return network.networks(answered: answeredNetworks, for: charts)
      ?? ClusterNetwork.usualNetworks(charts)
  }

  /// What the automatic answer comes to; empty where another one was given.
  var clusterDomainNote: String {
    guard AnswersCheck.isAutomatic(answers.controlPlane.clusterDomain), facts.network.isSettled
    else {
      return ""
    }
    guard let found = facts.network.value?.domains.first else {
      return "\(ClusterNetwork.usualDomain), as nothing says otherwise"
    }
    return "\(found), as CoreDNS serves it"
  }

  /// What the automatic answer comes to; empty where another one was given.
  var clusterNetworksNote: String {
    guard AnswersCheck.isAutomatic(answers.controlPlane.clusterNetworks),
      let network = facts.network.value, let charts = chosenVersion
    else { return "" }
    let missing = network.ranges(outside: ClusterNetwork.usualNetworks(charts))
    return missing.isEmpty
      ? "the chart's own" : "the chart's own and \(missing.joined(separator: ", "))"
  }

  var clusterDomainProblems: [Problem] {
    let answer = answers.controlPlane.clusterDomain
    guard !AnswersCheck.isAutomatic(answer), answerProblems(of: .clusterDomain).isEmpty,
      let found = facts.network.value?.domains,
      let first = found.first, !found.contains(answer)
    else { return [] }
    return [
      Problem(
        "cluster-domain-differs", severity: .warning,
        "CoreDNS serves the cluster's names under \(found.joined(separator: ", ")), not under "
          + "\(answer): proxies would ask for names that nobody knows.",
        remedy: "Answer auto, or \(first).")
    ]
  }

  var clusterNetworksProblems: [Problem] {
    guard answerProblems(of: .clusterNetworks).isEmpty, let network = facts.network.value,
      let networks = effectiveNetworks
    else { return [] }
    let outside = network.ranges(outside: networks) + network.addresses(outside: networks)
    guard let first = outside.first else { return [] }
    let more = outside.count > 1 ? " and \(outside.count - 1) more" : ""
    return [
      Problem(
        "addresses-outside-networks", severity: .warning,
        "This cluster has addresses that Linkerd would not take for its own: \(first)\(more). Proxies "
          + "don't look up what they belong to, and `linkerd check` fails.",
        remedy: "Answer with all networks of the cluster, such as "
          + "\(networks.joined(separator: ",")) and those of these addresses.")
    ]
  }
}

extension String {
  /// The text without the full stop at its end.
  fileprivate var withoutFullStop: String { last == "." ? String(dropLast()) : self }
}
