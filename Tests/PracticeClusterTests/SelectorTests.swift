import Testing

@testable import PracticeCluster

struct SelectorTests {
  @Test(arguments: [
    ("app=web", true), ("app==web", true), ("app!=web", false), ("app", true), ("!app", false),
    ("app in (web, db)", true), ("app notin (web)", false), ("tier notin (x)", true),
    ("app=web,!tier", true), ("app in (db),x", false), ("size>3", true), ("size<3", false),
  ])
  func aLabelSelectorChooses(text: String, isChosen: Bool) throws {
    let selector = try LabelSelector(parsing: text)
    #expect(selector.matches(["app": "web", "size": "4"]) == isChosen)
  }

  @Test(arguments: ["app in web", "app inside (a)", "a b"])
  func nonsenseIsRefused(text: String) {
    #expect(throws: APIError.self) { try LabelSelector(parsing: text) }
  }

  @Test func anObjectsSelectorUsesLabelsAndExpressions() {
    let selector = LabelSelector([
      "matchLabels": ["a": "1"],
      "matchExpressions": [["key": "b", "operator": "NotIn", "values": ["x"]]],
    ])
    #expect(selector.matches(["a": "1", "b": "y"]))
    #expect(!selector.matches(["a": "1", "b": "x"]))
  }

  @Test func aFieldSelectorLooksIntoTheObject() throws {
    let type = try #require(ResourceType.builtin.first { $0.kind == "Pod" })
    let pod: JSON = ["metadata": ["name": "x"], "status": ["phase": "Running"]]
    #expect(try FieldSelector(parsing: "status.phase=Running", for: type).matches(pod))
    #expect(try !FieldSelector(parsing: "status.phase!=Running", for: type).matches(pod))
    #expect(try !FieldSelector(parsing: "metadata.name=y", for: type).matches(pod))
    #expect(throws: APIError.self) {
      try FieldSelector(parsing: "spec.color=red", for: type)
    }
  }
}
