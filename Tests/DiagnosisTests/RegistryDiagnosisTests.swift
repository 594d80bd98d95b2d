import Diagnosis
import Planning
import Testing

/// What is said where a registry (`oci://`) refuses a chart.
struct RegistryDiagnosisTests {
  private func explain(_ text: String, version: String? = nil) -> Problem {
    ToolDiagnosis.explain(
      ToolFailure(
        tool: .helm, version: nil,
        arguments: ["show", "chart", "oci://registry.example.com:5000/l5d/linkerd-crds"]
          + (version.map { ["--version", $0] } ?? []),
        ending: .exited(1), standardOutput: "", standardError: "Error: \(text)\n"))
  }

  @Test func aMissingLoginIsAskedForAtTheRegistryAlone() {
    let problem = explain("GET \"https://x/v2/\": basic credential not found")
    #expect(problem.code == "registry-login-needed")
    #expect(problem.remedy.hasSuffix("helm registry login registry.example.com:5000"))
  }

  @Test func aMissingChartIsNamedWithItsVersionAndPlace() {
    let problem = explain(
      "failed to perform \"FetchReference\" on source: registry.example.com:5000/x: not found",
      version: "2026.8.3")
    #expect(problem.code == "registry-chart-missing")
    #expect(
      problem.sentence == "The registry registry.example.com:5000 has no linkerd-crds in version "
        + "2026.8.3 at oci://registry.example.com:5000/l5d.")
    #expect(problem.remedy.hasSuffix("helm push FILE.tgz oci://registry.example.com:5000/l5d"))
  }

  @Test func aRegistryWithoutTLSIsToldFromOneThatIsNotTrusted() {
    let plain = explain("Get \"https://x/v2/\": http: server gave HTTP response to HTTPS client")
    let foreign = explain("Get \"https://x/v2/\": tls: failed to verify certificate: x509: unknown")
    #expect(plain.code == "registry-other-protocol" && plain.sentence.contains("without TLS"))
    #expect(foreign.code == "registry-certificate-untrusted")
  }

  @Test func anotherRefusalOfHelmsIsNoneOfARegistry() {
    let problem = ToolDiagnosis.explain(
      ToolFailure(
        tool: .helm, version: nil, arguments: ["repo", "add", "x", "https://x"],
        ending: .exited(1), standardOutput: "",
        standardError: "Error: looks like \"https://x\" is not a valid chart repository or cannot "
          + "be reached: failed to fetch https://x/index.yaml : 401 Unauthorized\n"))
    #expect(problem.code == "repository-forbidden")
  }
}
