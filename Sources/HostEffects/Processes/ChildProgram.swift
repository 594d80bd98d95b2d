/// A program to be run: by absolute path, with its whole environment, never through a shell.
package struct ChildProgram: Equatable, Sendable {
  /// The absolute path of the executable.
  package var path: String
  /// The arguments after the program's own name.
  package var arguments: [String]
  /// All variables that the child sees; nothing is inherited beside them.
  package var environment: [String: String]
  /// Where it runs; nil means the wizard's own directory.
  package var workingDirectory: String?
  /// What it reads on standard input; nil means /dev/null.
  package var input: [UInt8]?
  /// How long it may run before it is stopped; nil means as long as it likes.
  package var timeout: Duration?
  /// How long each signal is given before the next, harder one is sent.
  package var patience: StopPatience

  /// Describes a program that reads nothing and may run as long as it likes, unless told otherwise.
  package init(
    path: String, arguments: [String] = [], environment: [String: String] = [:],
    workingDirectory: String? = nil, input: [UInt8]? = nil, timeout: Duration? = nil,
    patience: StopPatience = StopPatience()
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.input = input
    self.timeout = timeout
    self.patience = patience
  }
}

/// How long a child is given after SIGINT, and then after SIGTERM, before SIGKILL ends it.
package struct StopPatience: Equatable, Sendable {
  /// The time between SIGINT and SIGTERM: Helm uses it to mark its release as failed.
  package var afterInterrupt: Duration
  /// The time between SIGTERM and SIGKILL.
  package var afterTerminate: Duration

  /// Gives a child ten seconds after SIGINT and two after SIGTERM, unless told otherwise.
  package init(afterInterrupt: Duration = .seconds(10), afterTerminate: Duration = .seconds(2)) {
    self.afterInterrupt = afterInterrupt
    self.afterTerminate = afterTerminate
  }
}

/// How a child came to its end, or why it never began.
package enum ProcessEnding: Equatable, Sendable {
  /// It ended by itself with that status.
  case exited(Int32)
  /// That signal ended it.
  case signalled(Int32)
  /// There is no such file.
  case notFound
  /// There is such a file, but it can't be run.
  case notExecutable
  /// It could not be started for another reason, told as a sentence.
  case notStarted(String)
}

/// Why the wizard stopped a child before it ended by itself.
package enum StopReason: Equatable, Sendable {
  /// Its time was up.
  case timedOut
  /// The task that ran it was cancelled.
  case cancelled
}

/// What is known about a run once it is over.
package struct ProcessOutcome: Equatable, Sendable {
  /// How the child ended.
  package var ending: ProcessEnding
  /// Why the wizard stopped it; nil where it ended by itself.
  package var stopped: StopReason?
  /// How long it ran.
  package var duration: Duration

  /// Records the end of a run.
  package init(ending: ProcessEnding, stopped: StopReason? = nil, duration: Duration = .zero) {
    self.ending = ending
    self.stopped = stopped
    self.duration = duration
  }

  /// Whether the child ended by itself with status 0.
  package var succeeded: Bool { ending == .exited(0) && stopped == nil }
}

/// What a child printed, up to the limits, and how it ended.
package struct CollectedOutput: Equatable, Sendable {
  /// How the run ended.
  package var outcome: ProcessOutcome
  /// The first bytes of standard output.
  package var standardOutput: [UInt8]
  /// The first bytes of standard error.
  package var standardError: [UInt8]
  /// Whether standard output was longer than its limit.
  package var outputTruncated: Bool
  /// Whether standard error was longer than its limit.
  package var errorTruncated: Bool

  /// Records what was collected.
  package init(
    outcome: ProcessOutcome, standardOutput: [UInt8] = [], standardError: [UInt8] = [],
    outputTruncated: Bool = false, errorTruncated: Bool = false
  ) {
    self.outcome = outcome
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.outputTruncated = outputTruncated
    self.errorTruncated = errorTruncated
  }

  /// Standard error as lines that are safe to show, without private keys; empty lines are left out.
  package var errorLines: [String] { LineSplitter.lines(of: Redactor.redacted(standardError)) }

  /// Standard output as lines that are safe to show, without private keys; empty lines are left out.
  package var outputLines: [String] { LineSplitter.lines(of: Redactor.redacted(standardOutput)) }
}
