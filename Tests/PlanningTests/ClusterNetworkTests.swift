import Testing

@testable import Planning

/// The cluster's names and addresses, as far as the control plane's chart has to be told.
struct ClusterNetworkTests {
  @Test(
    arguments: [
      ("10.0.0.0/8", "10.244.0.0/24", true), ("10.0.0.0/8", "11.0.0.1", false),
      ("172.16.0.0/12", "172.31.255.255", true), ("172.16.0.0/12", "172.32.0.0", false),
      ("100.64.0.0/10", "100.127.0.0/16", true), ("10.1.0.0/16", "10.0.0.0/8", false),
      ("0.0.0.0/0", "8.8.8.8", true), ("fd00::/8", "fd12:3456::1", true),
      ("fd00::/8", "fe80::1", false), ("::/0", "2001:db8::/32", true),
      ("0.0.0.0/0", "::1", false), ("2001:db8:0:1::/64", "2001:db8:0:1:2:3:4:5", true),
    ])
  func aNetworkHoldsWhatLiesInIt(network: String, other: String, holds: Bool) throws {
    #expect(try #require(IPNetwork(network)).contains(try #require(IPNetwork(other))) == holds)
  }

  @Test(
    arguments: [
      (["198.18.0.0/24", "198.18.1.0/24", "198.18.2.0/24"], ["198.18.0.0/23", "198.18.2.0/24"]),
      (["198.18.0.0/24", "198.18.0.0/16", "198.18.9.7/32"], ["198.18.0.0/16"]),
      (["0.0.0.0/1", "128.0.0.0/1"], ["0.0.0.0/0"]),
      (["fd00:1::/64", "fd00:1:0:1::/64", "10.0.0.0/9"], ["10.0.0.0/9", "fd00:1:0:0:0:0:0:0/63"]),
      (["198.18.1.0/24", "198.18.2.0/24"], ["198.18.1.0/24", "198.18.2.0/24"]), ([], []),
    ] as [([String], [String])])
  func neighboursBecomeOneNetwork(networks: [String], merged: [String]) {
    #expect(IPNetwork.merged(networks.compactMap(IPNetwork.init)).map(\.text) == merged)
  }

  @Test func theRangesOfAThousandNodesAreFew() {
    let network = ClusterNetwork(
      ranges: (0..<1024).map { "198.\(18 + $0 / 256).\($0 % 256).0/24" })
    #expect(network.ranges(outside: ["10.0.0.0/8"]) == ["198.18.0.0/15", "198.20.0.0/15"])
  }

  @Test(arguments: [
    "", "10.0.0/8", "10.0.0.0/33", "10.0.0.256", "10.0.0.0/", "10.0.0.0/8/8", "a.b.c.d", "::1::2",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "fd00::/129", "10.0.0.-1", "+1.2.3.4", "None",
  ])
  func whatIsNoNetworkIsNone(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  private static func command(
    _ change: (inout Answers) -> Void = { _ in }, on network: ClusterNetwork?,
    charts: String? = nil
  ) throws -> Command {
    let plan = try plan(answering: change) {
      $0.network = network
      if let charts { $0.charts.described.version = charts }
    }
    return try #require(plan.command("control-plane"))
  }

  private static func settings(_ command: Command) -> [String] {
    command.argumentGroups.filter { $0[0] == "--set" }.map { $0[1] }
  }

  @Test func theUsualClusterNeedsNoWord() throws {
    let usual = ClusterNetwork(
      domains: ["cluster.local"], ranges: ["10.244.0.0/24", "10.96.0.0/12"],
      addresses: ["10.96.0.1"])
    for network in [usual, ClusterNetwork(), nil] {
      #expect(Self.settings(try Self.command(on: network)).isEmpty)
    }
  }

  @Test func anotherDomainIsToldWithTheTrustDomainThatStays() throws {
    let network = ClusterNetwork(domains: ["corp.internal", "cluster.local"])
    #expect(
      Self.settings(try Self.command(on: network)) == [
        "clusterDomain=corp.internal", "identityTrustDomain=cluster.local",
      ])
    let answered = try Self.command(
      { $0.controlPlane.clusterDomain = "cluster.local" }, on: network)
    #expect(Self.settings(answered).isEmpty)
  }

  @Test func networksThatTheChartDoesNotKnowAreAdded() throws {
    let network = ClusterNetwork(ranges: ["198.18.0.0/24", "10.96.0.0/12"])
    #expect(
      Self.settings(try Self.command(on: network)) == [
        #"clusterNetworks=10.0.0.0/8\,100.64.0.0/10\,172.16.0.0/12\,192.168.0.0/16\,fd00::/8\,198.18.0.0/24"#
      ])
    let answered = try Self.command(
      { $0.controlPlane.clusterNetworks = "198.18.0.0/15, 10.0.0.0/8" }, on: network)
    #expect(Self.settings(answered) == [#"clusterNetworks=198.18.0.0/15\,10.0.0.0/8"#])
  }

  @Test func chartsBefore2024_8_2DoNotCountFD00() throws {
    let network = ClusterNetwork(ranges: ["fd00:10:244::/56"])
    #expect(Self.settings(try Self.command(on: network)).isEmpty)
    let told = Self.settings(try Self.command(on: network, charts: "1.16.11"))
    #expect(told.first?.hasSuffix(#"192.168.0.0/16\,fd00:10:244::/56"#) == true)
  }

  @Test func theReasonStandsOnReview() throws {
    let plan = try plan { _ in
    } tuning: {
      $0.network = ClusterNetwork(domains: ["corp.internal"], ranges: ["198.18.0.0/24"])
    }
    let text = try #require(plan.item("control-plane")).explanation
    #expect(text.contains("CoreDNS serves the cluster's names under corp.internal."))
    #expect(text.contains("gives addresses of 198.18.0.0/24"))
  }

  @Test(
    arguments: [
      ("auto", []), ("", []), ("corp.internal", []), ("corp_internal", ["cluster-domain-invalid"]),
    ] as [(String, [String])])
  func aDomainHasToBeADNSName(text: String, codes: [String]) {
    #expect(AnswersCheck.clusterDomainProblems(text).map(\.code) == codes)
  }

  @Test(
    arguments: [
      ("auto", []), ("10.0.0.0/8,fd00::/8", []), ("10.0.0.0/8 172.16.0.0/12", []),
      ("10.0.0.1", ["cluster-network-invalid"]), ("10.0.0.0/8,x", ["cluster-network-invalid"]),
      (",", ["cluster-network-invalid"]),
    ] as [(String, [String])])
  func networksHaveToBeNetworks(text: String, codes: [String]) {
    #expect(AnswersCheck.clusterNetworksProblems(text).map(\.code) == codes)
  }
}
