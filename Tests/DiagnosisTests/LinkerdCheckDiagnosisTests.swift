import Diagnosis
import Foundation
import Planning
import Testing

@Suite struct LinkerdCheckDiagnosisTests {
  private struct Check: Decodable {
    var name: String
    var description: String
    var error: String
    var code: String
  }

  @Test func everyFailingCheckIsExplained() throws {
    let checks = try JSONDecoder().decode(
      [Check].self, from: Data(contentsOf: Recording.folder("checks.json")))
    #expect(checks.count == 28)
    for check in checks {
      let problem = LinkerdCheckDiagnosis.explain(
        description: check.description, error: check.error)
      #expect(problem.code == check.code, "\(check.name): \(problem.sentence)")
      #expect(problem.sentence.hasSuffix(".") || problem.sentence.hasSuffix("…"), "\(check.name)")
      #expect(!problem.remedy.isEmpty, "\(check.name)")
    }
  }

  @Test func whatNobodyKnowsIsQuoted() {
    let problem = LinkerdCheckDiagnosis.explain(description: "the moon is round", error: "it isn't")
    #expect(problem.code == "check-failed")
    #expect(problem.sentence.contains("the moon is round") && problem.sentence.contains("it isn't"))
  }
}
