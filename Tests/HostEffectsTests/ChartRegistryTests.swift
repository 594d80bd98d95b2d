import Diagnosis
import Planning
import Testing
import Wizard

@testable import HostEffects

/// Charts of a registry, with a Helm that knows what is in it.
struct ChartRegistryTests {
  private let source = ChartSource.registry(address: "oci://registry.example.com/l5d")

  private func pair(_ version: String, crds: String? = nil) -> ChartVersion {
    ChartVersion(
      version: version, crdsVersion: crds ?? version, appVersion: "", kubeVersion: "")
  }

  /// A Helm that finds these charts by these words behind `show chart`, and pulls each one.
  private func helm(_ shown: [String: String]) -> String {
    let chart = { (name: String, version: String) in
      "printf '%s\\n' 'Pulled: x:1' 'Digest: sha256:0' 'name: \(name)' 'version: \(version)'; exit 0"
    }
    let cases = shown.sorted { $0.key < $1.key }.map { words, version in
      let name = words.split(separator: " ")[0]
      return
        "'show chart oci://registry.example.com/l5d/\(words)') \(chart(String(name), version));;"
    }
    return cases.joined(separator: "\n") + """

      'show chart oci://'*) echo "Error: GET \\"https://registry.example.com/v2/x/tags/list\\": \
      response status code 404: name unknown: x" >&2; exit 1;;
      'show chart '*) name=${3##*/}; name=${name%-*}
        printf 'name: %s\\nversion: %s\\n' "$name" "$(sed -n 1p "$3")"; exit 0;;
      'pull oci://'*) echo "$4" >"$6/${2##*/}-$4.tgz"
        echo "$HELM_REGISTRY_CONFIG" >$here/logins; exit 0;;

      """
  }

  @Test func theNewestOfEachLineIsFoundWithItsPartner() async throws {
    let host = try FakeHost(
      helm: helm([
        "linkerd-control-plane": "2025.11.1",
        "linkerd-control-plane --version >=2025.4.4 <2025.10.7": "2025.9.2",
        "linkerd-control-plane --version >=1.16.0 <2024.1.1": "1.16.11",
        "linkerd-crds --version 2025.11.1": "2025.11.1",
        "linkerd-crds --version 1.8.x": "1.8.0",
      ]))
    // 2025.9.2 has no CRDs there.
    #expect(
      await host.report(of: .listChartVersions(source, helm: host.helm))
        == .chartVersions(.success([pair("2025.11.1"), pair("1.16.11", crds: "1.8.0")])))
    #expect(!host.trace.contains { $0.contains("repo add") })
    #expect(!host.trace.contains { $0.contains("2026.5.1") })
  }

  @Test func theWantedVersionIsLookedForBesides() async throws {
    let host = try FakeHost(
      helm: helm([
        "linkerd-control-plane": "2026.8.3", "linkerd-crds --version 2026.8.3": "2026.8.3",
        "linkerd-control-plane --version 2026.6.3": "2026.6.3",
        "linkerd-crds --version 2026.6.3": "2026.6.3",
      ]))
    #expect(
      await host.report(of: .listChartVersions(source, wanted: "2026.6.3", helm: host.helm))
        == .chartVersions(.success([pair("2026.8.3"), pair("2026.6.3")])))
    #expect(
      await host.report(of: .listChartVersions(source, wanted: "2026.6.4", helm: host.helm))
        == .chartVersions(.success([pair("2026.8.3")])))
  }

  @Test func theOneChartAloneIsTaken() async throws {
    let host = try FakeHost(helm: helm(["linkerd2 --version 2.11.x": "2.11.5"]))
    #expect(
      await host.report(of: .listChartVersions(source, helm: host.helm))
        == .chartVersions(
          .success([
            ChartVersion(version: "2.11.5", crdsVersion: nil, appVersion: "", kubeVersion: "")
          ])))
  }

  @Test(arguments: [
    ([:], "linkerd-control-plane"), (["linkerd-control-plane": "2026.8.3"], "linkerd-crds"),
  ])
  func whatIsMissingIsNamed(shown: [String: String], chart: String) async throws {
    let host = try FakeHost(helm: helm(shown))
    let report = await host.report(of: .listChartVersions(source, helm: host.helm))
    guard case .chartVersions(.failure(let problem)) = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(problem.code == "registry-chart-missing")
    #expect(problem.sentence.contains(" no \(chart)"), "\(problem.sentence)")
  }

  @Test func chartsArePulledByTheirVersionWithThePersonsLogins() async throws {
    let host = try FakeHost(helm: helm([:]))
    let report = await host.report(of: .fetchCharts(source, pair("2026.8.3"), helm: host.helm))
    guard case .charts(.success(let charts)) = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(charts.all.map(\.name) == ["linkerd-crds", "linkerd-control-plane"])
    #expect(charts.controlPlane.sha256 == FileDigest.of("2026.8.3\n".utf8))
    #expect(charts.controlPlane.path.hasSuffix("/linkerd-control-plane-2026.8.3.tgz"))
    #expect(host.folder.text("logins") == "\n")
  }

  @Test func aChartThatIsAnotherThanItsTagSaysIsRefused() async throws {
    let host = try FakeHost(
      helm: helm([:]).replacing("echo \"$4\" >", with: "echo 2026.1.1 >"))
    let report = await host.report(of: .fetchCharts(source, pair("2026.8.3"), helm: host.helm))
    guard case .charts(.failure(let problem)) = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(problem.code == "chart-is-another")
  }

  @Test func pullSecretsAreAskedForByNameAndTypeOnly() async throws {
    let host = try FakeHost(
      kubectl: """
        *'get secrets a b --namespace mesh --ignore-not-found --no-headers -o custom-columns='*)
          printf 'a   kubernetes.io/dockerconfigjson\\nb   Opaque\\n'; exit 0;;

        """)
    let target = ProbeTarget(context: "kind-demo", kubectl: host.kubectl)
    #expect(
      await host.report(of: .findPullSecrets(["a", "b"], namespace: "mesh", target))
        == .pullSecrets(
          .success([
            .init(name: "a", type: "kubernetes.io/dockerconfigjson"),
            .init(name: "b", type: "Opaque"),
          ])))
  }
}
