import Planning
import Wizard

/// A depth at which the person's doings are events: those that the full screen's keys send.
protocol EventDepth: Depth {
  var state: WizardState { get }
  /// Where the charts are.
  var repository: String { get }
  /// Feeds what the person did.
  mutating func send(_ event: UserEvent)
  /// Waits until the host has nothing more to answer.
  mutating func settle() async throws
}

extension EventDepth {
  mutating func perform(_ intention: Intention) async throws {
    try await settle()
    switch intention {
    case .chooseContext(let name): pick(name, at: .context)
    case .answer(let id, let text):
      try await go(to: Catalogue.field(id).screen)
      if Catalogue.field(id).kind == .picker { pick(text, at: id) } else { write(text, at: id) }
    case .takeChartsOfRepository:
      try await go(to: .controlPlane)
      send(.focused(.field(.charts)))
      // From the first option to the last one: charts of one's own.
      send(.movedSideways(-1))
      write(repository, at: .ownCharts)
      send(.focusMovedForward)
    case .chooseNamespace(let name):
      try await go(to: .namespaces)
      send(.filterOpened)
      name.forEach { send(.typed(String($0))) }
      send(.activated)
      send(.toggled)
      send(.dismissed)
    case .addNamespace(let name):
      try await go(to: .namespaces)
      send(.namespaceAddingOpened)
      name.forEach { send(.typed(String($0))) }
      send(.activated)
    case .review: try await go(to: .review)
    case .confirm: send(.buttonPressed(.install))
    case .waitToTheEnd: send(.buttonPressed(.finish))
    }
    try await settle()
  }

  private mutating func pick(_ value: String, at id: FieldID) {
    send(.focused(.field(id)))
    send(.activated)
    send(.picked(value))
  }

  private mutating func write(_ text: String, at id: FieldID) {
    send(.focused(.field(id)))
    send(.erasedToStart)
    text.forEach { send(.typed(String($0))) }
  }

  /// Presses Next until that screen is open, or until it doesn't lead on.
  private mutating func go(to screen: ScreenID) async throws {
    while state.screen < screen {
      let before = state.screen
      send(.buttonPressed(.next))
      try await settle()
      if state.screen == before { return }
    }
  }
}
