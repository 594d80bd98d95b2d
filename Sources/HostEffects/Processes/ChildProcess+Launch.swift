import Glibc
import Subprocess
import SystemPackage

/// Takes bytes as a child prints them.
typealias ByteSink = @Sendable ([UInt8]) -> Void

extension ChildProcess {
  /// Runs the program with its two outputs apart; both are drained side by side.
  static func launch(
    _ program: ChildProgram, group: ProcessGroup, output: @escaping ByteSink,
    error: @escaping ByteSink
  ) async throws -> ProcessEnding {
    guard let input = program.input else {
      return try await launch(
        program, input: .none, group: group, output: output, error: error)
    }
    if let ready = PreparedInput.descriptor(input) {
      let ready = FileDescriptor(rawValue: ready)
      return try await launch(
        program, input: .fileDescriptor(ready, closeAfterSpawningProcess: true), group: group,
        output: output, error: error)
    }
    PreparedInput.ignoreBrokenPipes()
    return try await launch(
      program, input: .array(input), group: group, output: output, error: error)
  }

  /// Runs the program with standard error among standard output, in the order of printing.
  static func launch(
    _ program: ChildProgram, group: ProcessGroup, combined sink: @escaping ByteSink
  ) async throws -> ProcessEnding {
    guard let input = program.input else {
      return try await launch(program, input: .none, group: group, combined: sink)
    }
    if let ready = PreparedInput.descriptor(input) {
      let ready = FileDescriptor(rawValue: ready)
      return try await launch(
        program, input: .fileDescriptor(ready, closeAfterSpawningProcess: true), group: group,
        combined: sink)
    }
    PreparedInput.ignoreBrokenPipes()
    return try await launch(program, input: .array(input), group: group, combined: sink)
  }

  private static func launch(
    _ program: ChildProgram, input: some InputProtocol, group: ProcessGroup,
    output: @escaping ByteSink, error: @escaping ByteSink
  ) async throws -> ProcessEnding {
    let result = try await run(
      configuration(of: program), input: input, output: .sequence, error: .sequence
    ) { execution in
      group.started(execution.processIdentifier.value)
      let outputs = execution.standardOutput
      let errors = execution.standardError
      async let drained: Void = drain(errors, into: error)
      try await drain(outputs, into: output)
      try await drained
    }
    return ProcessEnding(result.terminationStatus)
  }

  private static func launch(
    _ program: ChildProgram, input: some InputProtocol, group: ProcessGroup,
    combined sink: @escaping ByteSink
  ) async throws -> ProcessEnding {
    let pipe = try OutputPipe()
    defer { pipe.close() }
    let result = try await run(
      configuration(of: program), input: input,
      output: .fileDescriptor(pipe.writing, closeAfterSpawningProcess: true),
      error: .combinedWithOutput
    ) { execution in
      group.started(execution.processIdentifier.value)
      await pipe.drain(into: sink)
    }
    return ProcessEnding(result.terminationStatus)
  }

  private static func drain(_ output: SubprocessOutputSequence, into sink: ByteSink) async throws {
    for try await buffer in output {
      sink(buffer.withUnsafeBytes { Array($0) })
    }
  }

  private static func configuration(of program: ChildProgram) -> Configuration {
    var options = PlatformOptions()
    // A session of its own, and so a process group: what a child starts finds no terminal, neither to
    // ask on nor to write over the screen, instead of being stopped in the background for reading it.
    options.createSession = true
    var variables: [Environment.Key: String] = [:]
    for (name, value) in program.environment where !name.isEmpty {
      variables[Environment.Key(stringLiteral: name)] = value
    }
    return Configuration(
      executable: .path(FilePath(program.path)),
      arguments: Arguments(program.arguments),
      environment: .custom(variables),
      workingDirectory: program.workingDirectory.map { FilePath($0) },
      platformOptions: options)
  }
}

extension ProcessEnding {
  fileprivate init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signalled(signal)
    }
  }
}
