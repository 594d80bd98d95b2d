import CursesTerminal
import TerminalModel
import Testing

@Suite struct CursesThemeTests {
  @Test func withoutColoursNoRoleHasOne() {
    #expect(Role.allCases.allSatisfy { CursesTheme.mono.style(for: $0).colour == nil })
  }

  @Test func theBackgroundIsTheTerminalsOwnInBothThemes() {
    #expect(CursesTheme.colour.style(for: .body) == CursesStyle())
    #expect(CursesTheme.mono.style(for: .body) == CursesStyle())
  }

  @Test func resultsAreToldApartByColour() {
    let colours = [Role.good, .warn, .bad, .focus].map { CursesTheme.colour.style(for: $0).colour }
    #expect(Set(colours).count == 4 && !colours.contains(nil))
  }

  @Test func theWishForNoColourCountsWhenItIsNotEmpty() {
    #expect(ColourMode(noColor: nil) == .automatic)
    #expect(ColourMode(noColor: "") == .automatic)
    #expect(ColourMode(noColor: "1") == .never)
  }
}
