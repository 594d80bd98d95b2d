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
}
