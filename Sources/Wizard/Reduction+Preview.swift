import Planning

extension Reduction {
  /// Opens the preview of the plan that is shown, and asks for it unless it is known.
  mutating func openPreview() {
    guard state.canPreview else { return }
    state.dialog = .preview(PreviewPages())
    if state.preview?.digest != state.plan?.digest || state.preview?.found == nil {
      askForPreview()
    }
  }

  /// Asks for the preview anew.
  private mutating func askForPreview() {
    forgetPreview()
    guard let recipe = state.previewRecipe, let digest = state.plan?.digest else { return }
    let id = request(.preview(recipe))
    state.preview = PreviewProgress(digest: digest, effect: id)
  }

  /// Forgets the preview; while it is being found out, that is stopped.
  mutating func forgetPreview() {
    guard let preview = state.preview else { return }
    state.preview = nil
    if preview.result == nil { request(.cancel(preview.effect)) }
  }

  /// Takes a preview in, if it is still wanted.
  mutating func take(_ result: Result<Preview, Problem>, ofPreview id: EffectID) {
    guard state.preview?.effect == id else { return }
    state.preview?.result = result
  }

  /// Throws the preview away where it is of another plan than the one that is shown.
  mutating func keepPreviewCurrent() {
    if let preview = state.preview, preview.digest != state.plan?.digest { forgetPreview() }
    if case .preview = state.dialog, state.preview == nil { state.dialog = nil }
  }

  /// Gives an event to the open preview; nothing but leaving gets past it.
  mutating func takeInPreview(_ event: UserEvent, _ pages: PreviewPages) -> Bool {
    guard let preview = state.preview?.found else {
      switch event {
      case .dismissed, .quitRequested: closePreview()
      case .previewRepeated where state.preview?.result != nil: askForPreview()
      default: break
      }
      return true
    }
    var pages = pages
    if pages.typed != nil {
      type(event, in: &pages, preview)
    } else if pages.reading != nil {
      read(event, in: &pages, preview)
    } else {
      guard choose(event, in: &pages, preview) else { return true }
    }
    state.dialog = .preview(pages)
    return true
  }

  private mutating func closePreview() {
    state.dialog = nil
    if state.preview?.result == nil { forgetPreview() }
  }

  /// On the page of objects; false where the page was left.
  private mutating func choose(
    _ event: UserEvent, in pages: inout PreviewPages, _ preview: Preview
  ) -> Bool {
    let last = max(preview.rowCount - 1, 0)
    switch event {
    case .moved(let rows): pages.cursor = min(max(pages.cursor + rows, 0), last)
    case .movedToStart: pages.cursor = 0
    case .movedToEnd: pages.cursor = last
    case .activated, .toggled, .detailOpened:
      if let row = preview.row(pages.cursor) { pages.reading = .init(top: preview.line(of: row)) }
    case .findOpened:
      pages.reading = .init(top: 0)
      pages.typed = pages.find
    case .previewRepeated:
      askForPreview()
      pages = PreviewPages()
    case .dismissed, .quitRequested:
      closePreview()
      return false
    default: break
    }
    return true
  }

  /// In the manifest.
  private mutating func read(
    _ event: UserEvent, in pages: inout PreviewPages, _ preview: Preview
  ) {
    guard var reading = pages.reading else { return }
    switch event {
    case .scrolled(let line): reading.top = min(max(line, 0), max(preview.manifest.count - 1, 0))
    case .movedSideways(let columns): reading.left = max(reading.left + columns, 0)
    case .findOpened: pages.typed = pages.find
    case .foundNext: find(.next, from: &reading, pages.find, preview)
    case .foundPrevious: find(.previous, from: &reading, pages.find, preview)
    case .dismissed, .quitRequested:
      pages.reading = nil
      return
    default: return
    }
    pages.reading = reading
  }

  /// While the text to look for is typed.
  private mutating func type(
    _ event: UserEvent, in pages: inout PreviewPages, _ preview: Preview
  ) {
    switch event {
    case .activated:
      pages.find = pages.typed ?? ""
      pages.typed = nil
      guard var reading = pages.reading else { return }
      find(.here, from: &reading, pages.find, preview)
      pages.reading = reading
    case .dismissed: pages.typed = nil
    default:
      guard let edit = TextEdit(event) else { return }
      var line = EditedLine(text: pages.typed ?? "", caret: .max)
      line.apply(edit)
      pages.typed = line.text
    }
  }

  /// Which of the lines that hold a text is meant.
  private enum Match { case here, next, previous }

  /// Goes to a line that holds a text, from the last to the first and back.
  private mutating func find(
    _ match: Match, from reading: inout PreviewPages.Reading, _ text: String, _ preview: Preview
  ) {
    guard !text.isEmpty else { return }
    let needle = TextNeedle(text)
    let lines = preview.manifest
    // The number of lines before those that are looked at first.
    let start = min(max(reading.top + (match == .next ? 1 : 0), 0), lines.count)
    let order: [Int] =
      match == .previous
      ? (0..<start).reversed() + (start..<lines.count).reversed()
      : Array(start..<lines.count) + (0..<start)
    guard let found = order.first(where: { needle.isIn(lines[$0]) }) else {
      state.notice = Notice(.warning, "“\(text)” isn't in the manifest.")
      return
    }
    reading = PreviewPages.Reading(top: found)
  }
}
