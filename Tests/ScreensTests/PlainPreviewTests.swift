import Planning
import TestSupport
import Testing
import Wizard

/// The preview at plain prompts: a list of objects, and manifests by their numbers.
struct PlainPreviewTests {
  private func atReview() -> PlainConversation {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    return talk
  }

  @Test func previewListsTheObjectsAndAsksOn() throws {
    var talk = atReview()
    talk.type("preview")
    let mismatch = Golden.mismatch(talk.news, named: "plain-preview")
    #expect(mismatch == nil, "\(mismatch ?? "")")
    #expect(talk.prompt == "Type yes to install: ")
    talk.type("preview")
    #expect(talk.news.contains("nothing is changed by it"))
    let asked = talk.wizard.requests.filter { if case .preview = $0.effect { true } else { false } }
    #expect(asked.count == 1)
  }

  @Test func aNumberPrintsThatObjectsManifest() throws {
    var talk = atReview()
    talk.type("preview")
    let preview = try #require(talk.wizard.state.preview?.found)
    for (number, object) in preview.objects.enumerated() {
      talk.type("preview \(number + 1)")
      for line in preview.lines(of: object) { #expect(talk.news.contains(line + "\n")) }
    }
    talk.type("preview all")
    #expect(talk.news.contains(preview.manifest.joined(separator: "\n")))
  }

  @Test func whatIsNoObjectIsToldAndSoIsAPreviewThatNobodyAskedFor() {
    var talk = atReview()
    talk.type("preview 1")
    #expect(talk.news.contains("Type preview first"))
    talk.type("preview", "preview 0", "preview 99")
    #expect(talk.news.contains("“99” is no object of the preview"))
    #expect(talk.prompt == "Type yes to install: ")
    #expect(talk.wizard.state.phase == .asking(.review))
  }

  @Test func itIsWaitedForAndWhatWentWrongIsTold() {
    var talk = atReview()
    talk.enter("preview")
    #expect(talk.prompt == nil)
    talk.wait(2)
    #expect(talk.news.contains("Helm and the API server are being asked; nothing is changed"))
    let problem = Problem("disk-full", "The disk is full.", remedy: "Make room.")
    talk.report(
      .preview(.failure(problem)), to: { if case .preview = $0 { true } else { false } })
    #expect(talk.news.contains("✗ The disk is full.\n  Make room."))
    #expect(talk.prompt == "Type yes to install: ")
    talk.type("preview")
    #expect(talk.news.contains("Deployment linkerd/linkerd-identity"))
  }

  @Test func yesInstallsWhatWasShownWithAPreviewOpenToo() {
    var talk = atReview()
    talk.type("preview")
    talk.enter("yes")
    #expect(talk.wizard.state.run != nil)
  }
}
