import FoundationEssentials
import Testing

/// What an install sets on namespaces and Services, as kubectl sees it.
@Suite(.fewAtATime) struct MeshingTests {
  private static let answers = """
    namespaces:
      - { name: direktiv, opaquePorts: "4222,6222" }
      - { name: ingress-nginx, inject: ingress }
      - { name: gateway, inject: disabled }
      - payments

    """

  /// The annotations that matter of namespaces and Services, by `kind namespace/name`.
  private func annotations(on server: PracticeServer) async throws -> [String] {
    let row =
      #"{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.annotations.linkerd\.io/inject}"#
      + #" {.metadata.annotations.config\.linkerd\.io/opaque-ports}{"\n"}"#
    let list = try await server.kubectl(
      "get", "namespaces,services", "--all-namespaces", "-o",
      "jsonpath={range .items[*]}\(row){end}")
    try #require(list.status == 0, "\(list)")
    return list.out.split(separator: "\n").map(String.init).filter { !$0.hasSuffix("  ") }.sorted()
  }

  @Test func eachNamespaceGetsItsValue() async throws {
    let server = try await PracticeServer.start("careful-namespaces")
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write("answers.yaml", server.answers(Self.answers))
    let before = try await annotations(on: server)
    #expect(before.contains("Namespace /gateway ingress "))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    let after = try await annotations(on: server)
    let ports = "25,587,3306,4444,5432,6379,9300,11211,4222"
    for line in [
      "Namespace /direktiv enabled \(ports),6222", "Namespace /ingress-nginx ingress ",
      "Namespace /gateway disabled ", "Namespace /payments enabled ",
      "Service direktiv/direktiv-nats  \(ports)",
    ] {
      #expect(after.contains(line), "\(line)\n\(after)")
    }
  }

  @Test func manyNamespacesAreAnnotated() async throws {
    let server = try await PracticeServer.start("thousand-namespaces")
    let wizard = WizardProgram(try Workplace(), on: server)
    let names = try await server.kubectl("get", "namespaces", "-l", "team", "-o", "name")
    let chosen = names.out.split(separator: "\n").prefix(60).map {
      $0.dropFirst("namespace/".count)
    }
    let were = try await annotations(on: server).filter { $0.contains(" enabled ") }
    try wizard.place.write(
      "answers.yaml",
      server.answers("namespaces:\n" + chosen.map { "  - \($0)\n" }.joined()))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply.err.suffix(2000))")
    let meshed = try await annotations(on: server).filter { $0.contains(" enabled ") }
    let wanted = Set(were).union(chosen.map { "Namespace /\($0) enabled " })
    #expect(Set(meshed) == wanted)
  }
}
