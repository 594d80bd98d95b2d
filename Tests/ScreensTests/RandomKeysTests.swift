import Diagnosis
import Glibc
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// Random keys and sizes through everything that is pure: key, event, state, screen.
///
/// `WIZARD_RANDOM_KEYS` says how many keys are pressed in all, `WIZARD_RANDOM_SEED` repeats a run.
struct RandomKeysTests {
  private static let walks = 8
  /// As many as a debug build does in seconds; each run presses others.
  private static let keys = number("WIZARD_RANDOM_KEYS") ?? 2_400
  private static let seed = number("WIZARD_RANDOM_SEED") ?? Int.random(in: 0..<1_000_000)

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }

  @Test func whateverIsPressedOnWhateverSizeTheLawsHold() async {
    print("\(Self.keys) random keys; WIZARD_RANDOM_SEED=\(Self.seed) presses the same again.")
    let walked = await withTaskGroup(of: RandomKeyboard.self) { group in
      for walk in 0..<Self.walks {
        // Behind the tests that wait for something, on the same few threads.
        group.addTask(priority: .background) {
          var keyboard = RandomKeyboard(seed: UInt64(Self.seed &* Self.walks + walk), at: walk)
          await keyboard.press((Self.keys + Self.walks - 1) / Self.walks)
          return keyboard
        }
      }
      return await group.reduce(into: [RandomKeyboard]()) { $0.append($1) }
    }
    let violations = walked.reduce(into: Set<String>()) { $0.formUnion($1.violations) }
    #expect(violations.isEmpty, "WIZARD_RANDOM_SEED=\(Self.seed)")
    // Walks that never leave the first screen would prove little.
    let visited = walked.reduce(into: [String: Int]()) { $0.merge($1.visited) { $0 + $1 } }
    #expect(Set(visited.keys) == RandomKeyboard.places, "\(visited)")
    print("Keys on each screen: \(visited.sorted { $0.key < $1.key })")
  }
}

/// Somebody who presses anything at a terminal of any size, before a host that answers anything.
private struct RandomKeyboard {
  /// What broke a law, in words.
  var violations: Set<String> = []
  /// How many keys were pressed where.
  var visited: [String: Int] = [:]
  /// All places that there are.
  static let places = Set(ScreenID.allCases.filter { $0 != .install }.map { "\($0)" })
    .union(["running", "finished", "past run"])

  private var wizard = WizardFixture()
  private var size = Size(columns: 80, rows: 24)
  private var shown: Surface?
  private var confirmed: Set<String> = []
  private var generator: SeededGenerator
  private var stretch: Int

  /// The same seed presses the same keys; `stretch` says where it begins.
  init(seed: UInt64, at stretch: Int) {
    generator = SeededGenerator(seed: seed)
    self.stretch = stretch
  }

  mutating func press(_ count: Int) async {
    for number in 0..<count {
      if number % 5 == 0 { await Task.yield() }
      // Chance alone seldom comes far: each stretch begins somewhere else.
      if number % 100 == 0 { beginAnew() }
      if chance(15) { size = randomSize() }
      for _ in 0..<Int.random(in: 0..<3, using: &generator) { hearFromHost() }
      if chance(5) { wizard.wait(seconds: Int64.random(in: 0..<5, using: &generator)) }
      pressOne()
      look()
    }
    leave()
  }

  private mutating func beginAnew() {
    leave()
    stretch += 1
    wizard = WizardFixture()
    confirmed = []
    let places = ScreenID.allCases.count + 2
    if stretch % places == places - 1 {
      wizard = .offering(WizardFixture.interruptedRun())
    } else if stretch % places < places - 3 {
      wizard.advance(to: ScreenID.allCases[stretch % places])
    } else {
      wizard.startRun()
      if let plan = wizard.state.lastPlan { confirmed.insert(plan.digest) }
      if stretch % places == places - 2 { while wizard.finishItem() {} }
    }
  }

  private func place() -> String {
    switch wizard.state.phase {
    case .asking where wizard.state.interruption != nil: "past run"
    case .asking(let screen): "\(screen)"
    case .running: "running"
    case .finished: "finished"
    }
  }

  // MARK: The person

  private mutating func pressOne() {
    visited[place(), default: 0] += 1
    let key = randomKey()
    guard let event = KeyBindings.event(for: key, in: wizard.state, size: size) else { return }
    if !isReadable, event != .interrupted { broke("\(event) without anything to see") }
    if isInstall(event), let plan = wizard.state.plan { confirmed.insert(plan.digest) }
    if isConfirmation(event), case .success(let way)? = wizard.state.interruption?.result {
      confirmed.insert(way.plan.digest)
    }
    send(.user(event))
  }

  /// Half of the keys mean something here.
  private mutating func randomKey() -> Key {
    if Bool.random(using: &generator) {
      let strokes = KeyBindings.bindings(for: wizard.state, size: size).flatMap(\.strokes)
      if let stroke = strokes.randomElement(using: &generator) { return stroke.key }
    }
    return Self.keys.randomElement(using: &generator) ?? .tab
  }

  /// Whether that is the press of Install: only on Review, where its button has the focus.
  private func isInstall(_ event: UserEvent) -> Bool {
    guard case .asking(.review) = wizard.state.phase, wizard.state.dialog == nil else {
      return false
    }
    switch event {
    case .buttonPressed(.install): return true
    case .activated, .toggled: return wizard.state.focus == .button(.install)
    default: return false
    }
  }

  /// Whether that is the press of “Do it”, below what would be done about a run of before.
  private func isConfirmation(_ event: UserEvent) -> Bool {
    guard case .pastRun(let dialog) = wizard.state.dialog, event == .activated || event == .toggled,
      let buttons = wizard.state.interruption?.buttons, buttons.indices.contains(dialog.selected)
    else { return false }
    return buttons[dialog.selected] == .confirm
  }

  private var isReadable: Bool { size.columns >= 60 && size.rows >= 18 }

  private mutating func randomSize() -> Size {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: Size(columns: Int.random(in: 0...2, using: &generator), rows: 1)
    case 1...3:
      Size(
        columns: Int.random(in: 0..<80, using: &generator),
        rows: Int.random(in: 0..<30, using: &generator))
    case 4: Size(columns: 200, rows: Int.random(in: 1..<60, using: &generator))
    default:
      Size(
        columns: Int.random(in: 60..<110, using: &generator),
        rows: Int.random(in: 18..<34, using: &generator))
    }
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  private static let keys: [Key] =
    [
      .enter, .enter, .enter, .tab, .tab, .tab, .backTab, .escape, .backspace, .delete, .up, .down,
      .down, .left, .right, .home, .end, .pageUp, .pageDown, .unknown, .paste("a\nb漢"),
      .paste("\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}"), .paste(""),
      .paste(String(repeating: "long/", count: 500)),
    ] + (1...12).map { Key.function($0) }
    + "abcdefghijklmnopqrstuvwxyz".map { Key.control($0) }
    + "x jkgGnNaprsfv?/+-q1234é漢h7~\u{301}👩‍👩‍👧".map { Key.character($0) }

  // MARK: The host

  private mutating func hearFromHost() {
    let pending = wizard.state.pending.sorted { $0.key < $1.key }
    guard let (id, effect) = pending.randomElement(using: &generator) else { return }
    switch effect {
    case .carryOut where Bool.random(using: &generator):
      let lines = Self.output.shuffled(using: &generator)
      let skipped = Int.random(in: 0..<3, using: &generator)
      send(.host(id, .output(OutputBatch(skipped: skipped, lines: lines))))
    case .watchPods where Bool.random(using: &generator):
      send(.host(id, .pods([Self.pod])))
    default:
      guard let report = RandomHost.report(to: effect, using: &generator) else {
        if case .cancel = effect { return broke("a cancelling is waited for") }
        return broke("nothing answers \(effect)")
      }
      send(.host(id, report))
      if wizard.state.pending[id] != nil { broke("an answer to \(effect) was not taken") }
    }
  }

  /// The session hands over what is harmless; the screen doesn't rely on it.
  private static let output = [
    "one", "two\tthree", "naïve 漢字 \u{1B}[31mred\u{1B}]0;owned\u{7}", "",
    "‹private key hidden›", String(repeating: "x", count: 5000), "\u{9B}2J\u{202E}\u{0}\u{7F}",
  ]

  private static let pod = PodStatus(
    name: "linkerd-identity-1-a", deployment: "linkerd-identity", readyContainers: 0,
    containers: 2, phase: "Pending", message: "\u{1B}[2Jno room", age: 7)

  // MARK: The laws

  private mutating func broke(_ law: String) { violations.insert(law) }

  private mutating func send(_ event: Event) {
    let before = wizard.requests.count
    wizard.send(event)
    for request in wizard.requests[before...] {
      switch request.effect {
      case .beginRun(let plan, _):
        if !confirmed.contains(plan.digest) { broke("began a plan that nobody confirmed") }
      case .resumeRun(_, let way):
        if !confirmed.contains(way.plan.digest) { broke("went on where nobody confirmed") }
      case .beginUndo(_, let way, _):
        if !confirmed.contains(way.plan.digest) { broke("took back where nobody confirmed") }
      case .carryOut(let item, let plan):
        if !confirmed.contains(plan.digest) { broke("carried out what nobody confirmed") }
        if !plan.items.contains(item) { broke("carried out what is in no plan") }
      case .exit: beginAnew()
      default: break
      }
    }
  }

  /// Looks at what would be painted now.
  private mutating func look() {
    let glyphs: Glyphs = chance(8) ? .ascii : .unicode
    let rendering = ScreenRenderer.render(wizard.state, size: size, glyphs: glyphs)
    if rendering.surface.size != size { broke("a screen of another size") }
    if let cursor = rendering.cursor, !rendering.surface.bounds.contains(cursor) {
      broke("the cursor is out of sight")
    }
    for run in rendering.surface.diff(from: shown) {
      let controls = HostileOutput.controls(in: run.text)
      if !controls.isEmpty { broke("painted \(controls)") }
      if run.text.contains("PRIVATE KEY-") { broke("painted a private key") }
      if glyphs.isASCII, !run.text.utf8.allSatisfy({ $0 < 0x80 }) { broke("painted \(run.text)") }
    }
    shown = rendering.surface
  }

  /// Lets the host answer all that it was asked, and ends the program.
  private mutating func leave() {
    var patience = 2000
    while let (id, effect) = wizard.state.pending.min(by: { $0.key < $1.key }), patience > 0 {
      patience -= 1
      guard let report = RandomHost.report(to: effect, using: &generator) else {
        return broke("nothing answers \(effect)")
      }
      wizard.send(.host(id, report))
    }
    if patience == 0 { broke("the questions have no end: \(wizard.state.pending)") }
    let large = Size(columns: 80, rows: 24)
    let keys: [Key] = [
      .escape, .escape, .escape, .control("c"), .escape, .character("q"), .right, .enter,
    ]
    for key in keys where !wizard.requests.contains(where: \.isExit) {
      if let event = KeyBindings.event(for: key, in: wizard.state, size: large) {
        wizard.user(event)
      }
    }
    if !wizard.requests.contains(where: \.isExit) { broke("it can't be left: \(place())") }
  }
}

extension EffectRequest {
  /// Whether it ends the program.
  fileprivate var isExit: Bool { if case .exit = effect { true } else { false } }
}
