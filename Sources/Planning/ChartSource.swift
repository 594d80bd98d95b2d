/// A place that holds the charts `linkerd-crds` and `linkerd-control-plane`, or the one chart
/// `linkerd2` that came before them.
package enum ChartSource: Hashable, Codable, Sendable {
  /// A Helm repository. The name is the entry that the plan adds to Helm's settings.
  case repository(url: String, preferredName: String)
  /// A Helm repository of which `linkerd2` is taken, whatever else it offers.
  case oneChartRepository(url: String, preferredName: String)
  /// The folder of a registry that holds the charts as images, as `oci://` and without a slash at its
  /// end.
  case registry(address: String)
  /// A directory, absolute, that holds the charts, each packed (`.tgz`) or as a folder.
  case directory(path: String)
  /// One packed chart, absolute; the other one of the same version stands beside it, unless it is
  /// `linkerd2`.
  case archive(path: String)

  /// Linkerd's weekly releases.
  package static let edge = ChartSource.repository(
    url: "https://helm.linkerd.io/edge", preferredName: "linkerd-edge")
  /// Linkerd's last open stable line, 2.14, which gets no more fixes.
  package static let stable = ChartSource.repository(
    url: "https://helm.linkerd.io/stable", preferredName: "linkerd")
  /// Linkerd 2.11, the last line that is one chart; it lies in the repository of the stable ones.
  package static let linkerd2 = ChartSource.oneChartRepository(
    url: "https://helm.linkerd.io/stable", preferredName: "linkerd")

  /// The repository, with the name that the plan prefers for it; nil for files.
  package var repository: HelmRepository? {
    switch self {
    case .repository(let url, let name), .oneChartRepository(let url, let name):
      HelmRepository(name: name, url: url)
    case .registry, .directory, .archive: nil
    }
  }

  /// The registry's address; nil for other places.
  package var registry: String? {
    if case .registry(let address) = self { address } else { nil }
  }

  /// Whether Helm fetches the charts; else they are files of the person's own.
  package var isFetched: Bool { repository != nil || registry != nil }

  /// The words by which Helm finds a chart of a registry, in `helm show chart` and `helm pull`; nil
  /// for other places.
  ///
  /// Registries of this machine's own mostly have no certificate: Helm asks them by HTTP only where
  /// it is told to (helm.sh/docs/topics/registries; since Helm 3.13 of pull and show, too).
  package func registryWords(for chart: String) -> [String]? {
    guard let registry else { return nil }
    let host = registry.dropFirst(Self.registryScheme.count).prefix { $0 != "/" }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    let isOwn = ["localhost", "127.0.0.1", "[::1]"].contains(name.lowercased())
    return ["\(registry)/\(chart)"] + (isOwn ? ["--plain-http"] : [])
  }

  /// What a registry's address begins with.
  static let registryScheme = "oci://"
}

/// The charts of one version, as their repository's index or their own `Chart.yaml` describes them.
package struct ChartVersion: Hashable, Codable, Sendable {
  /// The control plane chart's version, such as `2026.8.3` or `1.16.11`.
  package var version: String
  /// The version of `linkerd-crds` that belongs to it; the same for edge, `1.8.0` for `1.16.11`. nil
  /// where there is none, because the control plane's chart is `linkerd2`, which brings the CRDs.
  package var crdsVersion: String?
  /// The version of `linkerd2-cni` that belongs to it; nil where there is none, or none is wanted.
  package var pluginVersion: String?
  /// Linkerd's own name for the release, such as `edge-26.8.3`; empty where the chart has none.
  package var appVersion: String
  /// The constraint on Kubernetes' version, such as `>=1.31.0-0`; empty where the chart has none.
  package var kubeVersion: String

  /// Makes a description of a chart pair.
  package init(
    version: String, crdsVersion: String?, pluginVersion: String? = nil, appVersion: String,
    kubeVersion: String
  ) {
    self.version = version
    self.crdsVersion = crdsVersion
    self.pluginVersion = pluginVersion
    self.appVersion = appVersion
    self.kubeVersion = kubeVersion
  }

  /// Whether it is the one chart `linkerd2`, which holds everything.
  package var isOneChart: Bool { crdsVersion == nil }

  /// The same charts without the CNI plugin's.
  package var withoutPlugin: ChartVersion {
    var copy = self
    copy.pluginVersion = nil
    return copy
  }
}

/// One chart on this machine, ready to be installed from.
package struct ChartFile: Equatable, Codable, Sendable {
  /// The chart's name, such as `linkerd-crds`.
  package var name: String
  /// The chart's own version.
  package var version: String
  /// Absolute; a packed chart in the wizard's cache, or the user's own file or folder.
  package var path: String
  /// Lowercase hex; of a folder, of its files' paths and contents in order.
  package var sha256: String

  /// Makes a description of a chart file.
  package init(name: String, version: String, path: String, sha256: String) {
    self.name = name
    self.version = version
    self.path = path
    self.sha256 = sha256
  }
}

/// The names of the charts that Linkerd is installed from.
package enum ChartName {
  /// The kinds of objects that Linkerd adds.
  package static let crds = "linkerd-crds"
  /// The control plane.
  package static let controlPlane = "linkerd-control-plane"
  /// Both in one, until 2.11.
  package static let linkerd2 = "linkerd2"
  /// The CNI plugin.
  package static let plugin = "linkerd2-cni"

  /// All of them.
  package static let all = [crds, controlPlane, linkerd2, plugin]
}

/// The charts that a plan installs: a pair, or the one chart that came before it.
package struct FetchedCharts: Equatable, Codable, Sendable {
  /// The place that they came from.
  package var source: ChartSource
  /// How that place describes them.
  package var described: ChartVersion
  /// The chart `linkerd2-cni`; nil where it isn't wanted.
  package var plugin: ChartFile?
  /// The chart `linkerd-crds`; nil beside `linkerd2`.
  package var crds: ChartFile?
  /// The chart `linkerd-control-plane`, or `linkerd2`.
  package var controlPlane: ChartFile
  /// The chart's own values for high availability, `values-ha.yaml`, as a file on this machine; nil
  /// where the chart brings none.
  package var highAvailability: GivenFile?

  /// Makes a description of charts.
  package init(
    source: ChartSource, described: ChartVersion, plugin: ChartFile? = nil, crds: ChartFile?,
    controlPlane: ChartFile, highAvailability: GivenFile? = nil
  ) {
    self.source = source
    self.described = described
    self.plugin = plugin
    self.crds = crds
    self.controlPlane = controlPlane
    self.highAvailability = highAvailability
  }

  /// The charts in the order in which they are installed.
  package var all: [ChartFile] { [plugin, crds, controlPlane].compactMap(\.self) }
}

/// An entry of Helm's own list of repositories.
package struct HelmRepository: Equatable, Codable, Sendable {
  /// The name by which charts are asked for, as in `NAME/linkerd-crds`.
  package var name: String
  /// The repository's address.
  package var url: String

  /// Makes an entry.
  package init(name: String, url: String) {
    self.name = name
    self.url = url
  }
}

/// A file that the user gave, as it was when it was looked at.
package struct GivenFile: Equatable, Codable, Sendable {
  /// Absolute.
  package var path: String
  /// Lowercase hex.
  package var sha256: String

  /// Makes a description of a file.
  package init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}
