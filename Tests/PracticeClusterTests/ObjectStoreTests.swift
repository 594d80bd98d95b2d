import Testing

@testable import PracticeCluster

struct ObjectStoreTests {
  private static let id = ResourceID(group: "", plural: "pods")

  private func key(_ namespace: String, _ name: String) -> ObjectKey {
    ObjectKey(id: Self.id, namespace: namespace, name: name)
  }

  @Test func listsAreInOrderAndInPages() {
    let store = ObjectStore()
    for name in ["c", "a", "d", "b"] { store.put(key("one", name), .object([:])) }
    store.put(key("two", "a"), .object([:]))
    #expect(
      store.objects(Self.id).map(\.key.path) == ["one/a", "one/b", "one/c", "one/d", "two/a"])
    let page = store.objects(Self.id, namespace: "one", after: "one/b", limit: 1)
    #expect(page.map(\.key.path) == ["one/c"])
    #expect(store.count(Self.id, namespace: "", after: "one/b") == 3)
    store.remove(key("one", "b"))
    #expect(store.objects(Self.id, namespace: "one").map(\.key.name) == ["a", "c", "d"])
  }

  @Test func everyChangeHasARevisionThatAWatchCanGoBackTo() throws {
    let store = ObjectStore()
    let first = store.put(key("one", "a"), .object([:]))
    store.put(key("one", "a"), ["spec": 1])
    store.remove(key("one", "a"))
    let changes = try #require(store.changes(of: Self.id, after: first.revision))
    #expect(changes.map(\.kind) == [.modified, .deleted])
    #expect(changes.map(\.revision) == [first.revision + 1, first.revision + 2])
  }

  @Test func oldRevisionsAreForgotten() {
    let store = ObjectStore(historyLimit: 10)
    for number in 0..<2000 { store.put(key("one", "a"), ["spec": .int(number)]) }
    #expect(store.changes(of: Self.id, after: 1) == nil)
    #expect(store.history.count <= 510)
  }

  @Test func dependentsAreFoundByTheirOwner() {
    let store = ObjectStore()
    store.put(key("one", "a"), ["metadata": ["ownerReferences": [["uid": "u"]]]])
    #expect(store.dependents(of: "u").map(\.name) == ["a"])
    store.remove(key("one", "a"))
    #expect(store.dependents(of: "u").isEmpty)
  }
}
