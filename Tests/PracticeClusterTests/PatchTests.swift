import Testing

@testable import PracticeCluster

struct PatchTests {
  @Test func aMergePatchRemovesWhatIsNull() {
    let patched = MergePatch.apply(
      ["a": nil, "b": ["c": 2]], to: ["a": 1, "b": ["c": 1, "d": 3]])
    #expect(patched == ["b": ["c": 2, "d": 3]])
  }

  @Test func aStrategicPatchMergesContainersByName() throws {
    let object: JSON = [
      "spec": [
        "containers": [["name": "a", "image": "a:1"], ["name": "b", "image": "b:1"]]
      ]
    ]
    let patched = try StrategicMerge.apply(
      [
        "spec": [
          "containers": [["name": "b", "image": "b:2"], ["name": "a", "$patch": "delete"]]
        ]
      ], to: object)
    #expect(patched == ["spec": ["containers": [["name": "b", "image": "b:2"]]]])
  }

  @Test func aStrategicPatchReordersAndDeletesValues() throws {
    let patched = try StrategicMerge.apply(
      [
        "metadata": [
          "$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["c"],
          "$setElementOrder/finalizers": ["c", "b"],
        ]
      ], to: ["metadata": ["finalizers": ["a", "b"]]])
    #expect(patched == ["metadata": ["finalizers": ["c", "b"]]])
  }

  @Test func aJSONPatchDoesItsOperationsInOrder() throws {
    let patched = try JSONPatch.apply(
      [
        ["op": "test", "path": "/a~1b", "value": 1],
        ["op": "replace", "path": "/a~1b", "value": 2],
        ["op": "add", "path": "/list/-", "value": "z"], ["op": "remove", "path": "/list/0"],
        ["op": "copy", "from": "/list/0", "path": "/copy"],
      ], to: ["a/b": 1, "list": ["x"]])
    #expect(patched == ["a/b": 2, "list": ["z"], "copy": "z"])
  }

  @Test func aJSONPatchOnAMissingPathIsRefused() {
    #expect(throws: APIError.self) {
      try JSONPatch.apply([["op": "remove", "path": "/gone"]], to: ["a": 1])
    }
  }

  private func apply(_ manager: String, isForced: Bool = false) -> ServerSideApply {
    let type = ResourceType.builtin.first { $0.kind == "ConfigMap" }
    return ServerSideApply(
      type: type ?? ResourceType.builtin[0], manager: manager, isForced: isForced,
      subresource: "", now: "2026-11-20T22:00:00Z")
  }

  private func live(_ data: JSON, by manager: String) -> JSON {
    var object: JSON = ["metadata": ["name": "x"], "data": data]
    let applied = object
    apply(manager).recordCreation(of: applied, in: &object)
    return object
  }

  @Test func anApplyDropsWhatItNoLongerNames() throws {
    let result = try apply("a").merge(
      ["data": ["x": "2"]], into: live(["x": "1", "y": "1"], by: "a"))
    #expect(result["data"] == ["x": "2"])
  }

  @Test func anApplyOfAnothersFieldIsAConflictWithItsCause() throws {
    let error = #expect(throws: APIError.self) {
      try apply("b").merge(["data": ["x": "2"]], into: live(["x": "1"], by: "a"))
    }
    #expect(error?.code == 409)
    #expect(error?.message == "Apply failed with 1 conflict: conflict with \"a\": .data.x")
    #expect(
      error?.details?["causes"] == [
        ["reason": "FieldManagerConflict", "message": "conflict with \"a\"", "field": ".data.x"]
      ])
  }

  @Test func aForcedApplyTakesTheField() throws {
    let result = try apply("b", isForced: true)
      .merge(["data": ["x": "2"]], into: live(["x": "1"], by: "a"))
    #expect(result["data"] == ["x": "2"])
    #expect(ManagedFields.entries(result).map(\.manager) == ["b"])
  }

  @Test func equalValuesAreSharedWithoutConflict() throws {
    let result = try apply("b").merge(["data": ["x": "1"]], into: live(["x": "1"], by: "a"))
    #expect(ManagedFields.entries(result).map(\.manager).sorted() == ["a", "b"])
  }
}
