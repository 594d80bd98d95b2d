import Planning
import Testing

/// The program in a terminal, on a practice cluster that its kubeconfig names beside another one.
struct TerminalDepth {
  let place: Workplace
  let server: PracticeServer
  let terminal: Tmux
  private let meshed: [String]

  /// Opens a terminal of that size and starts the program in it.
  static func start(
    _ arguments: String = "", columns: Int, rows: Int
  ) async throws -> TerminalDepth {
    let (place, server) = (try Workplace(), try await PracticeServer.start())
    let config = try place.folder.write("kubeconfig", server.kubeconfigBesideAnother)
    let terminal = try await Tmux(
      place, columns: columns, rows: rows, environment: ["KUBECONFIG": config])
    let meshed = try await server.annotatedNamespaces()
    try await terminal.command("\(try Tools.wizard()) \(arguments); echo status=$?")
    return TerminalDepth(place: place, server: server, terminal: terminal, meshed: meshed)
  }

  /// What came of it, once the program has ended.
  func outcome() async throws -> DepthOutcome {
    // At a line's beginning: the command line, which comes back first, has the word as well.
    let screen = try await terminal.waitFor("\nstatus=", within: 10)
    let lines = screen.split(separator: "\n").map(String.init)
    let ending = lines.last { $0.contains("Linkerd is running") } ?? ""
    let status = lines.last { $0.hasPrefix("status=") }.flatMap { Int32($0.dropFirst(7)) }
    return try DepthOutcome(
      runIn: place, ending: ending, status: status ?? -1,
      annotated: try await server.annotatedNamespaces().filter { !meshed.contains($0) },
      repository: server.charts)
  }
}

extension PracticeServer {
  /// Its kubeconfig with another context, which is the current one and whose cluster is down.
  fileprivate var kubeconfigBesideAnother: String {
    """
    apiVersion: v1
    kind: Config
    clusters:
    - name: practice
      cluster: { server: "\(charts.replacing("/charts/edge", with: ""))" }
    - name: elsewhere
      cluster: { server: "http://127.0.0.1:1" }
    contexts:
    - name: \(UserScript.currentContext)
      context: { cluster: elsewhere }
    - name: practice
      context: { cluster: practice }
    current-context: \(UserScript.currentContext)

    """
  }

  /// The namespaces whose pods get a proxy.
  fileprivate func annotatedNamespaces() async throws -> [String] {
    let row = #"{.metadata.name} {.metadata.annotations.linkerd\.io/inject}{"\n"}"#
    let list = try await kubectl(
      "get", "namespaces", "-o", "jsonpath={range .items[*]}\(row){end}")
    try #require(list.status == 0, "\(list)")
    return list.out.split(separator: "\n").filter { $0.hasSuffix(" enabled") }
      .map { String($0.prefix { $0 != " " }) }
  }
}
