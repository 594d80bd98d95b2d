package import Planning

/// Something that happened.
package enum Event: Equatable, Sendable {
  case user(UserEvent)
  case host(EffectID, HostReport)
  /// Time has passed.
  case tick(Instant)
}

/// Something that the person did, whichever front end they did it in.
package enum UserEvent: Equatable, Sendable {
  // Moving.
  case focusMovedForward
  case focusMovedBackward
  /// The focus was put on a control.
  case focused(ControlID)
  /// Up (negative) or down (positive), in a list, a form or a picker, by that many rows.
  case moved(rows: Int)
  case movedToStart
  case movedToEnd
  /// Left (-1) or right (1): the caret of a text, the choice of a radio group, the next button.
  case movedSideways(Int)
  /// A page of text was scrolled so that this line, counted from 0, is its first.
  case scrolled(to: Int)

  // Writing.
  case typed(String)
  case erasedBackward
  case erasedForward
  case erasedWord
  case erasedToStart
  case erasedToEnd
  /// A question was answered with this text, whatever stood there; plain prompts do so.
  case answered(FieldID, String)

  // Acting.
  /// Enter: opens, presses, or goes on to the next control.
  case activated
  /// Space: toggles, picks, or presses.
  case toggled
  /// Esc: closes the innermost thing; without one, goes to the screen before.
  case dismissed
  case buttonPressed(ButtonID)
  /// A row of the open picker was picked, by its value.
  case picked(String)
  case screenOpened(ScreenID)
  case checksRepeated
  case helpOpened
  case quitRequested
  /// ^C.
  case interrupted
  /// The dialog's button of that number, counted from 0, was pressed.
  case dialogAnswered(Int)

  // Namespaces.
  case filterOpened
  case filterChanged(String)
  case allSelected
  case noneSelected
  /// What was chosen of what the filter leaves is no longer, and the rest is.
  case selectionInverted
  /// The list goes into its next order.
  case orderChanged
  /// The namespaces are read once more.
  case namespacesReread
  /// The person wants to read what is to be known about a namespace; nil means the one under the
  /// cursor.
  case namespaceOpened(String?)
  case namespaceToggled(String)
  /// The namespace is chosen, with that value of its annotation.
  case injectionChosen(String, Injection)
  /// The namespace under the cursor gets the next value of its annotation, or is chosen.
  case injectionChanged
  case opaquePortsOpened
  /// The namespace gets these ports beside the usual ones; an empty text takes them back.
  case opaquePortsGiven(String, String)
  case namespaceAddingOpened
  case namespaceAdded(String)
  case presetChosen(String)
  /// The workloads of the chosen namespaces are restarted, or no longer.
  case restartToggled
  /// The list of workloads is opened.
  case workloadsOpened
  /// The workloads are wanted, but no list over the screen; plain prompts print them.
  case workloadsWanted
  /// A workload, by `Workload.id`, is left out of the restarts, or no longer.
  case workloadToggled(String)

  // Review and install.
  case detailOpened
  /// The objects that the plan would make are asked for, or shown again where they are known.
  case previewOpened
  /// The open preview is asked for anew.
  case previewRepeated
  case scriptSavingOpened
  case scriptSaved(path: String)
  case logSavingOpened
  case logSaved(path: String)
  /// The person asks where the log is.
  case logOpened
  /// The person confirms the plan with this digest: the only door to anything that changes.
  case installConfirmed(digest: String)
  /// The person wants to know how the run that was left in the middle goes on.
  case resumeOpened
  /// The person wants to know how that run is taken back.
  case undoOpened
  /// The person confirms what was shown: going on, with its repairs, or taking back. By the plan's digest.
  case wayConfirmed(digest: String)
  case followToggled
  case findOpened
  case foundNext
  case foundPrevious
  case stopAnswered(StopChoice)
}

/// What to do about a running install when the person wants out.
package enum StopChoice: String, CaseIterable, Hashable, Sendable {
  case keepGoing, afterThisCommand, now
}
