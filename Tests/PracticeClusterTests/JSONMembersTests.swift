import Testing

@testable import PracticeCluster

struct JSONMembersTests {
  @Test func settingNilRemovesAMember() {
    var object: JSON = ["a": ["b": 1, "c": 2], "d": 3]
    object[["a", "b"]] = nil
    object["d"] = nil
    object[["x", "y"]] = nil
    #expect(object == ["a": ["c": 2]])
    object[["x", "y"]] = 1
    #expect(object == ["a": ["c": 2], "x": ["y": 1]])
  }
}
