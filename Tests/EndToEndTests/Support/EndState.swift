import FoundationEssentials
import Glibc
import Testing

/// What an install leaves, without what differs between two installs that are the same: random keys,
/// moments, and the numbers that the server gives.
struct EndState: Equatable, Sendable {
  /// Each object with its labels and annotations; of Secrets and ConfigMaps the names of their values.
  var objects: [String]
  /// Helm's releases, with revision, status and chart.
  var releases: [String]
  /// The files of the working folder and of Helm's settings, each with its mode.
  var files: [String]

  /// Reads it from the cluster and the folders of a wizard. Throws where that can't be read.
  init(_ wizard: WizardProgram, on server: PracticeServer) async throws {
    objects = try await Self.objects(of: server)
    let list = try await server.helm("list", "--all-namespaces", "-o", "json")
    let found = try JSONDecoder().decode([Release].self, from: Data(list.out.utf8))
    releases = found.map { "\($0.namespace)/\($0.name) \($0.revision) \($0.status) \($0.chart)" }
      .sorted()
    let place = wizard.place
    files = place.snapshot().filter { !$0.hasPrefix(place.home + "/.cache/helm/") }
      .map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
      .map { String($0.dropFirst(place.folder.path.count)) }
  }

  private struct Release: Decodable {
    var name, namespace, revision, status, chart: String
  }

  private static let kinds = [
    "namespaces", "deployments", "daemonsets", "cronjobs", "services", "configmaps", "secrets",
    "serviceaccounts", "roles", "rolebindings", "customresourcedefinitions", "clusterroles",
    "clusterrolebindings", "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
  ]

  /// Annotations that hold moments, or digests of certificates that are made anew each time.
  private static let ownValues = ["checksum/config", "linkerd.io/trust-root-sha256", "created-at"]

  private static func objects(of server: PracticeServer) async throws -> [String] {
    let answer = try await server.kubectl(
      "get", kinds.joined(separator: ","), "--all-namespaces", "-o", "json")
    try #require(answer.status == 0, "\(answer.testDescription)")
    return try JSONDecoder().decode(List.self, from: Data(answer.out.utf8)).items.map(\.line)
      .sorted()
  }

  private struct List: Decodable { var items: [Object] }

  private struct Object: Decodable {
    struct Metadata: Decodable {
      var name: String
      var namespace: String?
      var labels: [String: String]?
      var annotations: [String: String]?
    }
    struct AnyValue: Decodable { init(from decoder: any Decoder) {} }

    var kind: String
    var metadata: Metadata
    var data: [String: AnyValue]?
    var replicas: Int?

    /// The object in a line.
    var line: String {
      // Helm labels its records with the moment of their last change.
      let labels = (metadata.labels ?? [:]).filter { $0.key != "modifiedAt" }
        .map { "\($0)=\($1)" }.sorted()
      let annotations = (metadata.annotations ?? [:]).map { key, value in
        EndState.ownValues.contains(where: key.contains) ? key : "\(key)=\(value)"
      }.sorted()
      let keys = (data ?? [:]).keys.sorted()
      return "\(kind) \(metadata.namespace ?? "")/\(metadata.name) \(labels) \(annotations) \(keys)"
    }
  }

  /// What differs from another one, line by line; empty where nothing does.
  func differences(from other: EndState) -> [String] {
    zip(["objects", "releases", "files"], [\EndState.objects, \.releases, \.files]).flatMap {
      name, part in
      let (own, others) = (Set(self[keyPath: part]), Set(other[keyPath: part]))
      return own.subtracting(others).sorted().map { "\(name): + \($0)" }
        + others.subtracting(own).sorted().map { "\(name): - \($0)" }
    }
  }
}
