import Glibc
import Testing

/// Programs that play others which the test machine doesn't have: step, and a container engine.
enum StandIns {
  /// Puts one first on PATH. `docker` runs the `step` beside it, as in its container.
  static func put(_ names: String..., in place: Workplace) throws {
    for name in names {
      try #require(
        symlink("\(folder)/\(name)", "\(place.bin)/\(name)") == 0, "\(name) can't be linked")
    }
  }

  /// `Tests/stand-ins`.
  private static var folder: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/stand-ins"
  }
}

/// A step that certificates are made with: the stand-in always, and the real one where PATH has it.
enum StepChoice: Sendable, CaseIterable, CustomTestStringConvertible {
  case standIn, real

  static var present: [StepChoice] {
    allCases.filter { $0 == .standIn || (try? Tools.find("step")) != nil }
  }

  var testDescription: String { self == .standIn ? "the stand-in for step" : "step on PATH" }

  /// Sees to it that the program finds it.
  func put(in place: Workplace) throws {
    if self == .standIn { try StandIns.put("step", in: place) }
  }
}
