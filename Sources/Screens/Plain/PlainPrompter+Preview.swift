import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// Says once what the open preview has found out.
  mutating func sayPreview(_ state: WizardState) {
    guard case .preview = state.dialog, let preview = state.preview, let result = preview.result,
      saidPreview != preview.effect
    else { return }
    saidPreview = preview.effect
    say("")
    switch result {
    case .failure(let problem): queued += lines.problem(problem)
    case .success(let found): say(found)
    }
  }

  private mutating func say(_ preview: Preview) {
    say("Preview: nothing is changed by it")
    say("\(preview.objects.countText): \(preview.objects.statesText)")
    for part in preview.parts {
      say("", "\(part.name): \(part.objects.statesText)")
      sayProse(part.kindsText(separator: String(glyphs.separator)), indent: 2)
      if let problem = part.problem { queued += lines.problem(problem, indent: 2) }
      part.notes.forEach { sayProse($0, indent: 2) }
    }
    say("")
    for (number, object) in preview.objects.enumerated() {
      let place = String(repeating: " ", count: max(3 - "\(number + 1)".count, 0)) + "\(number + 1)"
      let pad = String(repeating: " ", count: max(9 - object.state.word.count, 1))
      say("\(place)  \(object.state.word)\(pad)\(object.id.kind) \(object.fullName)")
      if !object.note.isEmpty { say("              \(object.note)") }
    }
    if !preview.notes.isEmpty { say("") }
    preview.notes.forEach { sayProse($0) }
    sayProse("preview 7 prints the manifest of the seventh object, preview all prints all of them.")
  }

  /// Prints the manifest of one object, by its number, or all of them.
  mutating func sayManifest(_ wanted: String, _ state: WizardState) {
    guard let preview = state.preview?.found else {
      sayProse("\(glyphs.bad) Type preview first: it lists the objects.")
      return
    }
    let objects = preview.objects
    if wanted == "all" {
      queued += [""] + preview.manifest
    } else if let number = Int(wanted), objects.indices.contains(number - 1) {
      queued += [""] + preview.lines(of: objects[number - 1])
    } else {
      sayProse(
        "\(glyphs.bad) “\(wanted)” is no object of the preview. Type preview and a number from 1 to "
          + "\(objects.count), or preview all.")
    }
  }
}
