/// Writes the items of an undo, one kind after the other.
struct UndoWriter {
  let plan: Plan
  let found: UndoFacts
  var items: [PlanItem] = []
  var notes: [String] = []

  init(plan: Plan, found: UndoFacts) {
    self.plan = plan
    self.found = found
  }

  mutating func add(
    _ item: PlanItem, part: Int = 0, purpose: String, _ explanation: String, _ command: Command
  ) {
    items.append(
      PlanItem(
        id: Plan.undoPrefix + item.id + (part == 0 ? "" : "-\(part + 1)"), purpose: purpose,
        explanation: explanation, action: .command(command)))
  }

  func there(_ namespace: String) -> Bool {
    found.traces.namespaces.map { $0[namespace] != nil } ?? true
  }

  // MARK: Annotations

  /// Only where the annotation still is what the run made of it.
  mutating func undoAnnotations(_ begun: [PlanItem]) {
    for item in begun.reversed() {
      guard case .command(let command) = item.action,
        let words = plan.annotation(by: command)
      else { continue }
      if words.kind == "namespace", found.traces.namespaces == nil {
        notes.append(
          "\(words.key) of \(PlanBuilder.listed(words.names)) stays as it is, since the namespaces can't "
            + "be read.")
        continue
      }
      let own = words.names.filter { current(words, $0) == words.value }
      let changed = words.names.filter { name in
        current(words, name).map { $0 != words.value && $0 != before(words, name) } ?? false
      }
      if !changed.isEmpty {
        notes.append(
          "\(words.key) of \(PlanBuilder.listed(changed, "objects")) was changed since: it stays as "
            + "it is.")
      }
      for (part, arguments) in plan.restoring(words, of: own).enumerated() {
        let isKept = arguments.contains("--overwrite")
        add(
          item, part: part, purpose: "annotation",
          (isKept
            ? "Sets \(words.key) back to what it was before the run"
            : "Takes away \(words.key), which was not there before the run")
            + ". Pods keep their proxies until they are restarted.",
          Command(tool: command.tool, arguments: arguments, timeout: command.timeout))
      }
    }
  }

  /// What an object's annotation is now; empty where it has none, nil where the object is gone.
  private func current(_ words: Annotating, _ name: String) -> String? {
    if words.kind == "service" {
      return found.services["\(words.place.last ?? "")/\(name)"]
    }
    return found.traces.namespaces?[name].map { $0[words.key] ?? "" }
  }

  private func before(_ words: Annotating, _ name: String) -> String {
    plan.value(before: words, of: name) ?? ""
  }

  // MARK: Proxies

  /// Once nothing asks for proxies any more, another restart takes them out again.
  ///
  /// Only workloads that are there and have proxies are restarted, where their namespace won't ask for
  /// new ones; one that doesn't come back stops nothing.
  mutating func undoRestarts(_ begun: [PlanItem]) {
    var namespaces: Set<String> = []
    for item in begun {
      guard let workload = item.restartedWorkload, found.traces.restarts[workload.id] != nil,
        !asksForProxies(workload.namespace),
        found.meshedPods[workload.namespace, default: 0] > 0
      else { continue }
      namespaces.insert(workload.namespace)
      var again = item
      again.explanation =
        "Restarts \(workload.target) in the namespace \(workload.namespace) once more, so that its pods "
        + "lose the proxy."
      items.append(again)
      guard var wait = plan.items.first(where: { $0.awaitedWorkload == workload }),
        case .command(var command) = wait.action
      else { continue }
      wait.explanation =
        "Waits until the new pods of \(workload.target) in the namespace \(workload.namespace) are ready."
      command.tolerated = .anyFailure
      wait.action = .command(command)
      items.append(wait)
    }
    let left = found.meshedPods.sorted { $0.key < $1.key }.filter { !namespaces.contains($0.key) }
    guard !left.isEmpty, begun.contains(where: { $0.id == PlanBuilder.controlPlaneID }) else {
      return
    }
    let counts = left.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    notes.append(
      "Pods with a proxy run in \(counts). Without the control plane they lose their identity within "
        + "a day: restart their workloads once the annotations are gone.")
  }

  /// Whether new pods of a namespace would get a proxy once the annotations are taken back.
  private func asksForProxies(_ namespace: String) -> Bool {
    let key = "linkerd.io/inject"
    let now = found.traces.namespaces?[namespace]?[key] ?? ""
    let own = plan.items.compactMap { item -> Annotating? in
      guard case .command(let command) = item.action else { return nil }
      return plan.annotation(by: command)
    }.first { $0.kind == "namespace" && $0.key == key && $0.names.contains(namespace) }
    let then = own.map { now == $0.value ? before($0, namespace) : now } ?? now
    return Injection(rawValue: then)?.givesProxies ?? false
  }

  // MARK: Namespaces that were added

  mutating func undoNamespaces(_ begun: [PlanItem]) {
    for item in begun where item.id.hasPrefix("create-") {
      guard case .command(let command) = item.action, let name = plan.madeNamespace(by: item),
        there(name)
      else { continue }
      if found.foundThere.contains(item.id) {
        notes.append("The namespace \(name) stays: somebody else had created it before the run.")
        continue
      }
      guard mayGo(name) else { continue }
      add(
        item, purpose: "namespace",
        "Deletes the namespace \(name), which the run created and in which nothing is.",
        deletion(of: name, like: command))
    }
  }

  /// Whether nothing of anybody's is in a namespace; a note says what is.
  mutating func mayGo(_ name: String) -> Bool {
    guard let contents = found.contents[name] else {
      notes.append("The namespace \(name) stays, since what is in it can't be read.")
      return false
    }
    if contents.isEmpty { return true }
    let few = contents.prefix(3).joined(separator: ", ") + (contents.count > 3 ? " and more" : "")
    notes.append("The namespace \(name) stays, since something is in it: \(few).")
    return false
  }

  func deletion(of name: String, like command: Command) -> Command {
    Command(
      tool: command.tool,
      arguments: plan.target(of: command) + ["delete", "namespace", name, "--ignore-not-found"],
      timeout: 300)
  }

  // MARK: Linkerd

  mutating func undoReleases(_ begun: [PlanItem]) {
    for id in [PlanBuilder.controlPlaneID, PlanBuilder.crdsID, PlanBuilder.pluginID] {
      guard let item = begun.first(where: { $0.id == id }),
        case .command(let command) = item.action,
        let release = plan.installedRelease(of: item)
      else { continue }
      undo(item, release, command)
    }
  }

  private mutating func undo(
    _ item: PlanItem, _ release: Plan.PlannedRelease, _ command: Command
  ) {
    let place = release.name.place
    guard let now = found.traces.releases.first(where: { $0.name == release.name }) else { return }
    if release.wasThere {
      guard item.id == PlanBuilder.controlPlaneID, let base = plan.upgrade?.revision,
        let revision = now.goodRevision(upTo: base)
      else {
        return notes.append("Helm's release \(place) was there before the run: it stays.")
      }
      // Helm made no revision: it is as it was.
      if now.newestRevision == base { return }
      let later = now.revisions.keys.filter { $0 > base }.count
      if later > 1 {
        notes.append(
          "Helm's release \(place) has \(later) revisions since \(base); what all of them have changed "
            + "is taken back, a renewed issuer too.")
      }
      return add(
        item, purpose: "roll back",
        "Takes Helm's release \(place) back to revision \(revision), with its chart, its values and its "
          + "certificates. The CRDs stay as new as they are: older control planes read them too.",
        plan.helm(["rollback", release.name.name, String(revision)], like: command))
    }
    let more =
      switch item.id {
      case PlanBuilder.crdsID:
        " All objects of its kinds go with it. CRDs of the Gateway API may stay; that is intended."
      case PlanBuilder.controlPlaneID where plan.charts.crds == nil:
        " Linkerd's CRDs go with it, and every object of their kinds."
      case PlanBuilder.pluginID: " Pods that still have a proxy don't start again without it."
      default: ""
      }
    add(
      item, purpose: "uninstall", "Uninstalls Helm's release \(place).\(more)",
      plan.helm(["uninstall", release.name.name], like: command))
  }

  /// Not one that somebody else had made of the same issuer.
  mutating func undoIssuerSecret(_ done: [PlanItem]) {
    guard let item = done.first(where: { $0.id == PlanBuilder.issuerSecretID }),
      !found.foundThere.contains(item.id),
      case .command(let command) = item.action, let namespace = command.namespace,
      there(namespace)
    else { return }
    add(
      item, purpose: "issuer secret", "Deletes the Secret with the issuer and its key.",
      Command(
        tool: command.tool,
        arguments: plan.target(of: command) + [
          "delete", "secret", PlanBuilder.issuerSecretName, "--namespace", namespace,
          "--ignore-not-found",
        ], timeout: command.timeout))
  }
}
