extension Plan {
  /// How to undo what was done so far, as shell lines and comments, last item first.
  ///
  /// `completed` holds the ids of the items that were done, `brokenOff` of those that failed or were
  /// stopped on the way: they may have left something, or nothing. What may hold somebody's work is
  /// written as a comment, to be decided on by hand. Empty where nothing was done.
  package func undoLines(completed: [String], brokenOff: [String] = []) -> [String] {
    if isUndo { return [] }
    let done = Set(completed)
    let broken = Set(brokenOff)
    var blocks: [[String]] = []
    // Restarts come behind the annotations: only then do they take proxies out.
    var restarts = undoRestarts(items.filter { done.contains($0.id) })
    for item in items.reversed() where done.contains(item.id) || broken.contains(item.id) {
      if item.isBeforeMeshing, !restarts.isEmpty {
        blocks.append(restarts)
        restarts = []
      }
      let lines = broken.contains(item.id) ? undoLines(ofBroken: item) : undoLines(of: item)
      if !lines.isEmpty { blocks.append(lines) }
    }
    return Array(blocks.joined(separator: [""]))
  }

  /// Certificates are written all or none, and the list of repositories in one go. A Secret that
  /// could not be made is likely somebody else's.
  private func undoLines(ofBroken item: PlanItem) -> [String] {
    switch item.action {
    case .writeCertificates: []
    case .command where item.id == "repository": []
    case .command(let command) where item.id == PlanBuilder.issuerSecretID:
      lookAtIssuerSecret(command)
    default: undoLines(of: item)
    }
  }

  private func undoLines(of item: PlanItem) -> [String] {
    switch item.action {
    case .verify, .removeCertificates: return []
    case .writeCertificates(let certificates) where certificates.written.isEmpty: return []
    case .writeCertificates(let certificates):
      return [
        "# Keep \(harmless(certificates.directory)): its keys can't be made again, and a later",
        "# install can use them, with \"Files I have\" as their source.",
      ]
    case .command(let command):
      if let lines = undoAnnotating(command) { return lines }
      switch item.id {
      case let id where id.hasPrefix(Self.repairPrefix): return []
      case let id where item.isRestart || id.hasPrefix(PlanBuilder.restartWaitPrefix): return []
      case PlanBuilder.crdsID where upgrade != nil:
        return ["# The CRDs stay as new as they are: older control planes read them too."]
      case PlanBuilder.controlPlaneID where upgrade != nil: return undoUpgrade(command)
      case PlanBuilder.crdsID:
        return undoRelease(command, note: "# Gateway API CRDs may stay; that is intended.")
      case PlanBuilder.controlPlaneID:
        return undoRelease(command, note: charts.crds == nil ? Self.kindsGoToo : nil)
      case let id where id.hasPrefix("remove-"):
        return [
          "# What was removed had never been installed to the end: there is nothing to bring back."
        ]
      case let id where id.hasPrefix("rollback-"): return []
      case PlanBuilder.pluginID: return undoPlugin(command)
      case PlanBuilder.pluginNamespaceID:
        return undoPluginNamespace(command)
      case PlanBuilder.namespaceID: return undoNamespace(command)
      case PlanBuilder.issuerSecretID: return undoIssuerSecret(command)
      case "repository":
        return [
          "# Take the charts' address out of Helm's list.",
          ShellQuoting.join(
            [command.tool.path, "repo", "remove"] + command.arguments.dropFirst(2).prefix(1)),
        ]
      default: return undoCreate(command)
      }
    }
  }

  private func undoRelease(_ command: Command, note: String?) -> [String] {
    let release = command.arguments.dropFirst(2).prefix(1)
    let line = ShellQuoting.join(
      [command.tool.path, "uninstall"] + release + releaseTarget(of: command))
    return ["# Uninstall \(release.joined()).", line] + (note.map { [$0] } ?? [])
  }

  /// Helm goes back to the release's last revision, with its chart, values and certificates.
  private func undoUpgrade(_ command: Command) -> [String] {
    let release = command.arguments.dropFirst().prefix(1)
    return [
      "# Take \(release.joined()) back to the version before.",
      ShellQuoting.join([command.tool.path, "rollback"] + release + releaseTarget(of: command)),
    ]
  }

  private func releaseTarget(of command: Command) -> [String] {
    command.argumentGroups.filter {
      $0[0] == "--namespace" || Command.targetFlags.contains($0[0])
    }.flatMap(\.self)
  }

  private static let kindsGoToo =
    "# Linkerd's CRDs go with it, and every ServiceProfile and Server on the cluster."

  private func undoIssuerSecret(_ command: Command) -> [String] {
    ["# Delete the issuer's Secret.", onIssuerSecret("delete", command)]
  }

  private func lookAtIssuerSecret(_ command: Command) -> [String] {
    [
      "# The Secret \(PlanBuilder.issuerSecretName) may be somebody else's; look whether it is there:",
      onIssuerSecret("get", command),
      "# and only if nothing needs it:",
      "# " + harmless(onIssuerSecret("delete", command)),
    ]
  }

  private func onIssuerSecret(_ verb: String, _ command: Command) -> String {
    let place = command.argumentGroups.filter { $0[0] == "--namespace" }.flatMap(\.self)
    return ShellQuoting.join(
      [command.tool.path] + target(of: command) + [verb, "secret", PlanBuilder.issuerSecretName]
        + place)
  }

  /// A namespace that was there before only loses what was added; a new one may be deleted.
  private func undoNamespace(_ command: Command) -> [String] {
    guard let name = controlPlaneNamespace else { return [] }
    return undoNamespace(
      command, name, labels: PlanBuilder.controlPlaneLabels(name, level: .privileged))
  }

  private func undoPluginNamespace(_ command: Command) -> [String] {
    guard let name = pluginNamespace else { return [] }
    return undoNamespace(command, name, labels: PlanBuilder.pluginLabels)
  }

  /// Pods that are meshed and start anew without the plugin find no way through their proxies, and
  /// wait in their container linkerd-network-validator.
  private func undoPlugin(_ command: Command) -> [String] {
    [
      "# Only once no pod has a proxy any more: without the plugin, those that have one",
      "# don't start again. Restart them first.",
    ] + undoRelease(command, note: nil)
  }

  private func undoNamespace(
    _ command: Command, _ name: String, labels: [String: String]
  ) -> [String] {
    guard command.arguments.contains("--force-conflicts") else {
      return deletion(of: name, command)
    }
    let keys = labels.keys.sorted().map { $0 + "-" }
    let kubectl = [command.tool.path] + target(of: command)
    return [
      "# The namespace was there before: take the labels and the annotation away.",
      ShellQuoting.join(kubectl + ["label", "namespace", name] + keys),
      ShellQuoting.join(kubectl + ["annotate", "namespace", name, "linkerd.io/inject-"]),
    ]
  }

  private func undoCreate(_ command: Command) -> [String] {
    command.arguments.last.map { deletion(of: $0, command) } ?? []
  }

  private func deletion(of name: String, _ command: Command) -> [String] {
    let kubectl = [command.tool.path] + target(of: command)
    return [
      "# The namespace \(name) was created. Deleting it deletes everything in it; look first:",
      ShellQuoting.join(kubectl + ["get", "all", "--namespace", name]),
      "# and only if nothing there is needed:",
      "# " + harmless(ShellQuoting.join(kubectl + ["delete", "namespace", name])),
    ]
  }

  func target(of command: Command) -> [String] {
    command.argumentGroups.filter { Command.targetFlags.contains($0[0]) }.flatMap(\.self)
  }

  /// The namespace that the proof looks at; nil in a plan without a proof.
  package var controlPlaneNamespace: String? {
    for item in items {
      if case .verify(let check) = item.action { return check.namespace }
    }
    return nil
  }

  /// The namespace of the CNI plugin's release; nil in a plan that installs none.
  package var pluginNamespace: String? {
    guard let item = items.first(where: { $0.id == PlanBuilder.pluginID }),
      case .command(let command) = item.action
    else { return nil }
    return command.namespace
  }

  /// The recipe of the certificates; nil in a plan that makes none.
  package var certificates: CertificatePlan? {
    for item in items {
      if case .writeCertificates(let certificates) = item.action { return certificates }
    }
    return nil
  }
}
