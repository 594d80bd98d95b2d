import Glibc
import Testing

/// The program with a cluster to work on.
struct WizardProgram: Sendable {
  let place: Workplace
  let server: PracticeServer?
  /// Changes to the surroundings; nil unsets.
  var environment: [String: String?] = [:]

  init(_ place: Workplace, on server: PracticeServer?) {
    self.place = place
    self.server = server
    if let server { environment["KUBECONFIG"] = server.kubeconfig }
  }

  /// Runs the program until it ends.
  func run(
    _ arguments: String..., input: String? = nil, within seconds: Int = 90
  ) async throws -> Finished {
    try await place.run(
      try Tools.wizard(), arguments, environment: environment, input: input, within: seconds)
  }

  /// Starts the program.
  func start(_ arguments: String...) throws -> Child {
    try place.start(try Tools.wizard(), arguments, environment: environment)
  }

  /// Runs the script that `plan` prints for answers.yaml, without the wizard's own cache of charts.
  func runScript() async throws -> (script: Finished, result: Finished) {
    let script = try await run("plan", "--answers", "answers.yaml", "--format", "script")
    let file = try place.write("install.sh", script.out)
    let emptied = try await place.run("/bin/rm", ["-rf", place.home + "/.cache/linkerd-wizard"])
    #expect(emptied.status == 0)
    var surroundings = environment
    surroundings["LINKERD_WIZARD"] = try Tools.wizard()
    return (script, try await place.run("/bin/sh", [file], environment: surroundings))
  }

  /// The folders of the runs that were made here.
  var runFolders: [String] {
    let runs = place.home + "/.local/state/linkerd-wizard/runs"
    return Folder.names(in: runs).map { "\(runs)/\($0)" }
  }
}

extension Finished {
  /// The digest at the end of a plan's text.
  var digest: String {
    out.split(separator: "\n").first { $0.hasPrefix("Digest: ") }.map { String($0.dropFirst(8)) }
      ?? ""
  }
}
