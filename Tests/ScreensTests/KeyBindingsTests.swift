import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// The keys: what the hint line promises is what a press does.
struct KeyBindingsTests {
  static let size = Size(columns: 80, rows: 24)

  @Test func everyVisibleHintsKeysYieldTheirEvents() {
    for scene in Scene.all {
      for binding in KeyBindings.bindings(for: scene.state, size: Self.size) where binding.isHinted
      {
        #expect(!binding.hint.isEmpty && !binding.help.isEmpty, "\(scene.name)")
        for stroke in binding.strokes.prefix(binding.shown) {
          let event = KeyBindings.event(for: stroke.key, in: scene.state, size: Self.size)
          #expect(event == stroke.event, "\(scene.name): \(binding.hint)")
        }
      }
    }
  }

  @Test func noKeyMeansTwoThingsAtOnce() {
    for scene in Scene.all {
      let keys = KeyBindings.bindings(for: scene.state, size: Self.size).flatMap { $0.strokes }
        .map(\.key)
      #expect(Set(keys).count == keys.count, "\(scene.name)")
    }
  }

  /// Adding a name that is refused shows the same refusal once more, which changes nothing.
  @Test func everyVisibleHintChangesTheStateOrAsksForSomething() {
    for scene in Scene.all where scene.name != "dialog-namespace-name" {
      for binding in KeyBindings.bindings(for: scene.state, size: Self.size) where binding.isHinted
      {
        let changes = binding.strokes.contains { stroke in
          var state = scene.state
          return !reduce(&state, .user(stroke.event)).isEmpty || state != scene.state
        }
        #expect(changes, "\(scene.name): \(binding.hint) does nothing")
      }
    }
  }

  @Test func textFieldsTakeLettersFirst() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.certificateDirectory)))
    #expect(press(.character("q"), wizard) == .typed("q"))
    #expect(press(.character(" "), wizard) == .typed(" "))
    #expect(press(.paste("/srv/ca"), wizard) == .typed("/srv/ca"))
    #expect(press(.function(1), wizard) == .helpOpened)
    #expect(press(.control("u"), wizard) == .erasedToStart)
    wizard.user(.focused(.button(.next)))
    #expect(press(.character("q"), wizard) == .quitRequested)
    #expect(press(.paste("/srv/ca"), wizard) == nil)
  }

  @Test func issuersTenYearsAreOneKeyAway() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.press(.function(2))
    #expect(wizard.state.answers.certificates.issuerValidity == "87600h")
    #expect(wizard.state.readiness(of: .certificates) == .ready)
  }

  @Test func filterTakesLettersAndTheSpaceBarStillToggles() {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    for key in "/shop" { wizard.press(.character(key)) }
    #expect(wizard.state.namespaceFilter == "shop")
    wizard.press(.character(" "))
    #expect(wizard.state.answers.namespaces.map(\.name) == ["shop"])
    wizard.press(.enter)
    #expect(!wizard.state.isFiltering)
    wizard.press(.escape)
    #expect(wizard.state.namespaceFilter == nil)
    wizard.press(.character("N"))
    #expect(wizard.state.answers.namespaces.isEmpty)
  }

  @Test func scrollingUpWhileFollowingGoesOnFromTheEnd() {
    var wizard = WizardFixture()
    wizard.playToControlPlane()
    wizard.output((1...200).map { "line \($0)" })
    let end = ScreenRenderer.render(wizard.state, size: Self.size, glyphs: .unicode).surface.text()
    #expect(end.contains("line 200"))
    wizard.press(.up)
    let above = ScreenRenderer.render(wizard.state, size: Self.size, glyphs: .unicode).surface
      .text()
    #expect(!above.contains("line 200") && above.contains("line 199"))
    wizard.press(.down)
    #expect(wizard.state.run?.isFollowing == true)
  }

  @Test func longPageIsScrolledToItsLastLineAndNoFurther() {
    var wizard = WizardFixture()
    wizard.chooseNamespaces()
    wizard.advance(to: .review)
    wizard.user(.moved(rows: 8), .activated)
    for _ in 0..<60 { wizard.press(.pageDown) }
    let shown = ScreenRenderer.render(wizard.state, size: Self.size, glyphs: .unicode).surface
      .text()
    #expect(shown.contains("Stopped after") || shown.contains("--timeout"))
    wizard.press(.up)
    let above = ScreenRenderer.render(wizard.state, size: Self.size, glyphs: .unicode).surface
      .text()
    #expect(above != shown)
  }

  @Test func keysAloneLeadToTheClosingPage() throws {
    var wizard = WizardFixture()
    wizard.settle()
    while wizard.state.screen < .review {
      while wizard.state.focus != .button(.next) { wizard.press(.tab) }
      wizard.press(.enter)
      wizard.settle()
    }
    while wizard.state.focus != .button(.install) { wizard.press(.tab) }
    wizard.press(.enter)
    wizard.beginRun()
    while wizard.finishItem() {}
    while wizard.state.focus != .button(.finish) { wizard.press(.tab) }
    wizard.press(.enter)
    #expect(wizard.requests.last?.effect == .exit(.done))
  }

  @Test func nothingButLeavingIsPressedOnATerminalThatIsTooSmall() {
    let wizard = WizardFixture()
    let small = Size(columns: 40, rows: 10)
    #expect(KeyBindings.event(for: .enter, in: wizard.state, size: small) == nil)
    #expect(KeyBindings.event(for: .control("c"), in: wizard.state, size: small) == .interrupted)
  }

  private func press(_ key: Key, _ wizard: WizardFixture) -> UserEvent? {
    KeyBindings.event(for: key, in: wizard.state, size: Self.size)
  }
}

extension WizardFixture {
  /// Presses a key on a terminal of 80x24.
  mutating func press(_ key: Key) {
    if let event = KeyBindings.event(for: key, in: state, size: KeyBindingsTests.size) {
      user(event)
    }
  }
}
