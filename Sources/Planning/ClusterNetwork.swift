/// How the cluster names its services, which addresses it gives and who rules its pods' network, as
/// far as it was found.
package struct ClusterNetwork: Equatable, Sendable {
  /// The domains of services' names, by CoreDNS' own configuration; empty where it can't be read.
  package var domains: [String]
  /// The ranges that nodes give pods their addresses from, and the API server services theirs.
  package var ranges: [String]
  /// Addresses of services and of some pods, each once.
  package var addresses: [String]
  /// Whether Cilium balances the load in the sockets of pods, which leads their traffic past proxies.
  package var ciliumBypassesProxies: Bool
  /// Whether Cilium takes the configuration of other CNI plugins away.
  package var ciliumIsExclusive: Bool
  /// Whether it is OpenShift, whose security context constraints judge each pod.
  package var isOpenShift: Bool

  /// Makes a description of a network.
  package init(
    domains: [String] = [], ranges: [String] = [], addresses: [String] = [],
    ciliumBypassesProxies: Bool = false, ciliumIsExclusive: Bool = false,
    isOpenShift: Bool = false
  ) {
    self.domains = domains
    self.ranges = ranges
    self.addresses = addresses
    self.ciliumBypassesProxies = ciliumBypassesProxies
    self.ciliumIsExclusive = ciliumIsExclusive
    self.isOpenShift = isOpenShift
  }

  /// The domain that every chart takes unless it is told another one.
  package static let usualDomain = "cluster.local"

  /// The networks that the chart of that version takes for the cluster's, unless it is told others
  /// (charts/linkerd-control-plane/values.yaml; fd00::/8 came with edge-24.8.2).
  package static func usualNetworks(_ charts: ChartVersion) -> [String] {
    let networks = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"]
    guard let version = SemanticVersion.parse(charts.version),
      version >= SemanticVersion(2024, 8, 2)
    else { return networks }
    return networks + ["fd00::/8"]
  }

  /// The ranges that none of those networks holds, nodes' neighbouring ones as one.
  package func ranges(outside networks: [String]) -> [String] {
    let outside = Self.those(ranges, outside: networks)
    let merged = IPNetwork.merged(outside.compactMap(IPNetwork.init))
    return merged.count == outside.count ? outside : merged.map(\.text)
  }

  /// The addresses that none of those networks holds, nor any of the ranges that were found.
  package func addresses(outside networks: [String]) -> [String] {
    Self.those(addresses, outside: networks)
  }

  private static func those(_ texts: [String], outside networks: [String]) -> [String] {
    let networks = networks.compactMap(IPNetwork.init)
    return texts.filter { text in
      guard let one = IPNetwork(text) else { return false }
      return !networks.contains { $0.contains(one) }
    }
  }
}

extension ClusterNetwork {
  /// The networks that the chart has to be told; nil where its own hold all that was found.
  package func networks(
    answered: [String]?, for charts: ChartVersion
  ) -> [String]? {
    if let answered { return answered }
    let usual = Self.usualNetworks(charts)
    let missing = ranges(outside: usual)
    return missing.isEmpty ? nil : usual + missing
  }

  /// The domain that the chart has to be told; nil where it is the usual one.
  package func domain(answered: String?) -> String? {
    let domain = answered ?? domains.first ?? Self.usualDomain
    return domain == Self.usualDomain ? nil : domain
  }
}

extension PlanInputs {
  /// What the control plane's chart has to be told about names and addresses.
  ///
  /// The trust domain is named as soon as the cluster's domain is another one than usual: the chart
  /// would take that for both (`identityTrustDomain | default clusterDomain`).
  var networkSettings: [FoundSetting] {
    let found = network ?? ClusterNetwork()
    var settings: [FoundSetting] = []
    let domain = found.domain(answered: answers.clusterDomain)
    if let domain {
      settings.append(
        FoundSetting(
          setting: "clusterDomain=\(domain)",
          reason: answers.clusterDomain == nil
            ? "CoreDNS serves the cluster's names under \(domain)." : ""))
    }
    if domain != nil || answers.trustDomain != PlanBuilder.defaultTrustDomain {
      settings.append(
        FoundSetting(setting: "identityTrustDomain=\(answers.trustDomain)", reason: ""))
    }
    if let networks = found.networks(answered: answers.clusterNetworks, for: charts.described) {
      let missing = found.ranges(outside: ClusterNetwork.usualNetworks(charts.described))
      settings.append(
        FoundSetting(
          setting: "clusterNetworks=" + networks.joined(separator: "\\,"),
          reason: answers.clusterNetworks == nil
            ? "This cluster gives addresses of \(missing.joined(separator: ", ")), which the chart "
              + "doesn't count to it unasked." : ""))
    }
    return settings
  }
}
