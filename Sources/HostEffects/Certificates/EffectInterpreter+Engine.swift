import Glibc
import Planning

extension EffectInterpreter {
  /// Looks at the container engine behind `docker`, and whether it has an image. Throws `Problem`.
  func inspectEngine(image: String) async throws -> ContainerEngine {
    let client = try await locate(.docker)
    let information = ["info", "--format", "{{json .}}"]
    async let answer = runner.run(client, information)
    async let found = runner.run(client, ["image", "inspect", "--format", "{{.Id}}", image])
    let output = await answer
    // The client tells an engine that it can't reach in its answer, too, and some versions end with 0.
    let info = try? ToolAnswer.decode(EngineInformation.self, from: output.standardOutput)
    guard output.outcome.succeeded, let info, info.errors.isEmpty, let version = info.version else {
      throw problem(of: output, info, client, information)
    }
    return ContainerEngine(
      client: client, version: version, isRootless: info.isRootless,
      remapsUsers: info.remapsUsers,
      imageID: Self.imageID(await found),
      user: info.isRootless ? "0:0" : "\(geteuid()):\(getegid())")
  }

  /// The image's own name, as the engine tells it; nil where it doesn't have the image.
  private static func imageID(_ output: CollectedOutput) -> String? {
    guard output.outcome.succeeded else { return nil }
    let name = String(decoding: output.standardOutput, as: UTF8.self)
      .filter { $0.isLetter || $0.isNumber || $0 == ":" }
    return name.isEmpty ? nil : name
  }

  private func problem(
    of output: CollectedOutput, _ info: EngineInformation?, _ client: Tool, _ arguments: [String]
  ) -> Problem {
    var told = output
    if let errors = info?.errors, !errors.isEmpty {
      told.standardError += Array(("\n" + errors.joined(separator: "\n")).utf8)
    }
    if output.outcome.succeeded, info?.errors.isEmpty ?? true {
      return ToolRunner.unreadable(client, String(decoding: output.standardOutput, as: UTF8.self))
    }
    return runner.problem(of: told, client, arguments)
  }
}

/// What `docker info --format '{{json .}}'` tells, of Docker or of Podman in its place.
struct EngineInformation: Decodable, Sendable {
  private var ServerVersion: String?
  private var SecurityOptions: [String]?
  private var ServerErrors: [String]?
  private var host: Host?
  private var podman: PodmanVersion?

  private enum CodingKeys: String, CodingKey {
    case ServerVersion, SecurityOptions, ServerErrors, host
    case podman = "version"
  }

  private struct Host: Decodable, Sendable {
    var security: Security?

    struct Security: Decodable, Sendable {
      var rootless: Bool?
    }
  }

  private struct PodmanVersion: Decodable, Sendable {
    var Version: String?
  }

  /// Why the engine could not be asked; empty where it could.
  var errors: [String] { ServerErrors ?? [] }
  /// The engine's version; nil where none answered.
  var version: String? {
    if let podman = podman?.Version { return "Podman \(podman)" }
    return ServerVersion.flatMap { $0.isEmpty ? nil : "Docker \($0)" }
  }
  /// Whether the engine runs as an ordinary user.
  var isRootless: Bool { host?.security?.rootless ?? has("rootless") }
  /// Whether the engine maps its containers' users to others.
  var remapsUsers: Bool { has("userns") }

  /// The options are written as `name=seccomp,profile=builtin`.
  private func has(_ option: String) -> Bool {
    SecurityOptions?.contains { $0 == "name=\(option)" || $0.hasPrefix("name=\(option),") } ?? false
  }
}
