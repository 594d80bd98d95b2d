import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// What holds for every screen, whatever its size.
struct ScreenRendererTests {
  static let sizes = [
    Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 59, rows: 18),
    Size(columns: 60, rows: 17), Size(columns: 60, rows: 18), Size(columns: 71, rows: 21),
    Size(columns: 72, rows: 22), Size(columns: 80, rows: 24), Size(columns: 180, rows: 18),
    Size(columns: 60, rows: 60),
  ]

  @Test func practiceIsSaidOnEveryScreenAndOnEverySize() {
    for scene in Scene.all {
      var state = scene.state
      state.options.isPractice = true
      for size in Self.sizes where size.columns >= 8 {
        let text = ScreenRenderer.render(state, size: size, glyphs: .unicode).surface.text()
        #expect(text.contains("PRACTICE"), "\(scene.name) at \(size)")
      }
    }
  }

  @Test func everySceneFitsEverySize() {
    for scene in Scene.all {
      for size in Self.sizes {
        for glyphs in [Glyphs.unicode, .ascii] {
          let shown = ScreenRenderer.render(scene.state, size: size, glyphs: glyphs)
          #expect(shown.surface.size == size)
          if let cursor = shown.cursor {
            #expect(shown.surface.bounds.contains(cursor), "\(scene.name) at \(size)")
          }
        }
      }
    }
  }

  @Test func asciiScreensHoldNothingButASCII() {
    for scene in Scene.all {
      let text = ScreenRenderer.render(
        scene.state, size: Size(columns: 80, rows: 24), glyphs: .ascii
      ).surface.text()
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(scene.name)")
    }
  }

  @Test func terminalThatIsTooSmallSaysWhatIsNeeded() {
    let shown = ScreenRenderer.render(
      WizardFixture().state, size: Size(columns: 50, rows: 10), glyphs: .unicode)
    #expect(shown.surface.text().contains("Needs 60x18, has 50x10"))
  }

  @Test(arguments: 0..<12)
  func randomKeysOnRandomSizesNeverLeaveTheTerminal(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    var wizard = WizardFixture()
    var size = Size(columns: 80, rows: 24)
    for _ in 0..<150 {
      if Int.random(in: 0..<15, using: &generator) == 0 {
        size = Size(
          columns: Int.random(in: 0..<140, using: &generator),
          rows: Int.random(in: 0..<50, using: &generator))
      }
      let key = Self.keys.randomElement(using: &generator) ?? .tab
      if let event = KeyBindings.event(for: key, in: wizard.state, size: size) {
        wizard.user(event)
      }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: wizard.settle()
      case 1: wizard.wait(seconds: 2)
      case 2:
        wizard.beginRun()
        wizard.output(["one", "two\tthree", "naïve 漢字 \u{1B}[31mred"])
      case 3:
        wizard.finishItem(
          Bool.random(using: &generator) ? .done(.none) : .failed(Self.problem, .none))
      default: break
      }
      let shown = ScreenRenderer.render(wizard.state, size: size, glyphs: .unicode)
      #expect(shown.surface.size == size)
      if let cursor = shown.cursor { #expect(shown.surface.bounds.contains(cursor)) }
    }
  }

  private static let problem = Problem("made-up", "It went wrong.", remedy: "Try again.")

  private static let keys: [Key] =
    [
      .enter, .enter, .enter, .tab, .tab, .tab, .backTab, .escape, .backspace, .delete, .up, .down,
      .down, .left, .right, .home, .end, .pageUp, .pageDown, .function(1), .function(2),
      .control("u"), .control("d"), .control("w"), .control("k"), .paste("a\nb漢"), .unknown,
    ] + "x jkgGnNaprsfv?/+q1234é漢h7".map { Key.character($0) }
}

/// A small deterministic generator, so that a failing walk can be walked again.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
