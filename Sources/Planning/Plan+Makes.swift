// What a plan's items make and remove.
extension Plan {
  /// A release that an item installs or upgrades.
  struct PlannedRelease {
    var name: ReleaseName
    /// The chart with its version, as Helm lists it.
    var chart: String
    /// Whether it was there when the plan was made.
    var wasThere: Bool
  }

  /// The release that an item installs or upgrades; nil where it does something else.
  func installedRelease(of item: PlanItem) -> PlannedRelease? {
    let chart: ChartFile? =
      switch item.id {
      case PlanBuilder.crdsID: charts.crds
      case PlanBuilder.controlPlaneID: charts.controlPlane
      case PlanBuilder.pluginID: charts.plugin
      default: nil
      }
    guard let chart, case .command(let command) = item.action, let namespace = command.namespace,
      let name = command.arguments.first(where: { $0 != "upgrade" && $0 != "--install" })
    else { return nil }
    let release = ReleaseName(name, in: namespace)
    return PlannedRelease(
      name: release, chart: "\(chart.name)-\(chart.version)",
      wasThere: upgrade != nil || removal?.kept == release
        || removal?.plugin == release && removal?.releases.contains(release) == false)
  }

  /// The release that an item uninstalls; nil where it does something else.
  func removedRelease(of item: PlanItem) -> ReleaseName? {
    release(of: item, verb: "uninstall")
  }

  /// The release that an item takes back; nil where it does something else.
  func rolledBackRelease(by item: PlanItem) -> ReleaseName? {
    release(of: item, verb: "rollback")
  }

  private func release(of item: PlanItem, verb: String) -> ReleaseName? {
    guard case .command(let command) = item.action, command.tool.name == .helm,
      command.arguments.first == verb, command.arguments.count > 1,
      let namespace = command.namespace
    else { return nil }
    return ReleaseName(command.arguments[1], in: namespace)
  }

  /// The namespace that an item makes or labels; nil where it does something else.
  func madeNamespace(by item: PlanItem) -> String? {
    switch item.id {
    case PlanBuilder.namespaceID: controlPlaneNamespace
    case PlanBuilder.pluginNamespaceID: pluginNamespace
    case let id where id.hasPrefix("create-"): String(id.dropFirst("create-".count))
    default: nil
    }
  }

  /// The namespaces that the plan makes, or labels where they are there.
  package var madeNamespaces: [String] { items.compactMap(madeNamespace) }

  /// Everything of Helm's that the plan gives, removes or rolls back.
  package var namedReleases: [ReleaseName] {
    items.compactMap {
      installedRelease(of: $0)?.name ?? removedRelease(of: $0) ?? rolledBackRelease(by: $0)
    }
  }
}
