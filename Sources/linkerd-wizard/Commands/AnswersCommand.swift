import ArgumentParser
import Glibc
import Planning
import Wizard

/// Prints an answers file to start from.
struct AnswersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers",
    abstract: "Print a commented answers file with every key at its default.")

  func run() throws {
    Terminal.write(AnswersText.render(Answers(), commented: true), to: STDOUT_FILENO)
  }
}
