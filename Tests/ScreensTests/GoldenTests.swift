import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// Every screen and every dialog as text; a reviewer reads them in the diff.
struct GoldenTests {
  @Test(arguments: GoldenForm.allCases)
  func everyScreenLooksAsItDid(form: GoldenForm) {
    for scene in Scene.all {
      let shown = ScreenRenderer.render(scene.state, size: form.size, glyphs: form.glyphs)
      var text = shown.surface.text() + "\n"
      if form == .ascii { text += "\n" + shown.surface.roleText() + "\n" }
      if let cursor = shown.cursor { text += "\ncursor \(cursor.column),\(cursor.row)\n" }
      let mismatch = Golden.mismatch(text, named: "\(scene.name)-\(form.rawValue)")
      #expect(mismatch == nil, "\(mismatch ?? "")")
    }
  }
}

/// A terminal that the goldens are drawn for.
enum GoldenForm: String, CaseIterable, Sendable {
  case normal = "80x24"
  case small = "60x18"
  case large = "120x40"
  case ascii = "ascii"

  var size: Size {
    switch self {
    case .normal, .ascii: Size(columns: 80, rows: 24)
    case .small: Size(columns: 60, rows: 18)
    case .large: Size(columns: 120, rows: 40)
    }
  }

  var glyphs: Glyphs { self == .ascii ? .ascii : .unicode }
}
