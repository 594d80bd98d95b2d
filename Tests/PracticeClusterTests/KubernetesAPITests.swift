import Testing

@testable import PracticeCluster

/// The API without HTTP: one request after the other.
struct KubernetesAPITests {
  private func api(_ scenario: Scenario = .ready) -> KubernetesAPI {
    var pace = Pace()
    pace.scheduling = 0.01
    pace.starting = 0.01
    pace.readiness = 0.01
    pace.stopping = 0.01
    pace.namespaceEnding = 0.2
    let names = ["default", "kube-system", "demo"]
    let objects = names.map { name -> JSON in
      ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
    }
    let node: JSON = ["apiVersion": "v1", "kind": "Node", "metadata": ["name": "one"]]
    return KubernetesAPI(
      scenario: scenario, version: "v1.33.2", pace: pace, objects: objects + [node])
  }

  private func send(
    _ api: KubernetesAPI, _ method: String, _ path: String, query: String = "",
    type: String = "application/json", body: JSON? = nil
  ) async throws -> (code: Int, json: JSON) {
    let answer = await api.respond(
      to: APIRequest(
        method: method, path: path, query: query, contentType: type, userAgent: "test/1",
        body: body?.printed ?? []))
    guard case .bytes(let bytes) = answer.body else { return (answer.code, .null) }
    return (answer.code, try JSON(parsing: bytes))
  }

  @Test func generatedNamesAreUsed() async throws {
    let made = try await send(
      api(), "POST", "/api/v1/namespaces/demo/configmaps",
      body: ["metadata": ["generateName": "x-"]])
    #expect(made.code == 201)
    #expect(made.json.name.hasPrefix("x-"))
    #expect(made.json.name.count == 7)
  }

  @Test func anUpdateOfAnOldFormIsAConflict() async throws {
    let api = api()
    let path = "/api/v1/namespaces/demo/configmaps"
    let made = try await send(api, "POST", path, body: ["metadata": ["name": "x"]])
    var next = made.json
    next["data"] = ["a": "1"]
    #expect(try await send(api, "PUT", path + "/x", body: next).code == 200)
    let again = try await send(api, "PUT", path + "/x", body: next)
    #expect(again.code == 409)
    #expect(
      again.json["message"]?.text == "Operation cannot be fulfilled on configmaps \"x\": "
        + "the object has been modified; please apply your changes to the latest version "
        + "and try again")
  }

  @Test func theLastAnnotationTakesTheMapWithIt() async throws {
    let api = api()
    for value in ["enabled", nil] as [JSON] {
      let patched = try await send(
        api, "PATCH", "/api/v1/namespaces/demo", type: "application/merge-patch+json",
        body: ["metadata": ["annotations": ["linkerd.io/inject": value]]])
      let expected: JSON? = value == .null ? .none : ["linkerd.io/inject": value]
      #expect(patched.json["metadata"]?["annotations"] == expected)
    }
  }

  @Test func nothingIsMadeInANamespaceThatEnds() async throws {
    let api = api()
    let ended = try await send(api, "DELETE", "/api/v1/namespaces/demo")
    #expect(ended.json["status"]?["phase"] == "Terminating")
    let made = try await send(
      api, "POST", "/api/v1/namespaces/demo/configmaps", body: ["metadata": ["name": "x"]])
    #expect(made.code == 403)
    #expect(
      made.json["message"]?.text == "configmaps \"x\" is forbidden: unable to create new content "
        + "in namespace demo because it is being terminated")
    let again = try await send(
      api, "POST", "/api/v1/namespaces", body: ["metadata": ["name": "demo"]])
    #expect(
      again.json["message"]?.text
        == "object is being deleted: namespaces \"demo\" already exists")
  }

  @Test func aNamespaceWithAnUnfinishedObjectStays() async throws {
    let api = api()
    let path = "/api/v1/namespaces/demo/configmaps"
    _ = try await send(
      api, "POST", path, body: ["metadata": ["name": "x", "finalizers": ["example.org/hold"]]])
    _ = try await send(api, "DELETE", "/api/v1/namespaces/demo")
    try await wait(api, "/api/v1/namespaces/demo") { !$0[["status", "conditions"]].isEmptyOrNil }
    _ = try await send(
      api, "PATCH", path + "/x", type: "application/merge-patch+json",
      body: ["metadata": ["finalizers": nil]])
    try await wait(api, "/api/v1/namespaces/demo") { $0["code"] == 404 }
  }

  @Test func continuedListsMeetEveryObjectOnce() async throws {
    let api = api()
    var names: [String] = []
    var next = ""
    repeat {
      let page = try await send(
        api, "GET", "/api/v1/namespaces",
        query: "limit=2" + (next.isEmpty ? "" : "&continue=\(next)"))
      names += page.json["items"]?.elements.map(\.name) ?? []
      next = page.json["metadata"]?["continue"]?.text ?? ""
    } while !next.isEmpty
    #expect(names == ["default", "demo", "kube-system"])
  }

  @Test func aWatchTellsWhatIsThereAndWhatComes() async throws {
    let api = api()
    let answer = await api.respond(
      to: APIRequest(
        method: "GET", path: "/api/v1/namespaces",
        query: "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
          + "&allowWatchBookmarks=true&fieldSelector=metadata.name%3Ddemo"))
    guard case .stream(let stream) = answer.body else {
      Issue.record("a watch is answered by a stream")
      return
    }
    var lines = stream.makeAsyncIterator()
    let first = try JSON(parsing: await lines.next() ?? [])
    #expect(first["type"] == "ADDED")
    #expect(first["object"]?.name == "demo")
    let mark = try JSON(parsing: await lines.next() ?? [])
    #expect(mark["type"] == "BOOKMARK")
    #expect(mark["object"]?.annotations["k8s.io/initial-events-end"] == "true")
    _ = try await send(
      api, "PATCH", "/api/v1/namespaces/demo", type: "application/merge-patch+json",
      body: ["metadata": ["labels": ["a": "b"]]])
    let change = try JSON(parsing: await lines.next() ?? [])
    #expect(change["type"] == "MODIFIED")
    #expect(change["object"]?.labels["a"] == "b")
    await api.stop()
    #expect(await lines.next() == nil)
  }

  @Test func whatAnObjectOwnedGoesWithIt() async throws {
    let api = api()
    let path = "/apis/apps/v1/namespaces/demo/deployments"
    let template: JSON = [
      "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": "i"]]],
    ]
    _ = try await send(
      api, "POST", path,
      body: [
        "metadata": ["name": "web"],
        "spec": ["selector": ["matchLabels": ["a": "b"]], "template": template],
      ])
    try await wait(api, path + "/web") { $0["status"]?["availableReplicas"] == 1 }
    _ = try await send(api, "DELETE", path + "/web")
    try await wait(api, "/api/v1/namespaces/demo/pods") { $0["items"]?.elements.isEmpty == true }
    let sets = try await send(api, "GET", "/apis/apps/v1/namespaces/demo/replicasets")
    #expect(sets.json["items"]?.elements.isEmpty == true)
  }

  private func wait(
    _ api: KubernetesAPI, _ path: String, until isWanted: (JSON) -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    var last: JSON = .null
    while ContinuousClock.now < deadline {
      last = try await send(api, "GET", path).json
      if isWanted(last) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\(path) still is \(last.printedText.prefix(2000))")
  }
}

extension JSON? {
  fileprivate var isEmptyOrNil: Bool { self?.isEmpty ?? true }
}
