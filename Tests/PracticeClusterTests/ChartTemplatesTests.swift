import Testing

@testable import PracticeCluster

struct ChartTemplatesTests {
  private func release(_ version: String) throws -> LinkerdRelease {
    try #require(LinkerdRelease.all.first { $0.controlPlaneVersion == version })
  }

  private func file(_ path: String, in files: [TarArchive.File]) throws -> String {
    try #require(files.first { $0.path == path }).content
  }

  @Test(arguments: [
    ("2026.8.3", "installGatewayAPI: false"), ("2025.10.7", "installGatewayAPI: false"),
    ("2025.4.4", "installGatewayAPI: true"), ("2024.11.8", "enableTcpRoutes: true"),
    ("1.16.11", "enableHttpRoutes: true"),
  ])
  func theSwitchOfTheGatewayAPIIsThatOfTheRelease(version: String, line: String) throws {
    let values = try file("values.yaml", in: ResourceKindsChart.files(for: release(version)))
    #expect(values.split(separator: "\n").contains { $0 == line })
  }

  @Test(arguments: [
    ("2026.8.3", ">=1.31.0-0", "edge-26.8.3"), ("2026.6.3", ">=1.31.0-0", "edge-26.6.3"),
    ("2025.10.7", ">=1.23.0-0", "edge-25.10.7"), ("2025.4.4", ">=1.23.0-0", "edge-25.4.4"),
    ("2024.11.8", ">=1.22.0-0", "edge-24.11.8"), ("1.16.11", ">=1.21.0-0", "stable-2.14.10"),
    ("1.12.7", ">=1.21.0-0", "stable-2.13.7"),
  ])
  func theKubernetesRangeIsThatOfTheRelease(
    version: String, kubeVersion: String, appVersion: String
  ) throws {
    let release = try release(version)
    #expect(release.kubeVersion == kubeVersion)
    #expect(release.appVersion == appVersion)
  }

  @Test(arguments: [("2.11.5", false), ("2.11.0", true)])
  func theOneChartIsOfItsTime(version: String, demandsExpiry: Bool) throws {
    let files = OneChart.files(for: try release(version))
    #expect(Set(files.map(\.path)).count == files.count)
    let all = files.map(\.content).joined(separator: "\n")
    for old in ["apiVersion: batch/v1beta1\n", "apiVersion: policy/v1beta1\n"] {
      #expect(all.contains(old))
    }
    for new in [
      "apiVersion: batch/v1\n", "apiVersion: policy/v1\n", "Release.Namespace",
      "defaultInboundPolicy", "enablePodDisruptionBudget", "networkValidator",
      "destinationController", "authorizationpolicies.",
    ] {
      #expect(!all.contains(new), "\(new)")
    }
    let values = try file("values.yaml", in: files)
    #expect(values.contains("\ninstallNamespace: true") && values.hasPrefix("namespace: linkerd\n"))
    #expect(values.contains("    crtExpiry:") == demandsExpiry)
    #expect(values.contains("  runAsRoot: true") == !demandsExpiry)
    let identity = try file("templates/identity.yaml", in: files)
    #expect(
      identity.contains("Please provide the identity issuer certificate expiry date")
        == demandsExpiry)
  }

  @Test func theRefusalsStandWhereHelmReportsThem() {
    let lines = ControlPlaneChart.identity.split(separator: "\n", omittingEmptySubsequences: false)
    let certificate =
      "  crt.pem: {{b64enc (required \"Please provide the identity issuer certificate\""
    let key = "  key.pem: {{b64enc (required \"Please provide the identity issue private key\""
    #expect(lines[18].hasPrefix(certificate))
    #expect(lines[19].hasPrefix(key))
  }

  @Test(arguments: LinkerdRelease.all.map(\.controlPlaneVersion))
  func theValuesThatTheWizardSetsAreThere(version: String) throws {
    let release = try release(version)
    let files =
      release.isOneChart ? OneChart.files(for: release) : ControlPlaneChart.files(for: release)
    let values = try file("values.yaml", in: files)
    for name in [
      "identityTrustAnchorsPEM:", "identityTrustDomain:", "clusterDomain:", "clusterNetworks:",
      "  externalCA: false", "    scheme: linkerd.io/tls", "      crtPEM:", "      keyPEM:",
      "disableHeartBeat: false", "webhookFailurePolicy: Ignore", "cniEnabled: false",
      "imagePullSecrets: []", "controllerImage:", "linkerdVersion:",
    ] {
      #expect(values.contains("\n\(name)") || values.hasPrefix(name), "\(name) is missing")
    }
  }

  @Test(arguments: [
    ("2026.8.3", ["image:", "iptablesMode: nft", "destCNIBinDir:", "privileged:"]),
    ("2025.4.4", ["image:", "iptablesMode: legacy"]), ("1.16.11", ["image:", "privileged:"]),
    ("2.11.5", ["cniPluginImage:", "installNamespace: true", "namespace: linkerd-cni"]),
  ])
  func thePluginsChartHasTheValuesOfItsTime(version: String, names: [String]) throws {
    let values = try file("values.yaml", in: PluginChart.files(for: release(version)))
    for name in names {
      #expect(values.contains("\n\(name)") || values.hasPrefix(name), "\(name) is missing")
    }
    let knows = try release(version).channel == .edge
    #expect(values.contains("iptablesMode") == knows)
    let template = try file(
      "templates/cni-plugin.yaml", in: PluginChart.files(for: release(version)))
    #expect(template.contains("iptables-mode") == knows)
    #expect(template.contains("kind: Namespace") == version.hasPrefix("2.11"))
  }

  @Test(arguments: [("2026.8.3", true), ("2026.6.3", true), ("2025.10.7", false)])
  func nativeSidecarsAreOnFromTheReleaseThatTurnedThemOn(version: String, isOn: Bool) throws {
    let values = try file("values.yaml", in: ControlPlaneChart.files(for: release(version)))
    #expect(values.contains("nativeSidecar: \(isOn)"))
  }
}
