import Planning
import TestSupport
import Testing

/// What is set on namespaces and Services, and how it is taken back.
@Suite struct MeshItemsTests {
  private func plan(
    _ namespaces: [NamespaceAnswer], before: [AnnotationsBefore] = [], services: [ServiceFact] = []
  ) throws -> Plan {
    let inputs = try inputs(answering: { $0.namespaces = namespaces }) {
      $0.existingNamespaces = Set(namespaces.map(\.name))
      $0.annotationsBefore = before
      $0.services = services
    }
    return try PlanBuilder.plan(inputs).get()
  }

  @Test func eachValueIsOneCommand() throws {
    let plan = try plan([
      NamespaceAnswer("a"), NamespaceAnswer("b", inject: .ingress), NamespaceAnswer("c"),
      NamespaceAnswer("d", inject: .disabled),
    ])
    func words(_ id: String) throws -> [String] {
      Array(try #require(plan.command(id)).arguments.drop { $0 != "annotate" })
    }
    #expect(
      try words("mesh")
        == ["annotate", "namespace", "a", "c", "linkerd.io/inject=enabled", "--overwrite"])
    #expect(try words("mesh-ingress").contains("linkerd.io/inject=ingress"))
    #expect(try words("mesh-disabled").contains("linkerd.io/inject=disabled"))
    guard case .verify(let check)? = plan.items.last?.action else {
      Issue.record("no proof")
      return
    }
    #expect(check.meshedNamespaces == ["a", "b", "c"])
  }

  @Test func aThousandNamespacesTakeTwoCommands() throws {
    let names = (0..<1000).map { "team-\($0)" }
    let plan = try plan(names.map { NamespaceAnswer($0) })
    let commands = ["mesh", "mesh-2"].compactMap { plan.command($0) }
    #expect(plan.items.count { $0.purpose == "mesh" } == 2)
    #expect(commands.flatMap(\.arguments).filter { $0.hasPrefix("team-") } == names)
    #expect(commands.allSatisfy { ($0.timeout ?? 0) >= 300 })
  }

  @Test func opaquePortsKeepWhatIsOpaqueAlready() throws {
    let plan = try plan(
      [
        NamespaceAnswer("nats", opaquePorts: "4222, 6222"),
        NamespaceAnswer("db", opaquePorts: "6432"),
      ],
      before: [AnnotationsBefore(namespace: "db", opaquePorts: "5432")],
      services: [
        ServiceFact(
          namespace: "nats", name: "nats",
          ports: [.init(4222, target: 4222), .init(8222, target: 8222)]),
        ServiceFact(namespace: "nats", name: "alias", ports: [.init(1, target: 6222)]),
        ServiceFact(namespace: "nats", name: "web", ports: [.init(80, target: nil)]),
        ServiceFact(
          namespace: "db", name: "pool", ports: [.init(6432, target: nil)], opaquePorts: "6432"),
      ])
    func value(_ id: String) -> String? {
      plan.command(id)?.arguments.first { $0.contains("opaque-ports=") }
    }
    let usual = "config.linkerd.io/opaque-ports=25,587,3306,4444,5432,6379,9300,11211"
    #expect(value("opaque/nats") == usual + ",4222,6222")
    #expect(value("opaque/db") == "config.linkerd.io/opaque-ports=5432,6432")
    // A Service that has it and one that leads elsewhere are left alone.
    let services = plan.items.filter {
      $0.id.hasSuffix("/services") || $0.id.contains("/services/")
    }
    #expect(services.map(\.id) == ["opaque/nats/services", "opaque/nats/services/2"])
    #expect(value("opaque/nats/services") == usual + ",1")
    #expect(value("opaque/nats/services/2") == usual + ",4222")
    let order = plan.items.map(\.id)
    #expect(order.firstIndex(of: "opaque/db")! < order.firstIndex(of: "mesh")!)
  }

  @Test func theOwnListOfTheControlPlaneIsKept() throws {
    let inputs = try inputs(answering: {
      $0.namespaces = [NamespaceAnswer("nats", opaquePorts: "4222")]
      $0.controlPlane.settings = [#"proxy.opaquePorts=25\\,3306"#]
    })
    let command = try PlanBuilder.plan(inputs).get().command("opaque/nats")
    #expect(
      command?.arguments.contains("config.linkerd.io/opaque-ports=25,3306,4222") == true,
      "\(command?.arguments ?? [])")
  }

  @Test func undoTakesAwayWhatWasAddedAndPutsBackWhatWas() throws {
    let plan = try plan(
      [
        NamespaceAnswer("a"), NamespaceAnswer("b"),
        NamespaceAnswer("c", inject: .disabled, opaquePorts: "4222"),
      ],
      before: [
        AnnotationsBefore(namespace: "b", inject: "disabled"),
        AnnotationsBefore(namespace: "c", inject: "enabled", opaquePorts: "25"),
        AnnotationsBefore(namespace: "c", service: "nats", opaquePorts: "4000"),
      ],
      services: [
        ServiceFact(
          namespace: "c", name: "nats", ports: [.init(4222, target: 4222)], opaquePorts: "4000")
      ])
    let ids = ["mesh", "mesh-disabled", "opaque/c", "opaque/c/services"]
    let lines = plan.undoLines(completed: ids).filter { $0.contains("annotate") }
    let ends = lines.map {
      $0.split(separator: " ").drop { $0 != "annotate" }.joined(separator: " ")
    }
    #expect(
      ends == [
        "annotate namespace c linkerd.io/inject=enabled --overwrite",
        "annotate namespace a linkerd.io/inject-",
        "annotate namespace b linkerd.io/inject=disabled --overwrite",
        "annotate service nats config.linkerd.io/opaque-ports=4000 --overwrite --namespace c",
        "annotate namespace c config.linkerd.io/opaque-ports=25 --overwrite",
      ])
    #expect(lines.allSatisfy { $0.contains("--context") })
  }

  @Test func whatWasBeforeIsPartOfThePlan() throws {
    let one = try plan([NamespaceAnswer("a")])
    let other = try plan(
      [NamespaceAnswer("a")], before: [AnnotationsBefore(namespace: "a", inject: "disabled")])
    #expect(one.digest != other.digest)
    #expect(one.annotatedNamespaces == ["a"])
  }

  @Test(
    arguments: [
      ("4222", [4222]), ("6222-6224 4222,4222", [4222, 6222, 6223, 6224]), ("1,65535", [1, 65535]),
    ] as [(String, [Int])])
  func portsAreReadAsPeopleWriteThem(text: String, numbers: [Int]) throws {
    #expect(try OpaquePorts.read(text).get().numbers == numbers)
  }

  @Test(arguments: ["", " ", "x", "0", "65536", "5-3", "1-2-3", "-5", "4222;6222", "1-60000"])
  func whatIsNoListOfPortsIsRefused(text: String) {
    #expect(throws: Problem.self) { try OpaquePorts.read(text).get() }
    if !text.isEmpty {
      var answers = Answers()
      answers.namespaces = [NamespaceAnswer("a", opaquePorts: text)]
      #expect(AnswersCheck.namespaceProblems(of: answers).count == 1)
    }
  }
}
