import Planning

extension Reduction {
  /// Takes in a change of the focused field's text.
  mutating func takeWriting(_ event: UserEvent) -> Bool {
    if case .answered(let id, let text) = event {
      answer(id, with: text)
      state.drafts[id] = FieldDraft(isTouched: true)
      return true
    }
    guard let edit = TextEdit(event) else { return false }
    if state.focus == .list(.namespaces), state.isFiltering {
      var line = EditedLine(text: state.namespaceFilter ?? "", caret: .max)
      line.apply(edit)
      setFilter(line.text)
      return true
    }
    guard case .field(let id) = state.focus, Catalogue.field(id).kind == .text else { return false }
    var line = EditedLine(text: state.text(of: id), caret: state.caret(of: id))
    line.apply(edit)
    answer(id, with: line.text)
    state.drafts[id] = FieldDraft(
      caret: line.caret, text: line.text, isTouched: state.drafts[id]?.isTouched ?? false)
    return true
  }

  /// Puts the caret at that place, counted in characters.
  mutating func setCaret(_ caret: Int, in id: FieldID) {
    let text = state.text(of: id)
    state.drafts[id] = FieldDraft(
      caret: min(max(caret, 0), text.count), text: state.drafts[id]?.text,
      isTouched: state.drafts[id]?.isTouched ?? false)
  }

  /// Sets an answer; one that can't be held is told as a notice.
  mutating func answer(_ id: FieldID, with text: String) {
    if let problem = Catalogue.field(id).write(&state.answers, text) {
      state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
    }
  }
}

/// A change of one line of text at its caret.
enum TextEdit: Equatable {
  case insert(String)
  case eraseBackward, eraseForward, eraseWord, eraseToStart, eraseToEnd
  case moveCaret(Int)
  case moveToStart, moveToEnd

  /// The edit that an event means; nil where it means none.
  init?(_ event: UserEvent) {
    switch event {
    case .typed(let text): self = .insert(text)
    case .erasedBackward: self = .eraseBackward
    case .erasedForward: self = .eraseForward
    case .erasedWord: self = .eraseWord
    case .erasedToStart: self = .eraseToStart
    case .erasedToEnd: self = .eraseToEnd
    default: return nil
    }
  }
}

/// One line of text with a caret.
struct EditedLine: Equatable {
  private var characters: [Character]
  private(set) var caret: Int

  /// Makes a line; the caret is put into the text where it lies outside.
  init(text: String, caret: Int) {
    characters = Array(text)
    self.caret = min(max(caret, 0), characters.count)
  }

  var text: String { String(characters) }

  /// Changes the text or the caret. Line ends and control characters are not taken in.
  mutating func apply(_ edit: TextEdit) {
    switch edit {
    case .insert(let text): insert(text)
    case .eraseBackward: erase(from: caret - 1, to: caret)
    case .eraseForward: erase(from: caret, to: caret + 1)
    case .eraseWord: erase(from: startOfWord, to: caret)
    case .eraseToStart: erase(from: 0, to: caret)
    case .eraseToEnd: erase(from: caret, to: characters.count)
    case .moveCaret(let step): caret = min(max(caret + step, 0), characters.count)
    case .moveToStart: caret = 0
    case .moveToEnd: caret = characters.count
    }
  }

  private mutating func insert(_ text: String) {
    let taken = text.filter { character in
      !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    join(String(characters[..<caret]) + taken, String(characters[caret...]))
  }

  private mutating func erase(from start: Int, to end: Int) {
    let low = max(start, 0)
    let high = max(low, min(end, characters.count))
    join(String(characters[..<low]), String(characters[high...]))
  }

  /// Puts the text together anew; the caret stands between the two parts, behind a character that
  /// both of them make up, such as a letter and its accent.
  private mutating func join(_ head: String, _ tail: String) {
    characters = Array(head + tail)
    caret = min(head.count, characters.count)
  }

  private var startOfWord: Int {
    var place = caret
    while place > 0, characters[place - 1].isWordBreak { place -= 1 }
    while place > 0, !characters[place - 1].isWordBreak { place -= 1 }
    return place
  }
}

extension Character {
  fileprivate var isWordBreak: Bool { isWhitespace || self == "/" || self == "," }
}
