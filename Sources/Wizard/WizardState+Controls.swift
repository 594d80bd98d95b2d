import Planning

extension WizardState {
  /// The screen that is shown; the last one while the run goes on and after it.
  package var screen: ScreenID {
    switch phase {
    case .asking(let screen): screen
    case .running, .finished: .install
    }
  }

  /// Everything on the screen that can have the focus, in the order of Tab.
  package var controls: [ControlID] {
    switch phase {
    case .asking(let screen): controls(on: screen)
    case .running(let run):
      run.failedItem == nil
        ? [.list(.output)]
        : [
          .list(.output), .button(.retry), .button(.saveLog), .button(.showUndo), .button(.quit),
        ]
    case .finished:
      (closingRows.isEmpty ? [] : [.list(.closing)]) + [.button(.finish)]
    }
  }

  private func controls(on screen: ScreenID) -> [ControlID] {
    let fields = Catalogue.fields(on: screen, of: self).filter { $0.kind != .namespaces }
      .map { ControlID.field($0.id) }
    switch screen {
    case .cluster:
      return fields + [.list(.checks)] + (offersSignIn ? [.button(.signIn)] : [])
        + [.button(.next)]
    case .certificates, .controlPlane:
      return fields + [.button(.back), .button(.next)]
    case .namespaces:
      return [.button(.preset), .list(.namespaces), .button(.back), .button(.next)]
    case .review:
      return [.list(.review), .button(.back), .button(.install)]
    case .install:
      return []
    }
  }

  /// Where the focus stands when a screen opens.
  func firstFocus(on screen: ScreenID) -> ControlID {
    switch screen {
    case .namespaces: .list(.namespaces)
    case .certificates where isUpgrade: .button(.next)
    default: controls(on: screen).first ?? .button(.next)
    }
  }

  /// How many rows a list has.
  package func rowCount(of list: ListID) -> Int {
    switch list {
    case .checks: checkRows.count
    case .namespaces: namespaceCount
    case .review: reviewRows.count
    case .closing: closingRows.count
    case .output: 0
    }
  }

  /// The row under a list's cursor, counted from 0; 0 where the list is empty.
  package func cursor(of list: ListID) -> Int {
    min(max(cursors[list] ?? 0, 0), max(rowCount(of: list) - 1, 0))
  }
}
