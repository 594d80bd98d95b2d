import Planning
import TestSupport
import Wizard

extension Scene {
  /// What lies over a screen.
  static let dialogs = [
    Scene("dialog-help-certificates") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.helpOpened)
    },
    Scene("dialog-help-namespaces") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.helpOpened)
    },
    Scene("dialog-help-install") { wizard in
      wizard.playToControlPlane()
      wizard.user(.helpOpened)
    },
    Scene("dialog-picker-version") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.user(.focused(.field(.version)), .activated)
    },
    Scene("dialog-picker-preset") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.buttonPressed(.preset))
      wizard.type("before")
    },
    Scene("dialog-preset-note") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.presetChosen("direktiv-before-0.8"))
    },
    Scene("dialog-reading-command") { wizard in
      wizard.chooseNamespaces()
      wizard.advance(to: .review)
      wizard.user(.moved(rows: 8), .activated)
    },
    Scene("dialog-reading-undo") { wizard in
      wizard.playToFailure()
      wizard.user(.buttonPressed(.showUndo))
    },
    Scene("dialog-quit") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.quitRequested)
    },
    Scene("dialog-stop") { wizard in
      wizard.playToControlPlane()
      wizard.user(.interrupted)
    },
    Scene("dialog-namespace-name") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.namespaceAddingOpened)
      wizard.type("Payments")
      wizard.user(.activated)
    },
    Scene("dialog-script-path") { wizard in
      wizard.advance(to: .review)
      wizard.user(.scriptSavingOpened)
    },
    Scene("dialog-log") { wizard in
      wizard.playToEnd()
      wizard.user(.logOpened)
    },
    Scene("dialog-closing-files") { wizard in
      wizard.playToEnd()
      wizard.user(.movedToEnd, .activated)
    },
    Scene("dialog-output") { wizard in
      wizard.playToControlPlane()
      wizard.user(.activated)
    },
    Scene("dialog-script-path-refused") { wizard in
      wizard.advance(to: .review)
      wizard.user(.scriptSaved(path: "/nowhere/install.sh"))
      let problem = Problem(
        "directory-missing", "The directory /nowhere isn't there.",
        remedy: "Make it first, or choose another place.")
      wizard.report(
        .saved(.failure(problem)), to: { if case .saveScript = $0 { true } else { false } })
    },
  ]
}
