import Glibc

/// The programs that a run has started and that still run, also where the wizard that started them
/// is gone.
///
/// Each carries the run's directory in a variable of its environment, as do the programs that it
/// starts in turn. So none is missed that was started just before the wizard was killed.
package enum RunChildren {
  /// The variable's name.
  static let variable = "LINKERD_WIZARD_RUN"

  /// Those of a run, by its directory; the ones of other users can't be seen.
  package static func running(of directory: String) -> [ProcessMark] {
    let wanted = Array("\(variable)=\(directory)".utf8)
    let numbers = ((try? FolderListing.names(in: "/proc")) ?? []).compactMap { Int32($0) }
    return numbers.sorted().filter { $0 != getpid() && carries(wanted, $0) }.map(ProcessMark.init)
      .filter(\.isRunning)
  }

  private static func carries(_ entry: [UInt8], _ process: Int32) -> Bool {
    guard let bytes = try? FileBytes.read("/proc/\(process)/environ", limit: 4 << 20) else {
      return false
    }
    return bytes.split(separator: 0).contains { $0.elementsEqual(entry) }
  }

  /// Waits until none of them runs; `tell` is told of those that are waited for, once. Throws
  /// `CancellationError`.
  static func waitUntilOver(
    of directory: String, tell: @Sendable ([ProcessMark]) -> Void
  ) async throws {
    var hasTold = false
    while true {
      let running = running(of: directory)
      if running.isEmpty { return }
      if !hasTold { tell(running) }
      hasTold = true
      try await Task.sleep(for: .milliseconds(200))
    }
  }
}
