/// How far an item of a run came before the run ended.
package enum PastStep: Equatable, Sendable {
  /// It was not begun.
  case waiting
  /// It was begun at that moment, last time. It failed by itself, or it was interrupted: stopped by the
  /// person, or its end isn't known.
  case begun(at: Instant, wasInterrupted: Bool)
  case done
}

/// How a run that was left in the middle goes on.
package struct Continuation: Equatable, Sendable {
  /// The stored plan, with what has to be mended put before the items that need it.
  package var plan: Plan
  /// The ids of the items that are done and aren't done again.
  package var done: Set<String>
  /// What the cluster told about items that were begun, or that the journal calls done, by their ids;
  /// whole sentences.
  package var notes: [String: String]

  /// The items that are still to be done, in order.
  package var rest: [PlanItem] { plan.items.filter { !done.contains($0.id) } }
}

extension Plan {
  /// What the ids of the items begin with that mend what a cut-off command has left.
  package static let repairPrefix = "repair-"

  /// How the plan goes on after a run of it came so far, by what is on the cluster now.
  ///
  /// The cluster is trusted before the journal: what Helm has finished meanwhile is done, and what is
  /// no longer there is not. `steps` is by the items' ids; one that is missing was not begun.
  package func continuation(after steps: [String: PastStep], found: RunTraces) -> Continuation {
    var way = Continuation(plan: self, done: [], notes: [:])
    way.plan.items = []
    for item in items {
      var judgement =
        isRemovedFirst(item, way) ? .again : judge(item, steps[item.id] ?? .waiting, found)
      // A proof is one of what is there now, and a Secret goes with its namespace.
      if judgement.isDone, way.rest.contains(where: { $0.id != item.id }),
        item.isProof || item.id == PlanBuilder.issuerSecretID
      {
        judgement = .again
      }
      way.plan.items += judgement.repairs + [judgement.replacement ?? item]
      if judgement.isDone { way.done.insert(item.id) }
      way.notes[item.id] = judgement.note
    }
    return way
  }

  private struct Judgement {
    var isDone = false
    var repairs: [PlanItem] = []
    /// What is done in the item's place; nil leaves it as it is.
    var replacement: PlanItem?
    var note: String?

    static let again = Judgement()
    static let done = Judgement(isDone: true)
  }

  private func judge(_ item: PlanItem, _ step: PastStep, _ found: RunTraces) -> Judgement {
    switch step {
    case .waiting where isHalfDone(item, found):
      // Its beginning got lost, as on a disk that was full.
      judge(item, Instant(secondsSince1970: 0), true, found)
    case .waiting: .again
    case .done where isHalfDone(item, found):
      judge(item, Instant(secondsSince1970: 0), true, found)
    case .done:
      missing(item, found).map { Judgement(note: $0) } ?? .done
    case .begun(let moment, let wasInterrupted): judge(item, moment, wasInterrupted, found)
    }
  }

  /// Whether what is there of an item's release is still to be removed by an item before it.
  private func isRemovedFirst(_ item: PlanItem, _ way: Continuation) -> Bool {
    guard let name = installedRelease(of: item)?.name else { return false }
    return way.rest.contains { removedRelease(of: $0) == name }
  }

  /// Whether an item's release is there and isn't deployed, whatever the journal says of it.
  private func isHalfDone(_ item: PlanItem, _ found: RunTraces) -> Bool {
    guard let release = installedRelease(of: item), !release.wasThere,
      let now = found.releases.first(where: { $0.name == release.name })
    else { return false }
    return now.status != "deployed"
  }

  /// What is gone of an item that was done, in a sentence; nil where all of it is there, or where that
  /// can't be told.
  private func missing(_ item: PlanItem, _ found: RunTraces) -> String? {
    if let release = installedRelease(of: item) {
      return found.releases.contains { $0.name == release.name }
        ? nil : "It had been done, but Helm's release \(release.name.place) is no longer there."
    }
    guard let there = found.namespaces, case .command(let command) = item.action else { return nil }
    if let name = madeNamespace(by: item) {
      return there[name] == nil
        ? "It had been done, but the namespace \(name) is no longer there." : nil
    }
    guard let change = annotation(by: command), change.kind == "namespace" else { return nil }
    let lost = change.names.first { there[$0]?[change.key] != change.value }
    return lost.map { "It had been done, but \($0) no longer has \(change.key)=\(change.value)." }
  }

  private func judge(
    _ item: PlanItem, _ moment: Instant, _ wasInterrupted: Bool, _ found: RunTraces
  ) -> Judgement {
    if let release = installedRelease(of: item), case .command(let command) = item.action {
      guard let now = found.releases.first(where: { $0.name == release.name }) else {
        return .again
      }
      return judge(now, of: release, command, moment, wasInterrupted)
    }
    if let workload = item.restartedWorkload {
      guard let restarted = found.restarts[workload.id], restarted >= moment else { return .again }
      return Judgement(isDone: true, note: "The workload was told to restart.")
    }
    if let name = removedRelease(of: item) {
      return found.releases.contains { $0.name == name }
        ? .again : Judgement(isDone: true, note: "Helm's release \(name.place) is gone.")
    }
    if let name = rolledBackRelease(by: item), case .command(let command) = item.action,
      let now = found.releases.first(where: { $0.name == name })
    {
      return judge(item, now, rolledBackBy: command, begunAt: moment)
    }
    return .again
  }

  /// Another rollback without a revision would lead to the one that it was to leave.
  private func judge(
    _ item: PlanItem, _ now: FoundRelease, rolledBackBy command: Command, begunAt moment: Instant
  ) -> Judgement {
    if now.status == "deployed", now.updated.map({ $0 >= moment }) ?? false {
      return Judgement(isDone: true, note: "Helm has taken \(now.name.place) back.")
    }
    let named = command.arguments.dropFirst(2).first.flatMap { Int($0) }
    guard named == nil, now.status == "pending-rollback", let revision = now.goodRevisionBefore
    else { return .again }
    var again = item
    again.action = rollback(now.name, to: revision, by: command).action
    return Judgement(
      replacement: again,
      note: "Helm was cut off in the middle of taking \(now.name.place) back.")
  }

  /// `pending-install` is uninstalled and `pending-upgrade` rolled back, because Helm refuses another
  /// operation on them (helm/helm #8987). So is a first install uninstalled that Helm marked as failed
  /// because it was interrupted; what failed by itself is gone over by `upgrade --install`.
  private func judge(
    _ now: FoundRelease, of planned: PlannedRelease, _ command: Command, _ moment: Instant,
    _ wasInterrupted: Bool
  ) -> Judgement {
    let place = now.name.place
    switch now.status {
    case "deployed":
      let isOfThisRun = !planned.wasThere || now.updated.map { $0 >= moment } ?? false
      guard now.chart == planned.chart, isOfThisRun else { return .again }
      return Judgement(isDone: true, note: "Helm has finished the release \(place).")
    case "pending-upgrade", "pending-rollback":
      guard let revision = now.goodRevisionBefore else {
        return .init(repairs: [uninstall(now, by: command)], note: cutOffNote(place))
      }
      return Judgement(
        repairs: [rollback(now.name, to: revision, by: command)],
        note: "Helm was cut off in the middle of an upgrade of \(place).")
    case "pending-install", "uninstalling":
      return .init(repairs: [uninstall(now, by: command)], note: cutOffNote(place))
    case "failed" where wasInterrupted && !now.wasDeployed:
      return .init(
        repairs: [uninstall(now, by: command)],
        note: "Helm was interrupted in the middle of \(place). What it had made goes first.")
    case "failed":
      return Judgement(note: "Helm's release \(place) has failed; Helm goes on with it.")
    default: return .again
    }
  }

  private func cutOffNote(_ place: String) -> String {
    "Helm was cut off in the middle of \(place), and refuses another try until that is gone."
  }

  // MARK: Repairs

  private func uninstall(_ release: FoundRelease, by command: Command) -> PlanItem {
    PlanItem(
      id: Self.repairPrefix + release.name.name, purpose: "repair",
      explanation: "Uninstalls Helm's release \(release.name.place), which was left in the state "
        + "\(release.status): it was never installed to the end, and begins anew."
        + ([PlanBuilder.crdsRelease, ChartName.linkerd2].contains(release.name.name)
          ? " With its CRDs go all objects of their kinds." : ""),
      action: .command(helm(["uninstall", release.name.name], like: command)))
  }

  private func rollback(
    _ release: ReleaseName, to revision: Int, by command: Command
  ) -> PlanItem {
    PlanItem(
      id: Self.repairPrefix + release.name, purpose: "repair",
      explanation:
        "Takes Helm's release \(release.place) back to revision \(revision), its last good one: a "
        + "change of it was cut off in the middle, and Helm refuses another.",
      action: .command(helm(["rollback", release.name, String(revision)], like: command)))
  }

  /// Another command of Helm's on the same release, with the same patience.
  func helm(_ words: [String], like command: Command) -> Command {
    let kept = command.argumentGroups.filter { group in
      ["--namespace", "--timeout"].contains(group[0]) || Command.targetFlags.contains(group[0])
        || group[0] == "--wait" || group[0].hasPrefix("--wait=")
    }
    return Command(
      tool: command.tool, arguments: words + kept.flatMap(\.self), timeout: command.timeout)
  }
}
