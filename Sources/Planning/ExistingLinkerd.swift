/// What may be done about a Linkerd that is on the cluster already.
///
/// Nothing is removed, overwritten or adopted that the person has not answered for.
package enum ExistingAnswer: String, CaseIterable, Codable, Sendable {
  /// Nothing: the wizard stops there and says what can be done.
  case stop
  /// What an install left that failed, or that was not finished, is removed, then all is installed.
  case repair
  /// Helm's releases get newer charts and keep their certificates and values.
  case upgrade
}

/// A release of Helm's by its name.
package struct ReleaseName: Hashable, Codable, Sendable {
  /// Such as `linkerd-control-plane`.
  package var name: String
  /// The namespace that holds the release's records.
  package var namespace: String

  /// Makes a name.
  package init(_ name: String, in namespace: String) {
    self.name = name
    self.namespace = namespace
  }

  /// Namespace and name, as `namespace/name`.
  package var place: String { "\(namespace)/\(name)" }
}

/// What a plan does about the Linkerd that was found.
package enum ExistingWork: Equatable, Sendable {
  /// Nothing was found, or nothing may be done.
  case none
  /// Something is removed before the install.
  case removal(Removal)
  /// The releases that are there get newer charts.
  case upgrade(Upgrade)

  /// What is removed before the install.
  package struct Removal: Equatable, Codable, Sendable {
    /// Helm's releases, in the order in which they are uninstalled.
    package var releases: [ReleaseName]
    /// Objects of the whole cluster that belong to no release, as `kind/name` in kubectl's words.
    package var objects: [String]
    /// The release with Linkerd's CRDs that stays and is installed over; nil where there is none.
    package var kept: ReleaseName?
    /// The release of the CNI plugin that is there; one of `releases`, or it stays. nil where there
    /// is none.
    package var plugin: ReleaseName?

    /// Makes a list of what is removed.
    package init(
      releases: [ReleaseName] = [], objects: [String] = [], kept: ReleaseName? = nil,
      plugin: ReleaseName? = nil
    ) {
      self.releases = releases
      self.objects = objects
      self.kept = kept
      self.plugin = plugin
    }
  }

  /// The releases that are upgraded.
  package struct Upgrade: Equatable, Codable, Sendable {
    /// The release with Linkerd's CRDs, which comes first.
    package var crds: ReleaseName
    /// The release with the control plane.
    package var controlPlane: ReleaseName
    /// The version of the control plane's chart that is there.
    package var version: String
    /// Releases that were left in the middle of an upgrade: they go back to their last good state.
    package var rolledBack: [ReleaseName]
    /// The release of the CNI plugin, which stays as it is; nil where there is none.
    package var plugin: ReleaseName?
    /// The newest revision of the control plane's release before anything is changed; nil where it isn't
    /// known.
    package var revision: Int?

    /// Makes a description of an upgrade.
    package init(
      crds: ReleaseName, controlPlane: ReleaseName, version: String,
      rolledBack: [ReleaseName] = [], plugin: ReleaseName? = nil, revision: Int? = nil
    ) {
      self.revision = revision
      self.crds = crds
      self.controlPlane = controlPlane
      self.version = version
      self.rolledBack = rolledBack
      self.plugin = plugin
    }
  }

  /// The upgrade; nil where something else is done.
  package var asUpgrade: Upgrade? {
    guard case .upgrade(let upgrade) = self else { return nil }
    return upgrade
  }

  /// What is removed; nil where something else is done.
  package var asRemoval: Removal? {
    guard case .removal(let removal) = self else { return nil }
    return removal
  }

  /// The release of the chart linkerd-crds: the one that is upgraded, or the recipe's in the control
  /// plane's namespace.
  package func crdsRelease(in namespace: String) -> ReleaseName {
    asUpgrade?.crds ?? ReleaseName(PlanBuilder.crdsRelease, in: namespace)
  }

  /// The release of the CNI plugin: the one that is there, or the recipe's.
  package var pluginRelease: ReleaseName {
    asRemoval?.plugin ?? ReleaseName(ChartName.plugin, in: PodNetwork.pluginNamespace)
  }

  /// The CNI plugin's release that is there and stays in an install; nil where there is none.
  package var keptPlugin: ReleaseName? {
    guard let removal = asRemoval, let plugin = removal.plugin,
      !removal.releases.contains(plugin)
    else { return nil }
    return plugin
  }
}
