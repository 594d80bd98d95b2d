// What is taken back of namespaces that Linkerd lives in, and of this machine.
extension UndoWriter {
  // MARK: Linkerd's namespaces

  mutating func undoOwnNamespaces(_ begun: [PlanItem]) {
    for id in [PlanBuilder.namespaceID, PlanBuilder.pluginNamespaceID] {
      guard let item = begun.first(where: { $0.id == id }),
        case .command(let command) = item.action,
        let name = plan.madeNamespace(by: item), there(name)
      else { continue }
      // A release that stays needs them.
      if id == PlanBuilder.pluginNamespaceID, pluginStays { continue }
      if !command.arguments.contains("--force-conflicts") {
        if mayGo(name) {
          add(
            item, purpose: "namespace",
            "Deletes the namespace \(name), which the run created. Only what belongs to Linkerd is in "
              + "it.", deletion(of: name, like: command))
        }
        continue
      }
      takeLabels(of: name, item, command)
    }
  }

  private var pluginStays: Bool {
    plan.items.first { $0.id == PlanBuilder.pluginID }
      .flatMap { plan.installedRelease(of: $0)?.wasThere } ?? false
  }

  /// Linkerd's own labels go from a namespace that was there; what it allows its pods stays, because
  /// nobody knows what that was.
  private mutating func takeLabels(of name: String, _ item: PlanItem, _ command: Command) {
    let all =
      item.id == PlanBuilder.namespaceID
      ? PlanBuilder.controlPlaneLabels("", level: .privileged) : PlanBuilder.pluginLabels
    let keys = all.keys.sorted().filter { $0.contains("linkerd.io/") }
    let target = plan.target(of: command)
    add(
      item, purpose: "namespace",
      "Takes Linkerd's labels away from the namespace \(name), which was there before the run.",
      Command(
        tool: command.tool,
        arguments: target + ["label", "namespace", name] + keys.map { $0 + "-" },
        timeout: command.timeout))
    notes.append(
      "The label pod-security.kubernetes.io/enforce of the namespace \(name) stays as the run set it: "
        + "what it was before isn't known.")
    guard found.traces.namespaces?[name]?["linkerd.io/inject"] == "disabled" else { return }
    add(
      item, part: 1, purpose: "namespace",
      "Takes the run's annotation away from the namespace \(name).",
      Command(
        tool: command.tool,
        arguments: target + ["annotate", "namespace", name, "linkerd.io/inject-"],
        timeout: command.timeout))
  }

  // MARK: This machine

  mutating func undoRepository(_ done: [PlanItem]) {
    guard let item = done.first(where: { $0.id == "repository" }),
      case .command(let command) = item.action, command.arguments.count >= 4,
      let address = found.repositories[command.arguments[2]],
      HelmRepository.areSameAddress(address, command.arguments[3])
    else { return }
    let name = command.arguments[2]
    add(
      item, purpose: "repository", "Takes the charts' address out of Helm's list.",
      Command(tool: command.tool, arguments: ["repo", "remove", name], timeout: command.timeout))
  }

  mutating func undoCertificates(_ done: [PlanItem], removes: Bool) {
    guard let item = done.first(where: { $0.id == PlanBuilder.certificatesID }),
      case .writeCertificates(let recipe) = item.action, !recipe.written.isEmpty
    else { return }
    guard removes else {
      return notes.append(
        "\(recipe.directory) stays: its keys can't be made again, and a later install can use them, "
          + "with “Files I have” as their source.")
    }
    guard let made = found.ownCertificates else {
      return notes.append(
        "The files in \(recipe.directory) aren't those any more that the run has made: they stay.")
    }
    items.append(
      PlanItem(
        id: Plan.undoPrefix + item.id, purpose: "certificates",
        explanation:
          "Deletes the files that the run has made in \(recipe.directory), with their keys, "
          + "and the directory if nothing else is in it. They can't be made again.",
        action: .removeCertificates(recipe, made: made)))
  }
}
