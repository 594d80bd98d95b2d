/// What `kubectl config view -o json` prints: the merged kubeconfig without its secrets.
struct Kubeconfig: Decodable, Equatable, Sendable {
  struct Cluster: Decodable, Equatable, Sendable {
    var server: String?
    var certificateAuthority: String?
    var certificateAuthorityData: String?
    var insecureSkipTLSVerify: Bool?

    private enum CodingKeys: String, CodingKey {
      case server
      case certificateAuthority = "certificate-authority"
      case certificateAuthorityData = "certificate-authority-data"
      case insecureSkipTLSVerify = "insecure-skip-tls-verify"
    }
  }

  struct Context: Decodable, Equatable, Sendable {
    var cluster: String?
    var user: String?
    var namespace: String?
  }

  struct User: Decodable, Equatable, Sendable {
    var exec: ExecPlugin?
  }

  /// A credentials helper; `interactiveMode` is Never, IfAvailable (also where it is nil) or Always.
  struct ExecPlugin: Decodable, Equatable, Sendable {
    var command: String?
    var interactiveMode: String?
    var installHint: String?
  }

  var clusters: [String: Cluster]
  var contexts: [(name: String, context: Context)]
  var users: [String: User]
  var currentContext: String?

  private enum CodingKeys: String, CodingKey {
    case clusters, contexts, users
    case currentContext = "current-context"
  }

  private struct NamedCluster: Decodable {
    var name: String
    var cluster: Cluster?
  }
  private struct NamedContext: Decodable {
    var name: String
    var context: Context?
  }
  private struct NamedUser: Decodable {
    var name: String
    var user: User?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let clusters = try container.decodeIfPresent([NamedCluster].self, forKey: .clusters) ?? []
    let contexts = try container.decodeIfPresent([NamedContext].self, forKey: .contexts) ?? []
    let users = try container.decodeIfPresent([NamedUser].self, forKey: .users) ?? []
    self.clusters = Dictionary(
      clusters.compactMap { named in named.cluster.map { (named.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    self.contexts = contexts.map { ($0.name, $0.context ?? Context()) }
    self.users = Dictionary(
      users.compactMap { named in named.user.map { (named.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    let current = try container.decodeIfPresent(String.self, forKey: .currentContext)
    currentContext = current?.isEmpty == false ? current : nil
  }

  static func == (left: Kubeconfig, right: Kubeconfig) -> Bool {
    left.clusters == right.clusters && left.users == right.users
      && left.currentContext == right.currentContext
      && left.contexts.map(\.name) == right.contexts.map(\.name)
      && left.contexts.map(\.context) == right.contexts.map(\.context)
  }

  /// The address of a context's server; nil where the context or its cluster is missing.
  func server(of context: String) -> String? {
    contexts.first { $0.name == context }?.context.cluster.flatMap { clusters[$0]?.server }
  }

  /// The credentials helper of a context; nil where it has none.
  func helper(of context: String) -> ExecPlugin? {
    contexts.first { $0.name == context }?.context.user.flatMap { users[$0]?.exec }
  }
}
