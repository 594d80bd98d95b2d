import Diagnosis
import Planning
import TerminalModel
import Wizard

extension Page {
  /// Screen 6: the items with their state, the control plane's pods, and the live output.
  static func installPage(
    _ state: WizardState, _ run: RunProgress, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let pane = OutputPane(run, state, layout, glyphs)
    var page = Page()
    page.head = pane.head
    page.foot = pane.foot
    page.lines = pane.lines
    return page
  }

  private static func title(of run: RunProgress) -> String {
    if run.failedItem != nil {
      return run.plan.isUndo ? "It waits for you" : "The install waits for you"
    }
    if run.plan.isUndo { return "Taking the install back" }
    return run.plan.upgrade == nil ? "Installing Linkerd" : "Upgrading Linkerd"
  }

  static func installHead(
    _ state: WizardState, _ run: RunProgress, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> [Line] {
    let seconds = (run.endedAt ?? state.now).seconds(since: run.startedAt)
    var head = titleLines(
      [Span(title(of: run), .title)],
      blurb: "", state, layout, glyphs,
      trailing: [Span(ClockText.of(seconds: seconds), .muted)])
    let columns = layout.content.columns
    let summary = podLines(run, columns, glyphs)
    // Three lines of items, the buttons, and the output's heading with a line stay in view.
    let most = layout.content.rows - head.count - summary.count - (layout.isCompact ? 6 : 7)
    let failure = fitting(failureLines(run, columns, glyphs), most, columns, glyphs)
    let pods = summary + fitting(reasonLines(run, columns, glyphs), most, columns, glyphs)
    // The output keeps some lines, its heading, and the empty line or the buttons beside it.
    let output = layout.isCompact ? 3 : 6
    let room = layout.content.rows - head.count - failure.count - pods.count - output - 2
    let groups = ItemGroup.groups(of: run, room: max(room, 3))
    for group in groups {
      head.append(group.line(of: run, state, columns, glyphs))
      if group.holds(run.runningItem ?? run.failedItem) { head += pods }
      if group.holds(run.failedItem) { head += failure }
    }
    if !layout.isCompact { head.append(.empty) }
    return head
  }

  private static func podLines(_ run: RunProgress, _ columns: Int, _ glyphs: Glyphs) -> [Line] {
    guard let place = run.runningItem ?? run.failedItem, run.waitsForPods(at: place) else {
      return []
    }
    let summary = PodDiagnosis.summary(run.pods)
    guard !summary.isEmpty else { return [] }
    let layout = TextLayout(glyphs)
    let isKnown = run.podProblem != nil || run.failedItem != nil
    let waiting = PodDiagnosis.waitingLines(run.pods).prefix(isKnown ? 0 : 3)
    return ([summary] + waiting).map { text in
      Line([Span("    "), Span(layout.truncated(text, to: columns - 4), .muted)])
    }
  }

  /// The lines that there is room for; where some are left out, a last one says where they are.
  private static func fitting(
    _ lines: [Line], _ room: Int, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    guard lines.count > max(room, 2) else { return lines }
    let rest = "\(glyphs.ellipsis) Enter on the output shows the rest"
    let text = TextLayout(glyphs).truncated(rest, to: columns - 4)
    return lines.prefix(max(room, 2) - 1) + [Line([Span("    "), Span(text, .muted)])]
  }

  /// Why the pods don't come, while there is still time to do something about it.
  private static func reasonLines(
    _ run: RunProgress, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    guard let problem = run.podProblem else { return [] }
    return .wrapping(problem.sentence, .warn, columns: columns, indent: 4, glyphs: glyphs)
      + .wrapping(problem.remedy, .body, columns: columns, indent: 4, glyphs: glyphs)
  }

  private static func failureLines(
    _ run: RunProgress, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    guard let place = run.failedItem, case .failed(let problem, _) = run.items[place].state else {
      return []
    }
    return .wrapping(problem.sentence, .bad, columns: columns, indent: 4, glyphs: glyphs)
      + .wrapping(problem.remedy, .body, columns: columns, indent: 4, glyphs: glyphs)
  }
}

/// Items that share a line: finished ones, and waiting ones, where room is short.
struct ItemGroup {
  var places: Range<Int>

  /// One group for each item; neighbours in the same state share one where room is short.
  static func groups(of run: RunProgress, room: Int) -> [ItemGroup] {
    let single = run.items.indices.map { ItemGroup(places: $0..<($0 + 1)) }
    if single.count <= room { return single }
    let doneJoined = join(single, run) { state in
      if case .done = state { true } else { false }
    }
    if doneJoined.count <= room { return doneJoined }
    return join(doneJoined, run) { $0 == .waiting }
  }

  private static func join(
    _ groups: [ItemGroup], _ run: RunProgress, where fits: (ItemProgress.State) -> Bool
  ) -> [ItemGroup] {
    groups.reduce(into: []) { joined, group in
      let state = run.items[group.places.lowerBound].state
      if let last = joined.last, fits(state), fits(run.items[last.places.lowerBound].state) {
        joined[joined.count - 1].places = last.places.lowerBound..<group.places.upperBound
      } else {
        joined.append(group)
      }
    }
  }

  func holds(_ place: Int?) -> Bool { place.map { places.contains($0) } ?? false }

  func line(
    of run: RunProgress, _ state: WizardState, _ columns: Int, _ glyphs: Glyphs
  ) -> Line {
    let first = run.items[places.lowerBound].state
    let mark = first.shown(glyphs)
    let isFocused = holds(run.runningItem)
    let role: Role = first == .waiting ? .muted : .body
    let time = seconds(of: run, now: state.now).map { ClockText.of(seconds: $0) } ?? ""
    return Line(
      [Span("\(mark.sign) ", mark.role)] + [Span(names(in: run), role)].focused(isFocused),
      trailing: time.isEmpty ? [] : [Span(time, .muted)], isFocused: isFocused)
  }

  private func names(in run: RunProgress) -> String {
    var names: [String] = []
    var created = 0
    for item in run.plan.items[places] {
      if item.purpose == "create", places.count > 1 {
        created += 1
        if created == 1 { names.append("") }
      } else {
        names.append(names.isEmpty ? item.title : item.purpose)
      }
    }
    let word = created == 1 ? "create 1 namespace" : "create \(created) namespaces"
    return names.enumerated().map { number, name in
      guard name.isEmpty else { return name }
      return number == 0 ? "C" + word.dropFirst() : word
    }
    .joined(separator: ", ")
  }

  /// What the items took together, or how long the running one takes; nil before.
  private func seconds(of run: RunProgress, now: Instant) -> Int64? {
    var sum: Int64?
    for item in run.items[places] {
      switch item.state {
      case .waiting: break
      case .running(let since): sum = (sum ?? 0) + max(now.seconds(since: since), 0)
      case .done(let seconds), .failed(_, let seconds), .stopped(let seconds):
        sum = (sum ?? 0) + seconds
      }
    }
    return sum
  }
}

extension PlanItem {
  /// Its name on the install page and the closing page.
  var title: String {
    switch id {
    case "mesh": "Mesh the namespaces"
    case let id where id.hasPrefix("opaque/"): "Mark opaque ports"
    case PlanBuilder.lastProofID: "Proof of the proxies"
    case let id where id.hasPrefix(PlanBuilder.restartPrefix):
      "Restart \(id.dropFirst(PlanBuilder.restartPrefix.count))"
    case let id where id.hasPrefix(PlanBuilder.restartWaitPrefix):
      "Wait for \(id.dropFirst(PlanBuilder.restartWaitPrefix.count))"
    case "proof": "Proof that the mesh is up"
    case _ where purpose == "create": "Create \(id.dropFirst("create-".count))"
    default: purpose.prefix(1).uppercased() + purpose.dropFirst()
    }
  }
}

extension ItemProgress.State {
  /// Its sign and what it means.
  func shown(_ glyphs: Glyphs) -> (sign: Character, role: Role) {
    switch self {
    case .waiting: (glyphs.pending, .muted)
    case .running: (glyphs.running, .focus)
    case .done: (glyphs.good, .good)
    case .failed: (glyphs.bad, .bad)
    case .stopped: (glyphs.warning, .warn)
    }
  }
}
