import Planning
import TerminalModel
import Wizard

extension Page {
  /// Screens 2 and 3: their questions, and below them the help of the focused one.
  static func formPage(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let screen = Catalogue.screen(state.screen)
    let columns = layout.content.columns
    var page = Page()
    page.head = titleLines(
      [Span(screen.title, .title)], blurb: state.blurb(of: screen.id), state, layout, glyphs)
    page.foot = [buttonLine(state, glyphs)]
    let form = FormLines(state: state, columns: columns, labelColumns: 15, glyphs)
    let fields = Catalogue.fields(on: screen.id, of: state)
    let all = fields.flatMap { extras(before: $0.id, state) + form.lines(of: $0.id) }
    // Lines for the eye give way where something would be out of sight.
    let hasRoom = all.count <= page.room(in: layout)
    for field in fields {
      if !layout.isCompact {
        let extras = extras(before: field.id, state)
        page.lines += hasRoom ? extras : extras.filter { $0 != .empty }
      }
      let start = page.lines.count
      page.lines += form.lines(of: field.id)
      if state.focus == .field(field.id) { page.anchor = start..<page.lines.count }
    }
    page.addHelp(of: state, columns: columns, room: page.room(in: layout), glyphs)
    return page
  }

  /// Lines that stand before a question, for the eye and for understanding.
  private static func extras(before field: FieldID, _ state: WizardState) -> [Line] {
    let domain = state.text(of: .trustDomain)
    switch field {
    case .trustDomain, .gatewayAPI: return [.empty]
    case .anchorValidity:
      return [name("Trust anchor", CertificatePlan.anchorName(trustDomain: domain))]
    case .issuerValidity:
      return [name("Issuer", CertificatePlan.issuerName(trustDomain: domain))]
    default: return []
    }
  }

  private static func name(_ label: String, _ name: String) -> Line {
    let pad = String(repeating: " ", count: 15 - label.count)
    return Line([Span(label + pad), Span(name, .muted)])
  }

  /// Adds the help of the focused question, as many sentences as there is room for.
  private mutating func addHelp(
    of state: WizardState, columns: Int, room: Int, _ glyphs: Glyphs
  ) {
    let text: String
    if case .field(let id) = state.focus {
      text = Catalogue.field(id).help
    } else if state.screen == .certificates, state.isUpgrade {
      text = "linkerd-wizard certificates renew makes a new issuer where the old one ends soon."
    } else if state.screen == .certificates {
      text = "The anchor's key is needed to renew the issuer. It is never sent to the cluster."
    } else {
      return
    }
    let isField = state.focus != .button(.back) && state.focus != .button(.next)
    let heading: [Line] = isField ? [.heading("this option")] : []
    var sentences = text.sentences
    while !sentences.isEmpty {
      let help = [Line].wrapping(
        sentences.joined(separator: " "), .muted, columns: columns, glyphs: glyphs)
      let free = room - lines.count - heading.count - help.count
      if free >= 0 {
        lines += (free > 0 ? [.empty] : []) + heading + help
        return
      }
      sentences.removeLast()
    }
  }
}

extension String {
  /// Its sentences, each with its full stop.
  fileprivate var sentences: [String] {
    var sentences: [String] = []
    var sentence = ""
    for word in split(separator: " ") {
      sentence += (sentence.isEmpty ? "" : " ") + word
      if word.hasSuffix(".") {
        sentences.append(sentence)
        sentence = ""
      }
    }
    return sentence.isEmpty ? sentences : sentences + [sentence]
  }
}
