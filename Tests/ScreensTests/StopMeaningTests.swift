import Planning
import TestSupport
import Testing
import Wizard

@testable import Screens

/// What stopping now is said to leave behind, by what is being done.
@Suite struct StopMeaningTests {
  private func meaning(_ tool: ToolName) -> String {
    let tool = Tool(name: tool, path: "/bin/x", version: SemanticVersion(4, 0, 0))
    return StopChoice.now.meaning(during: .command(Command(tool: tool, arguments: [])))
  }

  @Test func onlyHelmLeavesReleasesBehind() {
    #expect(meaning(.helm).contains("half-done release"))
    #expect(!meaning(.kubectl).contains("Helm"))
    let recipe = CertificatePlan(
      directory: "/c", anchorName: "root", issuerName: "issuer",
      notBefore: Instant(secondsSince1970: 0), anchorNotAfter: Instant(secondsSince1970: 10),
      issuerNotAfter: Instant(secondsSince1970: 5))
    let made = StopChoice.now.meaning(during: .writeCertificates(recipe))
    #expect(made == "Nothing more is made. Each file is there whole, or not at all.")
    let check = MeshCheck(namespace: "linkerd", meshedNamespaces: [], anchorCertificatePath: nil)
    #expect(StopChoice.now.meaning(during: .verify(check)).contains("changes nothing"))
    #expect(StopChoice.now.meaning(during: nil) == "The run ends. What is done so far stays.")
  }

  @Test func theOtherChoicesSayTheSameOfEverything() {
    for choice in [StopChoice.keepGoing, .afterThisCommand] {
      let check = MeshCheck(namespace: "x", meshedNamespaces: [], anchorCertificatePath: nil)
      #expect(choice.meaning(during: .verify(check)) == choice.meaning(during: nil))
    }
  }
}
