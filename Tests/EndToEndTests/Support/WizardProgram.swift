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
