import Diagnosis
import Planning
import Wizard

extension PlainPrompter {
  /// What a line about restarts means; nil where the line is about something else.
  mutating func restartEvents(for words: [String], _ state: WizardState) -> [UserEvent]? {
    guard !state.isUpgrade, let first = words.first else { return nil }
    switch (first, words.count) {
    case ("restart", 1):
      return [.answered(.restart, RestartAnswer.namespaces.rawValue)]
    case ("restart", 2) where words[1] == "none":
      return [.answered(.restart, RestartAnswer.none.rawValue)]
    case ("workloads", 1):
      listsWorkloads = true
      return [.workloadsWanted]
    case ("skip", _): return skipEvents(for: Array(words.dropFirst()), state)
    default: return nil
    }
  }

  /// Lists the workloads once they are read; returns whether it waits for them.
  mutating func listWorkloads(_ state: WizardState) -> Bool {
    guard listsWorkloads else { return false }
    if state.facts.workloads.isBeingAsked { return true }
    listsWorkloads = false
    say("")
    if case .failed(let problem) = state.facts.workloads {
      queued += lines.problem(problem)
      return false
    }
    let all = state.workloads
    if all.isEmpty { sayProse("Nothing that could be restarted runs in the chosen namespaces.") }
    for (place, workload) in all.enumerated() { say(line(of: workload, at: place, state)) }
    if !all.isEmpty {
      sayProse(
        "[x] is restarted once Linkerd is ready, (-) can't be. skip with a number leaves one out, or "
          + "no longer.")
    }
    return false
  }

  private func line(of workload: Workload, at place: Int, _ state: WizardState) -> String {
    let reason = WorkloadRules.shortReasonAgainst(workload)
    let mark = reason != nil ? "(-)" : state.isRestarted(workload) ? "[x]" : "[ ]"
    let pods = workload.replicas == 1 ? "1 pod" : "\(workload.replicas) pods"
    let padding = String(repeating: " ", count: max(36 - workload.id.count, 0))
    return "\(number(place + 1))  \(mark) \(workload.id)\(padding)  "
      + (reason ?? "\(pods), \(WorkloadRules.disruptionNote(workload))")
      + (state.hasOwnPorts(workload) ? ", own opaque ports" : "")
  }

  private mutating func skipEvents(for words: [String], _ state: WizardState) -> [UserEvent] {
    guard state.isRestarting else {
      say("Nothing is restarted yet. Type restart first.")
      return []
    }
    let all = state.workloads
    var events: [UserEvent] = []
    for word in words {
      let byNumber = Int(word).flatMap { all.indices.contains($0 - 1) ? all[$0 - 1] : nil }
      guard let workload = byNumber ?? all.first(where: { $0.id == word }) else {
        queued += lines.problem(
          Problem(
            "unknown-workload", "There is no workload “\(word)” in the list.",
            remedy: "Type workloads to see their numbers; nothing was changed by this line."))
        return []
      }
      events.append(.workloadToggled(workload.id))
    }
    if events.isEmpty { say("Type skip with a number of the list of workloads, such as: skip 1") }
    listsWorkloads = !events.isEmpty
    return events
  }

  /// Says after each change whether what runs already is restarted.
  mutating func sayRestart(_ state: WizardState) {
    guard !state.isUpgrade, state.totalsChosen > 0 else { return }
    let words = state.isRestarting ? "Restart \(state.restartWords)" : "nothing"
    guard saidRestart != words else { return }
    saidRestart = words
    sayProse(
      state.isRestarting
        ? "\(words) once Linkerd is ready. workloads lists them; restart none takes it back."
        : "What runs there already is not restarted. restart does that once Linkerd is ready; "
          + "workloads lists what.")
  }
}

extension WizardState {
  fileprivate var totalsChosen: Int { answers.namespaces.count }
}
