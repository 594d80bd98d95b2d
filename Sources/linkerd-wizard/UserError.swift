import ArgumentParser
import Planning
import Wizard

/// Something that the user can put right, with the status that the program ends with.
struct UserError: Error {
  var status: ExitStatus
  var lines: [String]

  /// Makes an error of problems, each with its remedy.
  init(_ status: ExitStatus, _ problems: [Problem]) {
    self.status = status
    lines = problems.flatMap { [$0.sentence] + ($0.remedy.isEmpty ? [] : ["  " + $0.remedy]) }
  }

  /// Makes an error of lines.
  init(_ status: ExitStatus, lines: [String]) {
    self.status = status
    self.lines = lines
  }

  /// Prints what is worth knowing and stops nobody to standard error.
  static func warn(_ warnings: [Problem]) {
    for warning in warnings {
      Terminal.printError(Terminal.shown("linkerd-wizard: warning: \(warning.sentence)"))
      if !warning.remedy.isEmpty { Terminal.printError(Terminal.shown("  \(warning.remedy)")) }
    }
  }

  /// Prints it to standard error.
  func print() {
    for (place, line) in lines.enumerated() {
      Terminal.printError(Terminal.shown(place == 0 ? "linkerd-wizard: \(line)" : line))
    }
  }
}
