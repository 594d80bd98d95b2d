import Diagnosis
import Planning

/// What follows from the namespaces that are chosen and those that are there.
///
/// With ten thousand of them it takes longer to find out than a key may take, so the state keeps
/// it from one change of the two to the next. Whether they have changed costs next to nothing:
/// arrays that share their storage are equal at once.
struct ChosenNamespaces: Equatable, Sendable {
  /// The names, without an order.
  var names: Set<String>
  /// Those for which more was answered than that they are chosen, by their names.
  var special: [String: NamespaceAnswer]
  /// Those that aren't there and will be created, in the order in which they were chosen.
  var created: [String]
  /// Pods in the ones that are there, as far as they could be counted.
  var pods: Int
  /// Names that can't be, that are there twice, and that are never meshed.
  var wrong: [Problem]
  /// Namespaces that are being deleted.
  var terminating: [Problem]
  /// What meshing them needs care for, as warnings, one for each topic.
  var care: [Problem]

  private var chosen: [NamespaceAnswer]
  private var controlPlane: String
  private var index: NamespaceIndex?
  private var proxyEndsWithJobs: Bool

  init(of answers: Answers, in index: NamespaceIndex?, proxyEndsWithJobs: Bool) {
    chosen = answers.namespaces
    controlPlane = answers.controlPlane.namespace
    self.index = index
    self.proxyEndsWithJobs = proxyEndsWithJobs
    names = Set(chosen.map(\.name))
    special = Dictionary(
      chosen.filter { $0.inject != .enabled || !$0.opaquePorts.isEmpty }.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    wrong = AnswersCheck.namespaceProblems(of: answers).map(\.problem)
    terminating = []
    care = []
    created = []
    pods = 0
    var notes: [(namespace: String, note: NamespaceNote)] = []
    for answer in chosen {
      let name = answer.name
      guard var fact = index?[name] else {
        created.append(name)
        if let note = NamespaceRules.note(onCreating: name) { notes.append((name, note)) }
        continue
      }
      pods += fact.pods ?? 0
      if fact.isTerminating { terminating.append(Self.isBeingDeleted(name)) }
      if !answer.inject.givesProxies { continue }
      if let ports = answer.opaque {
        fact.opaqueAnnotation = ports.value(keeping: fact.opaqueAnnotation)
      }
      notes += NamespaceRules.notes(fact, proxyEndsWithJobs: proxyEndsWithJobs).map { (name, $0) }
    }
    care = NamespaceNote.warnings(notes)
  }

  /// Whether it still holds for these answers and facts.
  func holds(
    for answers: Answers, in index: NamespaceIndex?, proxyEndsWithJobs: Bool
  ) -> Bool {
    self.proxyEndsWithJobs == proxyEndsWithJobs && chosen == answers.namespaces
      && controlPlane == answers.controlPlane.namespace
      && self.index == index
  }

  private static func isBeingDeleted(_ name: String) -> Problem {
    Problem(
      "namespace-terminating", "The namespace \(name) is being deleted.",
      remedy: "Leave it out, or wait until it is gone: then it can be made anew.")
  }
}

extension WizardState {
  /// What follows from the chosen namespaces: as it was kept, where that still holds.
  var chosenNamespaces: ChosenNamespaces {
    let index = facts.namespaces.value
    let endsWithJobs = proxyEndsWithJobs
    if let kept = keptNamespaces,
      kept.holds(for: answers, in: index, proxyEndsWithJobs: endsWithJobs)
    {
      return kept
    }
    return ChosenNamespaces(of: answers, in: index, proxyEndsWithJobs: endsWithJobs)
  }
}

extension Reduction {
  /// Finds out what follows from the chosen namespaces, where they or the cluster's have changed.
  mutating func keepNamespacesCurrent() { state.keptNamespaces = state.chosenNamespaces }
}
