import Glibc
import Synchronization
import TestSupport
import Testing

/// The wizard is killed at many points of a run, and goes on: what is there in the end is what an
/// undisturbed run leaves. The same where the API server goes away in the middle and comes back.
///
/// WIZARD_MATRIX_POINTS says at how many points, 8 where it is not set, and WIZARD_MATRIX_SEED which:
/// the seed is printed. At a quarter as many the server goes away, and at an eighth as many the disk is
/// full. `Tests/run --matrix` takes 200.
@Suite struct KillMatrixTests {
  /// The items of the plan, in order.
  private static let items = [
    "certificates", "repository", "namespace", "crds", "control-plane", "create-fresh", "mesh",
    "proof",
  ]

  private static let seed = number("WIZARD_MATRIX_SEED") ?? UInt64.random(in: 1...999_999)
  private static let count = Int(number("WIZARD_MATRIX_POINTS") ?? 8)

  @Test func fromEveryPointItGoesOnToTheSameEnd() async throws {
    try await Self.disturb(
      "killed", at: KillPoint.spread(Self.count, over: Self.items.count, seed: Self.seed))
  }

  @Test func theAPIGoesAwayAndComesBack() async throws {
    try await Self.disturb(
      "cut from the API",
      at: KillPoint.spread(
        (Self.count + 3) / 4, over: Self.items.count, seed: Self.seed &+ 1, only: .cutAPI))
  }

  /// The wizard's own state lies on a disk that is full from that point on.
  @Test(.enabled(if: SmallDisk.isPermitted, "\(SmallDisk.isMissing)"))
  func theDiskIsFullAndThenIsNot() async throws {
    try await Self.disturb(
      "out of disk",
      at: KillPoint.spread(
        (Self.count + 7) / 8, over: Self.items.count, seed: Self.seed &+ 2, only: .fullDisk))
  }

  private static func disturb(_ how: String, at points: [KillPoint]) async throws {
    print("Kill matrix: \(how) at \(points.count) points, WIZARD_MATRIX_SEED=\(seed)")
    let undisturbed = try await Self.undisturbed(more: points.first?.kind.moreNamespaces ?? 0)
    let turnstile = Turnstile(places: 3)
    let left = try await withThrowingTaskGroup(of: String.self) { group in
      for point in points {
        group.addTask {
          try await turnstile.pass { try await Self.left(at: point, undisturbed) }
        }
      }
      return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    }
    let summary = left.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print("Kill matrix: \(how): \(summary.joined(separator: ", "))")
  }

  /// Ends a run at the point and goes on; how it was left, in a word or two.
  private static func left(
    at point: KillPoint, _ undisturbed: EndState
  ) async throws -> String {
    let run = try await DisturbedRun(point, items: items)
    let differences = try await run.goOn().differences(from: undisturbed)
    #expect(
      differences.isEmpty,
      "seed \(seed), \(point):\n\(differences.joined(separator: "\n"))\n\(run.story())")
    return run.left()
  }

  private static func number(_ variable: String) -> UInt64? {
    getenv(variable).flatMap { UInt64(String(cString: $0)) }
  }

  private static func undisturbed(more: Int) async throws -> EndState {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try DisturbedRun.prepare(wizard, server, more: more)
    let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    try #require(apply.status == 0, "\(apply.testDescription)")
    return try await EndState(wizard, on: server)
  }
}

/// When and how a run is disturbed.
struct KillPoint: Sendable, CustomStringConvertible {
  enum Moment: String, CaseIterable, Sendable {
    case before, during, after
  }

  enum Kind: Equatable, Sendable {
    /// With `children` the programs that it has started die in the same moment, as when a machine goes
    /// down.
    case signal(Int32, children: Bool)
    /// Nobody answers at the server's address any more until the wizard has ended.
    case cutAPI
    /// Nothing more can be written into the wizard's state until it has ended.
    case fullDisk

    /// How many namespaces the run makes beside the usual ones.
    var moreNamespaces: Int { self == .fullDisk ? 12 : 0 }
  }

  /// The number of the item, counted from 0.
  var item: Int
  var moment: Moment
  /// Microseconds that pass between what is waited for and the signal.
  var delay: UInt32
  var kind: Kind
  /// Milliseconds after which the wizard that goes on is killed, too; nil leaves it alone.
  var again: UInt32?

  var description: String {
    let name =
      switch kind {
      case .signal(SIGKILL, let children): children ? "SIGKILL with children" : "SIGKILL"
      case .signal(let number, _): number == SIGTERM ? "SIGTERM" : "SIGHUP"
      case .cutAPI: "API cut"
      case .fullDisk: "disk full"
      }
    return "\(name) \(moment) item \(item) + \(delay) us"
      + (again.map { ", again after \($0) ms" } ?? "")
  }

  /// So many points, over all items, moments and signals; the same for the same seed.
  ///
  /// `only` is how the run is disturbed at all of them, and then it is not once more; nil for signals.
  static func spread(
    _ count: Int, over items: Int, seed: UInt64, only kind: Kind? = nil
  ) -> [KillPoint] {
    var random = SplitMix(state: seed)
    let all = (0..<items).flatMap { item in Moment.allCases.map { (item, $0) } }
    var order = all.shuffled(using: &random)
    while order.count < count { order += all.shuffled(using: &random) }
    return order.prefix(count).map { item, moment in
      let signal = [SIGKILL, SIGKILL, SIGTERM, SIGHUP].randomElement(using: &random) ?? SIGKILL
      // The control plane's item takes seconds, the others some tenths of one.
      let longest: UInt32 = moment == .during ? (item == 4 ? 2_500_000 : 120_000) : 20_000
      return KillPoint(
        item: item, moment: moment, delay: UInt32.random(in: 0...longest, using: &random),
        kind: kind
          ?? .signal(signal, children: signal == SIGKILL && Bool.random(using: &random)),
        again: kind == nil && Int.random(in: 0..<4, using: &random) == 0
          ? UInt32.random(in: 200...6000, using: &random) : nil)
    }
  }
}

/// A generator whose numbers follow from its seed (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// One install that is ended by a signal at its point, and gone on with.
final class DisturbedRun: Sendable {
  private let server: PracticeServer
  private let wizard: WizardProgram
  private let told = Mutex<[String]>([])
  private let again: UInt32?
  /// The disk with the wizard's state; nil where that is a folder like others.
  private let disk: SmallDisk?
  /// The keys that were there when it was disturbed, with what they held.
  private let keys: [String: String]

  /// Writes the answers; `more` namespaces beside make the journal longer than a page of the disk.
  static func prepare(
    _ wizard: WizardProgram, _ server: PracticeServer, more: Int = 0
  ) throws {
    let names = ["direktiv", "fresh"] + (0..<more).map { "more-\($0)" }
    // Where the API is away, Helm waits for it as long as for the pods.
    try wizard.place.write(
      "answers.yaml",
      server.answers(
        "namespaces: [\(names.joined(separator: ", "))]\n", controlPlane: "  wait: 90s\n"))
  }

  /// Starts the install and ends it at that point.
  init(_ point: KillPoint, items: [String]) async throws {
    again = point.again
    server = try await PracticeServer.start()
    var wizard = WizardProgram(try Workplace(), on: server)
    let gate = Gate()
    if point.kind == .cutAPI { try wizard.pass(gate, to: server) }
    self.wizard = wizard
    disk = point.kind == .fullDisk ? try wizard.stateOnSmallDisk() : nil
    try Self.prepare(wizard, server, more: point.kind.moreNamespaces)
    let apply = try wizard.start("apply", "--answers", "answers.yaml", "--yes")
    let journal = JournalWatch(wizard)
    let id = items[point.item]
    let mark =
      switch point.moment {
      case .before:
        point.item == 0 ? #""began""# : #""itemEnded":{"_0":"\#(items[point.item - 1])""#
      case .during: #""itemStarted":{"_0":"\#(id)""#
      case .after: #""itemEnded":{"_0":"\#(id)""#
      }
    while apply.status == nil, !journal.holds(mark) {
      try await Task.sleep(for: .microseconds(500))
    }
    try await Task.sleep(for: .microseconds(point.delay))
    switch point.kind {
    case .signal(let number, let children):
      apply.send(number)
      if children { journal.killChild() }
    case .cutAPI: gate.shut()
    case .fullDisk: disk?.fill(leaving: 0)
    }
    let ended = await apply.finished(within: 400)
    gate.open()
    disk?.makeRoom()
    keys = Self.keys(of: wizard)
    note("apply", ended)
  }

  private static func keys(of wizard: WizardProgram) -> [String: String] {
    let directory = wizard.place.work + "/linkerd-certificates"
    return ["ca.key", "issuer.key"].reduce(into: [:]) { keys, name in
      let text = Folder.text("\(directory)/\(name)")
      if !text.isEmpty { keys[name] = text }
    }
  }

  private func note(_ name: String, _ ended: Finished) {
    told.withLock { $0.append("\(name): \(ended.testDescription)") }
  }

  /// All that the programs printed.
  func story() -> String { told.withLock { $0 }.joined(separator: "\n\n") }

  /// How the run was left, in a word or two.
  func left() -> String {
    let all = story()
    let words = [
      "nothing to go on with": "No install is left in the middle", "cut off": "was cut off",
      "stopped": "was stopped", "left off": "was left before", "failed": "failed at",
    ]
    return words.first { all.contains($0.value) }?.key ?? "finished"
  }

  /// Goes on until everything is done; what is there then.
  func goOn() async throws -> EndState {
    if let milliseconds = again {
      let resume = try wizard.start("resume", "--yes")
      try await Task.sleep(for: .milliseconds(milliseconds))
      resume.send(SIGKILL)
      note("resume, killed", await resume.finished())
    }
    let resumed = try await wizard.run("resume", "--yes", within: 180)
    note("resume", resumed)
    if resumed.err.contains("No install is left in the middle"), try await !isFinished() {
      // It was killed before it had written that it begins: nothing was changed.
      let anew = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      note("apply anew", anew)
      #expect(anew.status == 0, "\(story())")
    } else if !resumed.err.contains("No install is left in the middle") {
      #expect(resumed.status == 0, "\(story())")
    }
    let now = Self.keys(of: wizard)
    for (name, key) in keys { #expect(now[name] == key, "\(name) was made again") }
    #expect(try await isFinished(), "\(story())")
    return try await EndState(wizard, on: server)
  }

  private func isFinished() async throws -> Bool {
    try await wizard.run("runs").out.split(separator: "\n").contains { $0.hasSuffix("  finished") }
  }
}

/// Looks at the journal of a wizard's run while it is written.
final class JournalWatch: Sendable {
  private let wizard: WizardProgram

  init(_ wizard: WizardProgram) { self.wizard = wizard }

  private var text: String {
    wizard.runFolders.last.map { Folder.text($0 + "/journal.jsonl") } ?? ""
  }

  /// Whether that was written.
  func holds(_ mark: String) -> Bool { text.contains(mark) }

  /// The program that was started last; nil before there is one.
  var child: pid_t? {
    text.matches(of: /"childStarted".*?"pid":(\d+)/).last.flatMap { pid_t($0.1) }
  }

  /// Kills the program that was started last, and what it has started.
  func killChild() {
    if let child { kill(-child, SIGKILL) }
  }
}

extension WizardProgram {
  /// Leads the program through a gate to the server, by a kubeconfig of its own.
  mutating func pass(_ gate: Gate, to server: PracticeServer) throws {
    let port = try #require(
      server.charts.replacing("/charts/edge", with: "").split(separator: ":").last
        .flatMap { UInt16($0) })
    let front = try LoopbackServer(.gated(port: port, gate))
    let config = Folder.text(server.kubeconfig).replacing("127.0.0.1:\(port)", with: front.address)
    try #require(config.contains(front.address))
    environment["KUBECONFIG"] = try place.folder.write("kubeconfig", config)
  }

  /// Puts the wizard's own state on a disk of a MiB, which can be filled.
  func stateOnSmallDisk() throws -> SmallDisk {
    var folder = place.home
    for name in [".local", "state"] {
      folder += "/" + name
      mkdir(folder, 0o700)
    }
    return try #require(SmallDisk(folder + "/linkerd-wizard", kilobytes: 1024))
  }

  /// Starts an install by answers.yaml, and returns once its journal holds that.
  func install(until mark: String) async throws -> Child {
    let apply = try start("apply", "--answers", "answers.yaml", "--yes")
    let watch = JournalWatch(self)
    let comes = await eventually(within: 90) { watch.holds(mark) }
    try #require(comes, "\(apply.out)\(apply.err)")
    return apply
  }

  /// The mark of an item for which a program was started.
  static func started(_ item: String) -> String { #""childStarted":{"_0":"\#(item)""# }
}
