import ArgumentParser
import HostEffects
import Planning
import Screens
import Wizard

/// Goes on with a run that was left in the middle.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with an install that failed, was stopped, or was cut off.",
    discussion: """
      Looks at the cluster first, and shows what is done, what has to be mended and what is still to \
      be done; then it asks. What goes on is the plan that was confirmed: it isn't made anew, what is \
      done isn't done again, and keys that exist stay. A Helm that is still running is waited for.

      Exit status: as for apply; 1 also where there is no such run.
      """)

  @Argument(help: "A run's name, or the beginning of one; without it the newest unfinished one.")
  var name: String?

  @Flag(name: .long, help: "Do it without asking.")
  var yes = false

  func run() throws {
    try NamedRun(name, of: .unfinished, yes: yes).carryOut(.resumeOpened)
  }
}
