import Diagnosis
import Planning
import TestSupport
import Testing

@testable import Wizard

/// What is answered for a namespace beside its being chosen.
struct InjectionTests {
  @Test func theKeyGoesThroughTheValues() {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespaceToggled("shop"))
    wizard.state.cursors[.namespaces] = wizard.state.namespaceRows.firstIndex { $0.name == "shop" }
    func inject() -> Injection? { wizard.state.answers.namespaces.first?.inject }
    wizard.user(.injectionChanged)
    #expect(inject() == .ingress)
    #expect(wizard.state.notice?.text.contains("using-ingress") == true)
    wizard.user(.injectionChanged)
    #expect(inject() == .disabled)
    let row = wizard.state.namespaceRows.first { $0.name == "shop" }
    #expect(row?.note == "off, will be disabled")
    #expect(wizard.state.meshedCount == 0)
    wizard.user(.injectionChanged)
    #expect(inject() == .enabled)
  }

  @Test func theKeyChoosesFirst() {
    var wizard = NamespacesTests.atNamespaces()
    wizard.state.cursors[.namespaces] = wizard.state.namespaceRows.firstIndex { $0.name == "shop" }
    wizard.user(.injectionChanged)
    #expect(wizard.state.answers.namespaces == [NamespaceAnswer("shop")])
    wizard.state.cursors[.namespaces] = wizard.state.namespaceRows.firstIndex {
      $0.name == "kube-system"
    }
    wizard.user(.injectionChanged, .opaquePortsOpened)
    #expect(wizard.state.answers.namespaces == [NamespaceAnswer("shop")])
    #expect(wizard.state.dialog == nil)
  }

  @Test func opaquePortsAreSuggestedCheckedAndTakenBack() throws {
    var wizard = NamespacesTests.atNamespaces()
    var fact = NamespaceFact(name: "shop", pods: 1)
    fact.workloads.serverFirstPorts = [
      ServerFirstPort("NATS", 4222), ServerFirstPort("NATS", 6222),
    ]
    wizard.user(.namespacesReread)
    wizard.report(.namespaces(.success(NamespaceIndex([fact])))) { $0.word == "namespaces" }
    #expect(wizard.state.namespaceRows.first?.care == ["NATS 4222"])
    wizard.user(.opaquePortsOpened)
    guard case .asking(let question) = wizard.state.dialog else {
      Issue.record("no question")
      return
    }
    #expect(question.text == "4222,6222")
    wizard.user(.typed("x"), .activated)
    guard case .asking(let wrong) = wizard.state.dialog else {
      Issue.record("taken")
      return
    }
    #expect(wrong.problem?.code == "opaque-ports-invalid")
    wizard.user(.erasedBackward, .activated)
    #expect(wizard.state.dialog == nil)
    #expect(wizard.state.answers.namespaces.first?.opaquePorts == "4222,6222")
    #expect(wizard.state.namespaceRows.first?.care == [])
    #expect(wizard.state.namespaceRows.first?.note == "off, opaque 4222,6222")
    // The Services that lead there are asked for, and the plan waits for them.
    #expect(
      wizard.state.pending.values.contains {
        if case .listServices(["shop"], _) = $0 { true } else { false }
      })
    wizard.user(.opaquePortsGiven("shop", ""))
    #expect(wizard.state.answers.namespaces.first?.opaque == nil)
  }

  @Test func whatWasAnnotatedBeforeGoesIntoThePlan() throws {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespacesReread)
    let index = NamespaceIndex([
      NamespaceFact(name: "shop", injectAnnotation: "disabled", opaqueAnnotation: "25"),
      NamespaceFact(name: "web"),
    ])
    wizard.report(.namespaces(.success(index))) { $0.word == "namespaces" }
    wizard.user(
      .namespaceToggled("web"), .injectionChosen("shop", .ingress), .opaquePortsGiven("web", "4222")
    )
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    wizard.settle()
    let plan = try #require(wizard.state.plan?.plan)
    #expect(
      plan.annotationsBefore == [
        AnnotationsBefore(namespace: "shop", inject: "disabled", opaquePorts: "25")
      ])
    #expect(
      plan.items.map(\.id).suffix(4) == ["opaque/web", "mesh", "mesh-ingress", "proof"])
    #expect(wizard.state.summary(of: .namespaces) == "web, shop (ingress)")
  }
}
