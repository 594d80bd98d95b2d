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

  private mutating func add(
    _ item: PlanItem, part: Int = 0, purpose: String, _ explanation: String, _ command: Command
  ) {
    items.append(
      PlanItem(
        id: Plan.undoPrefix + item.id + (part == 0 ? "" : "-\(part + 1)"), purpose: purpose,
        explanation: explanation, action: .command(command)))
  }

  private func there(_ namespace: String) -> Bool {
    found.traces.namespaces.map { $0[namespace] != nil } ?? true
  }

  // MARK: Annotations

  /// Only where the annotation still is what the run made of it.
  mutating func undoAnnotations(_ begun: [PlanItem]) {
    for item in begun.reversed() {
      guard case .command(let command) = item.action,
        let words = plan.annotation(by: command)
      else { continue }
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
    guard let all = found.traces.namespaces else { return words.value }
    return all[name].map { $0[words.key] ?? "" }
  }

  private func before(_ words: Annotating, _ name: String) -> String {
    plan.value(before: words, of: name) ?? ""
  }

  // MARK: Proxies

  /// Once nothing asks for proxies any more, another restart takes them out again.
  mutating func undoRestarts(_ begun: [PlanItem]) {
    let restarted = Set(begun.filter(\.isRestart).map(\.id))
    for item in plan.items {
      let name = item.awaitedWorkload?.id
      guard
        restarted.contains(item.id)
          || name.map({ restarted.contains(PlanBuilder.restartPrefix + $0) }) ?? false
      else { continue }
      var again = item
      if item.isRestart {
        again.explanation = "Restarts it once more, so that its pods lose the proxy."
      }
      items.append(again)
    }
    let left = found.meshedPods.sorted { $0.key < $1.key }.filter { namespace, _ in
      !restarted.contains { $0.hasPrefix("\(PlanBuilder.restartPrefix)\(namespace)/") }
    }
    guard !left.isEmpty, begun.contains(where: { $0.id == PlanBuilder.controlPlaneID }) else {
      return
    }
    let counts = left.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    notes.append(
      "Pods with a proxy run in \(counts). Without the control plane they lose their identity within "
        + "a day: restart their workloads once the annotations are gone.")
  }

  // MARK: Namespaces that were added

  mutating func undoNamespaces(_ begun: [PlanItem]) {
    for item in begun where item.id.hasPrefix("create-") {
      guard case .command(let command) = item.action, let name = plan.madeNamespace(by: item),
        there(name)
      else { continue }
      guard mayGo(name) else { continue }
      add(
        item, purpose: "namespace",
        "Deletes the namespace \(name), which the run created and in which nothing is.",
        deletion(of: name, like: command))
    }
  }

  /// Whether nothing of anybody's is in a namespace; a note says what is.
  private mutating func mayGo(_ name: String) -> Bool {
    guard let contents = found.contents[name] else {
      notes.append("The namespace \(name) stays, since what is in it can't be read.")
      return false
    }
    if contents.isEmpty { return true }
    let few = contents.prefix(3).joined(separator: ", ") + (contents.count > 3 ? " and more" : "")
    notes.append("The namespace \(name) stays, since something is in it: \(few).")
    return false
  }

  private func deletion(of name: String, like command: Command) -> Command {
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
      if id == PlanBuilder.controlPlaneID { undoIssuerSecret(begun) }
    }
  }

  private mutating func undo(
    _ item: PlanItem, _ release: Plan.PlannedRelease, _ command: Command
  ) {
    let place = release.name.place
    guard let now = found.traces.releases.first(where: { $0.name == release.name }) else { return }
    if release.wasThere {
      guard item.id == PlanBuilder.controlPlaneID, let revision = now.goodRevisionBefore else {
        return notes.append("Helm's release \(place) was there before the run: it stays.")
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

  private mutating func undoIssuerSecret(_ begun: [PlanItem]) {
    guard let item = begun.first(where: { $0.id == PlanBuilder.issuerSecretID }),
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

  // MARK: Linkerd's namespaces

  mutating func undoOwnNamespaces(_ begun: [PlanItem]) {
    let kinds = [
      (PlanBuilder.namespaceID, PlanBuilder.controlPlaneLabels("", level: .privileged)),
      (PlanBuilder.pluginNamespaceID, PlanBuilder.pluginLabels),
    ]
    for (id, labels) in kinds {
      guard let item = begun.first(where: { $0.id == id }),
        case .command(let command) = item.action,
        let name = plan.madeNamespace(by: item), there(name)
      else { continue }
      if !command.arguments.contains("--force-conflicts") {
        if mayGo(name) {
          add(
            item, purpose: "namespace",
            "Deletes the namespace \(name), which the run created. Only what belongs to Linkerd is in "
              + "it.", deletion(of: name, like: command))
        }
        continue
      }
      let target = plan.target(of: command)
      add(
        item, purpose: "namespace",
        "Takes the run's labels away from the namespace \(name), which was there before it.",
        Command(
          tool: command.tool,
          arguments: target + ["label", "namespace", name] + labels.keys.sorted().map { $0 + "-" },
          timeout: command.timeout))
      add(
        item, part: 1, purpose: "namespace",
        "Takes the run's annotation away from the namespace \(name).",
        Command(
          tool: command.tool,
          arguments: target + ["annotate", "namespace", name, "linkerd.io/inject-"],
          timeout: command.timeout))
    }
  }

  // MARK: This machine

  mutating func undoRepository(_ begun: [PlanItem]) {
    guard let item = begun.first(where: { $0.id == "repository" }),
      case .command(let command) = item.action,
      let name = command.arguments.dropFirst(2).first, found.repositories.contains(name)
    else { return }
    add(
      item, purpose: "repository", "Takes the charts' address out of Helm's list.",
      Command(tool: command.tool, arguments: ["repo", "remove", name], timeout: command.timeout))
  }

  mutating func undoCertificates(_ begun: [PlanItem], removes: Bool) {
    guard let item = begun.first(where: { $0.id == PlanBuilder.certificatesID }),
      case .writeCertificates(let recipe) = item.action, !recipe.written.isEmpty
    else { return }
    guard removes else {
      return notes.append(
        "\(recipe.directory) stays: its keys can't be made again, and a later install can use them, "
          + "with “Files I have” as their source.")
    }
    items.append(
      PlanItem(
        id: Plan.undoPrefix + item.id, purpose: "certificates",
        explanation:
          "Deletes the files that the run has made in \(recipe.directory), with their keys, "
          + "and the directory if nothing else is in it. They can't be made again.",
        action: .removeCertificates(recipe)))
  }
}
