import Testing

/// One script of a person, played at four depths: the same comes of it at each.
@Suite(.fewAtATime) struct DepthsTests {
  private static let shallow = Task {
    var depth = ReducerDepth()
    return try await depth.play(UserScript.install)
  }

  /// Plays the script and compares with what the state machine alone made of it.
  private func expectTheSame(
    at depth: () async throws -> some Depth, _ place: SourceLocation = #_sourceLocation
  ) async throws {
    let expected = try await Self.shallow.value
    var depth = try await depth()
    let differences = try await depth.play(UserScript.install).differences(from: expected)
    #expect(differences == [], sourceLocation: place)
  }

  @Test func theStateMachineAloneInstallsWhatThePersonWants() async throws {
    let outcome = try await Self.shallow.value
    let purposes = outcome.items.map { $0.prefix { $0 != "\n" } }
    #expect(
      purposes.prefix(8) == [
        "certificates", "repository", "namespace", "crds", "control-plane", "create-payments",
        "mesh", "proof",
      ])
    #expect(outcome.items.contains { $0.contains("identityTrustDomain=mesh.example") })
    #expect(outcome.items.contains { $0.contains("‹work›/mesh-certificates/issuer.key") })
    #expect(outcome.answers.contains("context: practice"))
    #expect(outcome.answers.contains("  version: 2025.10.7"))
    #expect(outcome.annotated == ["direktiv", "payments"])
    #expect(outcome.ending.hasSuffix("Linkerd is running on practice."))
    #expect(outcome.status == 0)
  }

  @Test func theSessionOnAMadeUpHostDoesTheSame() async throws {
    try await expectTheSame { try SessionDepth() }
  }

  @Test func thePlainPromptsDoTheSame() async throws {
    try await expectTheSame { try await PlainDepth() }
  }

  @Test func theFullScreenDoesTheSame() async throws {
    try await expectTheSame { try await ScreenDepth() }
  }
}
