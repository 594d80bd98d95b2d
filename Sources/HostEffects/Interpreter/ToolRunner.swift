import Diagnosis
import Planning

/// Runs kubectl and Helm for probes, and says what their failures mean.
struct ToolRunner: Sendable {
  let settings: HostSettings

  /// The variables for a child, with some set beside them.
  func environment(adding more: [String: String] = [:], kubeconfig: String? = nil) -> [String:
    String]
  {
    ChildEnvironment.variables(
      from: settings.environment, kubeconfig: kubeconfig ?? settings.kubeconfig
    ).merging(more) { $1 }
  }

  /// Runs a tool and collects what it prints, however it ends.
  func run(
    _ tool: Tool, _ arguments: [String], environment more: [String: String] = [:],
    input: String? = nil, timeout: Int? = nil
  ) async -> CollectedOutput {
    await ChildProcess.collect(
      ChildProgram(
        path: tool.path, arguments: arguments, environment: environment(adding: more),
        workingDirectory: nil, input: input.map { Array($0.utf8) },
        timeout: .seconds(timeout ?? settings.probeTimeout), patience: settings.patience))
  }

  /// Runs a tool that has to end with status 0. Throws the `Problem` that its failure means.
  func bytes(
    _ tool: Tool, _ arguments: [String], environment more: [String: String] = [:],
    input: String? = nil, timeout: Int? = nil
  ) async throws -> [UInt8] {
    let output = await run(
      tool, arguments, environment: more, input: input, timeout: timeout)
    guard output.outcome.succeeded else {
      throw problem(of: output, tool, arguments, timeout: timeout)
    }
    guard !output.outputTruncated else {
      throw Problem(
        "answer-too-large", "\(tool.name.rawValue) answered with more than 64 MiB.",
        remedy: "Nobody expects that much; check which server the context points to.")
    }
    return output.standardOutput
  }

  /// Runs a tool and reads the JSON that it prints. Throws `Problem`.
  func json<Value: Decodable>(
    _ type: Value.Type, _ tool: Tool, _ arguments: [String],
    environment more: [String: String] = [:], timeout: Int? = nil
  ) async throws -> Value {
    let answer = try await bytes(tool, arguments, environment: more, timeout: timeout)
    return try decode(type, answer, from: tool)
  }

  /// Reads JSON that a tool printed. Throws `Problem`.
  func decode<Value: Decodable>(
    _ type: Value.Type, _ answer: [UInt8], from tool: Tool
  ) throws(Problem) -> Value {
    do { return try ToolAnswer.decode(type, from: answer) } catch {
      throw Self.unreadable(tool, error.beginning)
    }
  }

  /// An answer that makes no sense.
  static func unreadable(_ tool: Tool, _ beginning: String) -> Problem {
    let what = beginning.isEmpty ? "nothing" : "\"\(beginning.prefix(60))\""
    return Problem(
      "answer-unreadable", "\(tool.name.rawValue) answered something unexpected: \(what).",
      remedy: "Check that the context points to a Kubernetes API server, and that "
        + "\(tool.path) is the program that you mean.")
  }

  /// What the failure of a run means.
  func problem(
    of output: CollectedOutput, _ tool: Tool, _ arguments: [String], timeout: Int? = nil
  ) -> Problem {
    ToolDiagnosis.explain(
      ToolFailure(
        tool: tool.name, version: tool.version, arguments: arguments,
        ending: Self.ending(output.outcome, timeout: timeout ?? settings.probeTimeout),
        standardOutput: output.outputLines.suffix(40).joined(separator: "\n"),
        standardError: output.errorLines.suffix(40).joined(separator: "\n")))
  }

  /// The end of a run, in the terms in which failures are explained.
  static func ending(_ outcome: ProcessOutcome, timeout: Int) -> ToolFailure.Ending {
    switch outcome.stopped {
    case .timedOut: return .timedOut(seconds: timeout)
    case .cancelled: return .cancelled
    case nil: break
    }
    return switch outcome.ending {
    case .exited(let status): .exited(status)
    case .signalled(let signal): .signalled(signal)
    case .notFound: .notStarted("No such file or directory")
    case .notExecutable: .notStarted("Permission denied")
    case .notStarted(let reason): .notStarted(reason)
    }
  }

  /// Runs a question and turns what it throws into a problem.
  static func result<Value: Sendable>(
    _ question: () async throws -> Value
  ) async -> Result<Value, Problem> {
    do { return .success(try await question()) } catch {
      return .failure(SystemProblem.problem(error))
    }
  }
}
