import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// Nothing that the wizard keeps can hold a private key.
struct SecretsTests {
  @Test func neitherStateNorPlanNorAnswersHaveAPlaceForAKey() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"), .answered(.values, "a.yaml"))
    wizard.startRun()
    wizard.finishItem(
      .done(
        .certificates([
          CertificateNote(
            path: "/c/ca.crt", name: "root", notAfter: WizardFixture.start, fingerprint: "ab")
        ])))
    var places: [String] = []
    Self.collect(wizard.state, "state", &places)
    Self.collect(try #require(wizard.state.run?.plan), "plan", &places)
    Self.collect(wizard.requests, "requests", &places)
    #expect(places.count > 300)
    #expect(places.filter { $0.contains("PRIVATE KEY") || $0.contains("PrivateKey") } == [])
  }

  /// Every value below that one: its place, its type and, where it is a text, the text.
  private static func collect(_ value: Any, _ place: String, _ places: inout [String]) {
    let mirror = Mirror(reflecting: value)
    places.append("\(place): \(type(of: value)) \((value as? String) ?? "")")
    for (number, child) in mirror.children.enumerated() {
      collect(child.value, "\(place).\(child.label ?? String(number))", &places)
    }
  }
}
