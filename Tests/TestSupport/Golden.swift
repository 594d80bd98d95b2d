import Foundation

/// Texts that tests compare with files, so that a reviewer sees in a diff what has changed.
package enum Golden {
  /// Why the text is not the one in `Goldens/<name>` beside the test's file; nil where it is.
  ///
  /// The name is the test's own, without its brackets, and `.txt`. With `RECORD_GOLDENS=1` in the
  /// environment the file is written instead.
  package static func mismatch(
    _ actual: String, named name: String, testFile: String = #filePath
  ) -> String? {
    let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent()
      .appendingPathComponent("Goldens")
    let file = folder.appendingPathComponent(fileName(name))
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      return record(actual, in: file, folder: folder)
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      return "\(file.lastPathComponent) is missing; record it with RECORD_GOLDENS=1."
    }
    return firstDifference(expected, actual).map { "\(file.lastPathComponent): \($0)" }
  }

  /// The first line in which two texts differ, with both forms of it; nil where they are equal.
  package static func firstDifference(_ expected: String, _ actual: String) -> String? {
    if Array(expected.utf8) == Array(actual.utf8) { return nil }
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let actualLines = actual.split(separator: "\n", omittingEmptySubsequences: false)
    for number in 0..<max(expectedLines.count, actualLines.count) {
      let one = number < expectedLines.count ? expectedLines[number] : "(nothing)"
      let other = number < actualLines.count ? actualLines[number] : "(nothing)"
      if one != other { return "line \(number + 1)\n  expected: \(one)\n  actual:   \(other)" }
    }
    return "the texts differ in bytes that look alike"
  }

  private static func fileName(_ name: String) -> String {
    let base = name.prefix { $0 != "(" }
    return base.contains(".") ? String(base) : base + ".txt"
  }

  private static func record(_ text: String, in file: URL, folder: URL) -> String? {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return nil
    } catch {
      return "\(file.path) can't be written: \(error)"
    }
  }
}
