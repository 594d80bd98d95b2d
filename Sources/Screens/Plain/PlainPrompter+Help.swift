import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// Says what the question that stands on the terminal is about, and what can be typed there.
  mutating func sayHelp(_ state: WizardState) {
    say("")
    switch state.phase {
    case .running:
      sayCommands([
        ("1", "does the failed item once more"),
        ("2, save PATH", "saves the log, with all output"),
        ("3", "shows the commands that undo what was done"),
        ("4, quit", "leaves; what was done stays"),
      ])
    case .finished:
      sayCommands([("Enter", "ends the wizard"), ("save PATH", "saves the log")])
    case .asking:
      sayHelp(at: place, state)
      sayCommands([
        ("back", "goes to the question before"),
        ("r", "asks the cluster everything once more"),
        ("quit", "leaves; it asks first"),
      ])
    }
  }

  private mutating func sayHelp(at place: Place, _ state: WizardState) {
    switch place {
    case .field(let id):
      let field = Catalogue.field(id)
      sayProse(field.help)
      if !field.expected.isEmpty { sayProse("Expected: \(field.expected).") }
      sayCommands([("Enter", "keeps the answer in brackets")])
      if !field.options(state).isEmpty {
        sayCommands([("a number or name", "chooses from the list; more lists more of it")])
      }
    case .end:
      sayCommands([("Enter", "goes on")])
      if state.offersSignIn {
        sayCommands([("sign in", "hands the terminal to the credentials helper")])
      }
    case .namespaces:
      sayProse(Catalogue.field(.namespaces).help)
      sayCommands([
        ("1 3 5-7", "chooses these, or leaves them out again; names work too"),
        ("+ NAME", "creates a namespace and meshes it"),
        ("preset", "lists presets; preset 1 chooses the first"),
        ("/TEXT", "lists only names with TEXT; / alone lists all"),
        ("more, list", "lists more, or from the start"),
        ("all, none", "chooses everything listed under /TEXT, or nothing"),
        ("invert", "chooses what isn't chosen under /TEXT, and no longer what is"),
        ("sort", "lists by name, by pods, or what isn't meshed first"),
        ("ingress 1", "chooses it for an ingress controller; enabled and disabled likewise"),
        ("opaque 1 4222", "lets Linkerd take these ports of it as opaque; none takes them back"),
        ("details 1", "tells what runs in a namespace and what needs care"),
      ])
      if !state.isUpgrade {
        sayCommands([
          ("restart", "restarts their workloads once Linkerd is ready"),
          ("restart none", "leaves that to you"),
          ("workloads", "lists them, and what a restart interrupts"),
          ("skip 3", "leaves the third of them out, or no longer"),
        ])
      }
      sayCommands([("Enter", "goes on")])
    case .review:
      sayCommands([
        ("yes", "does what is listed, in that order"),
        ("1-4", "changes the answers of that screen"),
        ("preview", "lists the objects that would be made; nothing is changed by it"),
        ("preview 7", "prints the manifest of the seventh of them; preview all, of all"),
        ("save PATH", "writes the plan as a shell script"),
        ("list", "shows the plan again"),
      ])
    }
  }

  private mutating func sayCommands(_ commands: [(String, String)]) {
    for (command, meaning) in commands {
      let padding = String(repeating: " ", count: max(18 - command.count, 1))
      say("  \(command)\(padding)\(meaning)")
    }
  }
}
