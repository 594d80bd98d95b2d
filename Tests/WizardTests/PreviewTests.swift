import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The preview on Review: asked for by a key, and of the plan that is shown or of none.
struct PreviewTests {
  private func atPreview() throws -> WizardFixture {
    var wizard = try ReviewTests.atReview()
    wizard.user(.previewOpened)
    return wizard
  }

  private func pages(_ wizard: WizardFixture) -> PreviewPages? {
    if case .preview(let pages) = wizard.state.dialog { pages } else { nil }
  }

  private func manifest(_ wizard: WizardFixture) throws -> [String] {
    try #require(wizard.state.preview?.found).manifest
  }

  @Test func itIsAskedForOnceAndShownAgain() throws {
    var wizard = try atPreview()
    #expect(wizard.state.preview?.result == nil)
    guard case .preview(let recipe)? = wizard.requests.last?.effect else {
      Issue.record("nothing is asked")
      return
    }
    #expect(recipe.parts.map(\.name).contains("linkerd-control-plane"))
    wizard.settle()
    let found = try #require(wizard.state.preview?.found)
    let asked = wizard.requests.count
    wizard.user(.dismissed, .previewOpened)
    #expect(wizard.state.preview?.found == found)
    #expect(wizard.requests.count == asked)
    wizard.user(.previewRepeated)
    #expect(wizard.requests.last?.effect.word == "preview")
    #expect(wizard.state.preview?.found == nil)
  }

  @Test func nothingButAskingFollowsFromIt() throws {
    var wizard = try ReviewTests.atReview()
    let before = wizard.requests.count
    let digest = wizard.state.plan?.digest
    wizard.user(.previewOpened)
    wizard.settle()
    wizard.user(.moved(rows: 3), .activated, .dismissed, .dismissed)
    #expect(wizard.requests[before...].map(\.effect.word) == ["preview"])
    #expect(wizard.state.plan?.digest == digest && wizard.state.phase == .asking(.review))
    #expect(wizard.state.dialog == nil)
  }

  @Test func itIsOnlyOfAPlanThatIsShown() throws {
    var wizard = try ReviewTests.atReview()
    wizard.user(.screenOpened(.namespaces), .previewOpened)
    #expect(wizard.state.dialog == nil && wizard.state.preview == nil)
  }

  @Test func leavingWhileItIsAskedStopsTheAsking() throws {
    var wizard = try atPreview()
    let id = try #require(wizard.state.preview?.effect)
    wizard.user(.dismissed)
    #expect(wizard.state.dialog == nil && wizard.state.preview == nil)
    #expect(wizard.requests.last?.effect == .cancel(id))
    // What was on its way comes too late.
    wizard.settle()
    #expect(wizard.state.preview == nil)
  }

  @Test func changedAnswersThrowItAway() throws {
    var wizard = try atPreview()
    wizard.settle()
    #expect(wizard.state.preview?.found != nil)
    wizard.user(.dismissed, .answered(.wait, "10m"))
    wizard.settle()
    #expect(wizard.state.plan != nil)
    #expect(wizard.state.preview == nil)
  }

  @Test func answersThatChangeWhileItIsAskedStopIt() throws {
    var wizard = try atPreview()
    let id = try #require(wizard.state.preview?.effect)
    // A namespace that was there is gone when the cluster is looked at once more.
    wizard.state.answers.controlPlane.wait = "10m"
    wizard.wait(seconds: 1)
    #expect(wizard.requests.contains { $0.effect == .cancel(id) })
    #expect(wizard.state.dialog == nil && wizard.state.preview == nil)
  }

  @Test func whatStoodInItsWayIsKeptUntilItIsAskedAgain() throws {
    var wizard = try atPreview()
    let problem = Problem("forbidden", "It may not.", remedy: "Ask for it.")
    wizard.report(.preview(.failure(problem)), to: { $0.word == "preview" })
    #expect(wizard.state.preview?.result == .failure(problem))
    wizard.user(.activated)
    #expect(pages(wizard) != nil)
    wizard.user(.previewRepeated)
    wizard.settle()
    #expect(wizard.state.preview?.found != nil)
  }

  @Test func eachRowLeadsToItsManifestAndEscGoesBackStepByStep() throws {
    var wizard = try atPreview()
    wizard.settle()
    let preview = try #require(wizard.state.preview?.found)
    wizard.user(.movedToEnd, .activated)
    let last = try #require(preview.objects.last)
    #expect(pages(wizard)?.reading?.top == last.lines.lowerBound)
    wizard.user(.dismissed)
    #expect(pages(wizard)?.reading == nil && pages(wizard)?.cursor == preview.rowCount - 1)
    wizard.user(.movedToStart, .moved(rows: 1), .activated)
    #expect(pages(wizard)?.reading?.top == preview.parts[1].lines.lowerBound)
    wizard.user(.dismissed, .dismissed)
    #expect(wizard.state.dialog == nil && wizard.state.preview != nil)
  }

  @Test func rowsAreThePartsAndThenTheObjects() throws {
    var wizard = try atPreview()
    wizard.settle()
    let preview = try #require(wizard.state.preview?.found)
    let rows = (0..<preview.rowCount).compactMap(preview.row)
    #expect(rows.count == preview.parts.count + preview.objects.count)
    #expect(rows.first == .part(0) && preview.row(rows.count) == nil && preview.row(-1) == nil)
    for row in rows {
      let line = preview.line(of: row)
      #expect(preview.manifest.indices.contains(line))
    }
  }

  @Test func aTextIsFoundForwardsBackwardsAndAround() throws {
    var wizard = try atPreview()
    wizard.settle()
    wizard.user(.activated, .findOpened)
    wizard.type("KIND: Service")
    wizard.user(.activated)
    let lines = try manifest(wizard)
    let places = lines.indices.filter { lines[$0].containsText("kind: service") }
    #expect(places.count > 2)
    #expect(pages(wizard)?.reading?.top == places[0])
    wizard.user(.foundNext)
    #expect(pages(wizard)?.reading?.top == places[1])
    wizard.user(.foundPrevious, .foundPrevious)
    #expect(pages(wizard)?.reading?.top == places.last)
    wizard.user(.foundNext)
    #expect(pages(wizard)?.reading?.top == places[0])
  }

  @Test func aTextThatIsNotThereIsToldAndNothingMoves() throws {
    var wizard = try atPreview()
    wizard.settle()
    wizard.user(.activated, .scrolled(to: 7), .findOpened)
    wizard.type("nowhere")
    #expect(pages(wizard)?.typed == "nowhere")
    wizard.user(.erasedWord)
    wizard.type("zebra q")
    wizard.user(.activated)
    #expect(pages(wizard)?.reading?.top == 7)
    #expect(wizard.state.notice?.text == "“zebra q” isn't in the manifest.")
    wizard.user(.findOpened, .dismissed)
    #expect(pages(wizard)?.typed == nil && pages(wizard)?.reading != nil)
  }

  @Test func confirmingForgetsIt() throws {
    var wizard = try atPreview()
    wizard.settle()
    let digest = try #require(wizard.state.plan?.digest)
    wizard.user(.installConfirmed(digest: digest))
    #expect(wizard.state.phase == .asking(.review))
    wizard.user(.dismissed, .installConfirmed(digest: digest))
    #expect(wizard.state.run != nil && wizard.state.preview == nil)
  }
}
