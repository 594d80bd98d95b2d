import FoundationEssentials
import Planning

/// What is asked of the API server for a preview. Nothing is changed by any of it.
struct PreviewQuestions: Sendable {
  let runner: ToolRunner
  let kubectl: Tool
  let cluster: ClusterIdentity

  /// Those of the objects that are there, with all that is in them. No Secret may be among them.
  ///
  /// Throws `Problem`.
  func live(_ objects: [ObjectID]) async throws -> [LiveObject] {
    guard !objects.isEmpty else { return [] }
    return try await list(
      ["get", "-f", "-", "--ignore-not-found", "-o", "json"], identities(objects))
  }

  /// Those of the Secrets that are there: their names are asked for, not what is in them.
  ///
  /// Throws `Problem`.
  func secrets(_ objects: [ObjectID]) async throws -> Set<String> {
    guard !objects.isEmpty else { return [] }
    let answer = try await bytes(
      [
        "get", "-f", "-", "--ignore-not-found", "--no-headers", "-o",
        "custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name",
      ], identities(objects))
    let rows = String(decoding: answer, as: UTF8.self).split(separator: "\n")
    return Set(rows.map { $0.split(separator: " ").joined(separator: "/") })
  }

  /// What the objects of some manifests would become, in a dry run of the API server.
  ///
  /// `kubectl apply --server-side` does so since 1.18. Throws `Problem`.
  func applied(
    _ manifests: [String], in namespace: String?, by manager: String
  ) async throws -> [LiveObject] {
    guard !manifests.isEmpty else { return [] }
    return try await list(
      [
        "apply", "--server-side", "--dry-run=server", "--force-conflicts",
        "--field-manager=\(manager)", "--validate=false", "-o", "json",
      ] + (namespace.map { ["--namespace", $0] } ?? []) + ["-f", "-"],
      manifests.joined(separator: "\n---\n"))
  }

  private func list(_ arguments: [String], _ input: String) async throws -> [LiveObject] {
    let answer = try await bytes(arguments, input)
    if answer.allSatisfy({ $0 <= 0x20 }) { return [] }
    return try runner.decode(KubernetesList<LiveObject>.self, answer, from: kubectl).items
  }

  private func bytes(_ arguments: [String], _ input: String) async throws -> [UInt8] {
    try await runner.bytes(
      kubectl,
      ["--context", cluster.context] + arguments,
      input: input, timeout: runner.settings.fetchTimeout)
  }

  private func identities(_ objects: [ObjectID]) throws -> String {
    let items = objects.map { object in
      Identity(
        apiVersion: object.apiVersion, kind: object.kind,
        metadata: .init(name: object.name, namespace: object.namespace))
    }
    return String(decoding: try JSONEncoder().encode(IdentityList(items: items)), as: UTF8.self)
  }

  private struct IdentityList: Encodable {
    let apiVersion = "v1"
    let kind = "List"
    let items: [Identity]
  }

  private struct Identity: Encodable {
    let apiVersion: String
    let kind: String
    let metadata: Metadata
    struct Metadata: Encodable {
      let name: String
      let namespace: String?
    }
  }
}
