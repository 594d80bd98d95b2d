import ArgumentParser
import Wizard

/// Takes a run back.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what an install has done, finished or not.",
    discussion: """
      Looks at the cluster first, and shows each command; then it asks. Annotations go back to what \
      they were, namespaces that the install added are deleted if they are still empty, Helm's \
      releases are uninstalled in Linkerd's order, then its namespace goes. What somebody has changed \
      since stays. The certificates stay, too, unless --remove-certificates says otherwise.

      An undo is a run like any other: it keeps a journal, and resume goes on with it.

      Exit status: as for apply; 1 also where there is no such run.
      """)

  @Argument(help: "A run's name, or the beginning of one; without it the newest install.")
  var name: String?

  @Flag(
    name: .long,
    help: "Delete the certificates and keys that the install made, too. They can't be made again.")
  var removeCertificates = false

  @Flag(name: .long, help: "Do it without asking.")
  var yes = false

  func run() throws {
    try NamedRun(name, of: .any, yes: yes, removesCertificates: removeCertificates)
      .carryOut(.undoOpened)
  }
}
