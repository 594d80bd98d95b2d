import Glibc
import TestSupport
import Testing

@testable import HostEffects

/// A folder of mode 0700 that is removed with the value that holds it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/host-effects-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    path = String(cString: made)
  }

  deinit { FolderRemoval.remove(path) }

  /// Writes a file, and gives back its path.
  @discardableResult
  func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try #require(writeFile(file, text))
    chmod(file, mode)
    return file
  }

  /// Writes a shell script that can be run, and gives back its path.
  @discardableResult
  func script(_ name: String, _ body: String) throws -> String {
    let file = "\(path)/\(name)"
    try #require(ProgramFile.write("#!/bin/sh\n\(body)\n", to: file))
    return file
  }

  /// The text of a file; empty where there is none.
  func text(_ name: String) -> String {
    let bytes = (try? FileBytes.read("\(path)/\(name)", limit: 1 << 30)) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }
}

private func writeFile(_ path: String, _ text: String) -> Bool {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard file >= 0 else { return false }
  defer { close(file) }
  return FileBytes.write(Array(text.utf8), to: file) == 0
}

/// The mode of a file, without its kind; nil where there is none.
func mode(of path: String) -> mode_t? {
  var info = stat()
  return lstat(path, &info) == 0 ? info.st_mode & 0o7777 : nil
}

/// Waits until something is true; false when that took longer than a minute.
func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(300)
  while ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return false
}

/// What a tool printed, from the folder of recordings.
enum Recording {
  static func output(_ name: String) throws -> CollectedOutput {
    let folder = folder + name
    let exit = String(decoding: try FileBytes.read("\(folder)/exit", limit: 64), as: UTF8.self)
    let status = try #require(Int32(exit.filter(\.isNumber)))
    return CollectedOutput(
      outcome: ProcessOutcome(ending: .exited(status)),
      standardOutput: try FileBytes.read("\(folder)/stdout", limit: 1 << 20),
      standardError: try FileBytes.read("\(folder)/stderr", limit: 1 << 20))
  }

  static func stdout(_ name: String) throws -> [UInt8] { try output(name).standardOutput }

  private static let folder =
    #filePath.split(separator: "/").dropLast(2)
    .reduce(into: "") { $0 += "/" + $1 } + "/Fixtures/"
}
