import Glibc
import Testing

/// A practice cluster behind TLS that wants a token, as clusters do: kubectl runs a credentials helper
/// for those only.
final class TLSFront: Sendable {
  /// The token that the cluster takes.
  static let token = "open-sesame-1c9e"

  let server: PracticeServer
  private let place: Workplace
  private let child: Child
  private let port: String

  /// Starts a cluster and its front, and waits until both serve.
  static func start() async throws -> TLSFront {
    let (server, place) = (try await PracticeServer.start(), try Workplace())
    let made = try await place.run(
      try Tools.find("openssl"),
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", "tls.key", "-out", "tls.crt", "-days", "2", "-subj", "/CN=practice",
        "-addext", "subjectAltName=IP:127.0.0.1",
      ])
    try #require(made.status == 0, "\(made.testDescription)")
    // It ends with the tests even where they are killed: its keeper looks whether they still run.
    let keeper = """
      "$@" & served=$!
      trap 'kill $served; exit 0' TERM
      while kill -0 \(getpid()) 2>/dev/null && kill -0 $served 2>/dev/null; do sleep 1; done
      kill $served
      """
    let backend = server.charts.split(separator: ":").last?.prefix { $0 != "/" } ?? ""
    let child = try place.start(
      "/bin/sh",
      [
        "-c", keeper, "keeper", try Tools.find("python3"), script, String(backend), "tls.crt",
        "tls.key", token,
      ])
    let serves = await eventually(within: 30) { child.out.hasSuffix("\n") }
    guard serves else {
      child.send(SIGTERM)
      throw MissingTool(description: "The TLS front did not start: \(child.err)")
    }
    return TLSFront(server, place, child)
  }

  private init(_ server: PracticeServer, _ place: Workplace, _ child: Child) {
    (self.server, self.place, self.child) = (server, place, child)
    port = String(child.out.dropFirst("PORT=".count).prefix { $0 != "\n" })
  }

  deinit { child.send(SIGTERM) }

  /// `Tests/tls-front.py`.
  private static var script: String {
    let parts = #filePath.split(separator: "/")
    return "/" + parts.dropLast(3).joined(separator: "/") + "/tls-front.py"
  }

  /// Writes a kubeconfig whose user runs that helper, and gives back its path.
  func kubeconfig(for place: Workplace, helper: String, mode: String) throws -> String {
    try place.folder.write(
      "work/kubeconfig",
      """
      apiVersion: v1
      kind: Config
      current-context: guarded
      clusters:
      - name: guarded
        cluster:
          server: https://127.0.0.1:\(port)
          certificate-authority: \(self.place.work)/tls.crt
      contexts:
      - name: guarded
        context: {cluster: guarded, user: ada}
      users:
      - name: ada
        user:
          exec:
            apiVersion: client.authentication.k8s.io/v1beta1
            command: \(helper)
            interactiveMode: \(mode)

      """)
  }
}

extension Workplace {
  /// Writes a credentials helper that asks for a password, `open`, and remembers what it got for it.
  ///
  /// It counts its questions, so that a test can tell one from the next. It does not lie beside the
  /// kubeconfig: kubectl shortens such a path to the bare name, and then doesn't find it. `terminal` is where it asks:
  /// /dev/tty, or /dev/stdin for one that asks where kubectl lets it.
  func credentialsHelper(asksOn terminal: String) throws -> String {
    let opening =
      terminal == "/dev/tty"
      ? "exec <>/dev/tty 2>&0" : "[ -t 0 ] || { echo 'stdin is not a terminal' >&2; exit 3; }"
    return try folder.write(
      "login",
      """
      #!/bin/sh
      token='\(folder.path)/token' count='\(folder.path)/count'
      if [ ! -s "$token" ]; then
        \(opening)
        echo >>"$count"
        printf 'Password of ada (question %s): ' "$(wc -l <"$count")" >&2
        IFS= read -r password || exit 3
        if [ "$password" != open ]; then
          echo 'That is not the password.' >&2
          exit 1
        fi
        (umask 077; echo '\(TLSFront.token)' >"$token")
      fi
      printf '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential",'
      printf '"status":{"token":"%s"}}' "$(cat "$token")"

      """, mode: 0o755)
  }
}
