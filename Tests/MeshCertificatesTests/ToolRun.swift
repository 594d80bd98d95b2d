import Foundation
import Testing

/// A run of an outside program that a test compares with.
struct ToolRun {
  var status: Int32
  /// Standard output and standard error, as they came.
  var output: String

  /// Runs a program found on PATH; one that isn't there fails the test and says so.
  static func run(_ arguments: String..., in directory: String = "/") throws -> ToolRun {
    try run(arguments, in: directory)
  }

  static func run(_ arguments: [String], in directory: String = "/") throws -> ToolRun {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let run = ToolRun(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    if run.status == 127 { throw MissingTool(name: arguments.first ?? "") }
    return run
  }

  /// Runs a program that must succeed.
  @discardableResult
  static func succeed(_ arguments: String..., in directory: String = "/") throws -> String {
    let run = try run(arguments, in: directory)
    try #require(run.status == 0, "\(arguments.joined(separator: " ")): \(run.output)")
    return run.output
  }
}

struct MissingTool: Error, CustomStringConvertible {
  var name: String
  var description: String { "\(name) isn't on PATH, and this test needs it: please install it" }
}

extension ToolRun {
  /// Runs a program that must succeed.
  static func succeedAll(_ arguments: [String], in directory: String = "/") throws {
    let run = try run(arguments, in: directory)
    try #require(run.status == 0, "\(arguments.joined(separator: " ")): \(run.output)")
  }
}
