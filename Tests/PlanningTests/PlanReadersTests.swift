import Foundation
import Planning
import TestSupport
import Testing

@Suite struct PlanReadersTests {
  @Test func previewsFitTheirLines() throws {
    let plan = try plan()
    var text = ""
    for width in [58, 40, 20] {
      for item in plan.items {
        let line = item.previewLine(width: width, paths: paths)
        #expect(line.count <= width)
        text += line + "\n"
      }
    }
    #expect(Golden.mismatch(text, named: #function) == nil)
    #expect(plan.items[0].previewLine(width: 0, paths: paths) == "")
  }

  @Test func fullTextsHoldTheExactArguments() throws {
    let plan = try plan()
    let text = plan.items.map(\.fullText).joined(separator: "--\n")
    #expect(Golden.mismatch(text, named: #function) == nil)
    for item in plan.items {
      guard case .command(let command) = item.action else { continue }
      #expect(command.argumentGroups.flatMap(\.self) == command.arguments)
      #expect(command.argumentGroups.allSatisfy { !$0.isEmpty })
    }
  }

  @Test func proseOfThePlansTextFitsEightyColumns() throws {
    let plan = try plan()
    for item in plan.items {
      let lines = ProseText.wrapped(item.explanation, to: 75).map { "   " + $0 }
      #expect(lines.allSatisfy { $0.count <= 78 })
      #expect(plan.text.contains("\n" + lines.joined(separator: "\n") + "\n\n"))
    }
    #expect(ProseText.wrapped("a wordthatistoolong b", to: 5) == ["a", "wordthatistoolong", "b"])
    #expect(ProseText.wrapped("", to: 5) == [])
  }

  @Test func theJSONFormHoldsThePlanAndItsDigest() throws {
    struct Form: Decodable {
      var digest: String
      var plan: Plan
    }
    let plan = try plan()
    let form = try JSONDecoder().decode(Form.self, from: Data(plan.json.utf8))
    #expect(form.plan == plan)
    #expect(form.digest == plan.digest)
  }

  @Test func whatWasDoneCanBeUndoneBackwards() throws {
    let plan = try plan()
    let lines = plan.undoLines(completed: plan.items.map(\.id))
    let text = lines.joined(separator: "\n") + "\n"
    #expect(Golden.mismatch(text, named: #function) == nil)
    #expect(plan.undoLines(completed: []).isEmpty)
    #expect(plan.undoLines(completed: ["unknown"]).isEmpty)
  }

  @Test func whatFailedAndLeftNothingNeedsNoUndoing() throws {
    let plan = try plan()
    #expect(plan.undoLines(completed: [], brokenOff: ["certificates", "repository"]).isEmpty)
    let release = plan.undoLines(completed: [], brokenOff: ["control-plane"])
    #expect(release == plan.undoLines(completed: ["control-plane"]))
  }

  @Test func aNamespaceThatWasThereOnlyLosesItsLabels() throws {
    let plan = try plan(tuning: {
      $0.existingNamespaces.insert("linkerd")
      $0.cluster.kubeconfig = "/k"
    })
    let text = plan.undoLines(completed: ["namespace", "crds"]).joined(separator: "\n") + "\n"
    #expect(Golden.mismatch(text, named: #function) == nil)
    #expect(!text.contains("delete"))
  }

  @Test func nothingReadableHoldsAKeyOrAnEscape() throws {
    let plan = try plan(tuning: { $0.cluster.server = "https://x\u{1b}[2J" })
    for text in [plan.text, plan.script(writtenBy: nil)] {
      #expect(!text.contains("\u{1b}") && !text.contains("PRIVATE KEY"))
    }
  }
}
