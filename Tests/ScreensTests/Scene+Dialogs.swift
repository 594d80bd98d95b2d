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
    Scene("dialog-workloads") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.namespaceToggled("shop"), .namespaceToggled("direktiv"), .restartToggled)
      wizard.user(.workloadsOpened)
      wizard.settle()
      wizard.user(.toggled)
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
    Scene("dialog-quit-keeping") { wizard in
      wizard = .offering(nil)
      wizard.advance(to: .certificates)
      wizard.user(.quitRequested)
    },
    Scene("dialog-past-run") { wizard in
      wizard = .offering(WizardFixture.interruptedRun())
      wizard.settle()
    },
    Scene("dialog-past-run-looking") { wizard in
      wizard = .offering(WizardFixture.interruptedRun())
      wizard.user(.activated)
    },
    Scene("dialog-past-run-way") { wizard in
      wizard = .offering(WizardFixture.interruptedRun())
      wizard.user(.activated)
      wizard.examine()
      wizard.user(.moved(rows: 3), .movedSideways(1))
    },
    Scene("dialog-past-run-shown") { wizard in
      wizard = .offering(
        WizardFixture.interruptedRun(ending: .failed("The pods were not ready in time.")))
      wizard.user(.dialogAnswered(3))
    },
    Scene("dialog-draft") { wizard in
      wizard = .offering(
        nil, draft: AnswersDraft(answers: Answers(), kept: WizardFixture.start))
      wizard.settle()
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
    Scene("dialog-preview-asking") { wizard in
      wizard.advance(to: .review)
      wizard.user(.previewOpened)
      wizard.wait(seconds: 50)
      wizard.wait(seconds: 3)
    },
    Scene("dialog-preview") { wizard in
      wizard.showPreview()
      wizard.user(.moved(rows: 2))
    },
    Scene("dialog-preview-objects") { wizard in
      wizard.showPreview()
      wizard.user(.movedToEnd)
    },
    Scene("dialog-preview-manifest") { wizard in
      wizard.showPreview()
      wizard.user(.moved(rows: 2), .activated, .findOpened)
      wizard.type("linkerd-id")
      wizard.user(.activated)
    },
    Scene("dialog-preview-find") { wizard in
      wizard.showPreview()
      wizard.user(.activated, .movedSideways(8), .findOpened)
      wizard.type("Secret")
    },
    Scene("dialog-preview-refused") { wizard in
      wizard.advance(to: .review)
      wizard.user(.previewOpened)
      wizard.report(
        .preview(
          .success(
            Preview(
              parts: [
                PreviewPart(
                  name: "linkerd-crds",
                  problem: Problem(
                    "forbidden",
                    "The cluster does not let ada create customresourcedefinitions "
                      + "anywhere.", remedy: "Ask whoever runs it for the right to."))
              ], notes: [], manifest: ["# linkerd-crds: 0 objects"]))),
        to: { if case .preview = $0 { true } else { false } })
    },
    Scene("dialog-preview-failed") { wizard in
      wizard.advance(to: .review)
      wizard.user(.previewOpened)
      wizard.report(
        .preview(
          .failure(
            Problem(
              "disk-full", "The disk that holds /home/ada/.cache is full.",
              remedy: "Make room, then ask again."))),
        to: { if case .preview = $0 { true } else { false } })
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

extension WizardFixture {
  /// Opens the preview on Review and has it found out.
  fileprivate mutating func showPreview() {
    advance(to: .review)
    user(.previewOpened)
    settle()
  }
}
