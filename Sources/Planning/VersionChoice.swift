/// Chooses among the versions that a charts' place offers.
package enum VersionChoice {
  /// The releases that fit that Kubernetes, newest first; pre-releases are left out.
  package static func fitting(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> [ChartVersion] {
    var verdicts: [String: Bool] = [:]
    return releases(versions).filter { version in
      let demand = version.kubernetesDemand
      let verdict = verdicts[demand] ?? fits(version, kubernetes: kubernetes)
      verdicts[demand] = verdict
      return verdict
    }
  }

  /// The newest release that fits that Kubernetes; nil where none does.
  package static func newest(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> ChartVersion? { fitting(versions, kubernetes: kubernetes).first }

  /// Whether the chart's own `kubeVersion` lets that Kubernetes pass; a constraint that can't be
  /// read lets nothing pass, as with Helm. `linkerd2` says nothing of the versions that are too new
  /// for it.
  package static func fits(_ version: ChartVersion, kubernetes: SemanticVersion) -> Bool {
    if version.isOneChart, !LinkerdLines.linkerd2.runs(on: kubernetes) { return false }
    if version.kubeVersion.allSatisfy({ $0 == " " }) { return true }
    return VersionConstraint(version.kubeVersion)?.allows(kubernetes) ?? false
  }

  /// The version that was asked for (nil: the newest that fits), or why it can't be installed.
  package static func choose(
    _ version: String?, among versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Result<ChartVersion, Problem> {
    guard let version else {
      if let newest = newest(versions, kubernetes: kubernetes) { return .success(newest) }
      return .failure(noneFits(versions, kubernetes: kubernetes))
    }
    guard let found = versions.first(where: { $0.version == version }) else {
      return .failure(unknown(version, among: versions, kubernetes: kubernetes))
    }
    if fits(found, kubernetes: kubernetes) { return .success(found) }
    return .failure(
      Problem(
        "version-does-not-fit",
        "\(found.version) needs Kubernetes \(found.kubernetesDemand); this cluster has "
          + "\(kubernetes.text).",
        remedy: newest(versions, kubernetes: kubernetes).map { "Use \($0.version)." }
          ?? "Upgrade the cluster, or use other charts."))
  }

  /// Why no version fits that Kubernetes, with a way out; nil where one does.
  package static func problem(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Problem? {
    newest(versions, kubernetes: kubernetes) == nil
      ? noneFits(versions, kubernetes: kubernetes) : nil
  }

  private static func releases(_ versions: [ChartVersion]) -> [ChartVersion] {
    versions.compactMap { version in SemanticVersion.parse(version.version).map { ($0, version) } }
      .filter { $0.0.prerelease.isEmpty }
      .sorted { $0.0 > $1.0 }
      .map(\.1)
  }

  private static func noneFits(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Problem {
    guard let oldest = releases(versions).last, let newest = releases(versions).first else {
      return Problem(
        "no-version-offered", "No release of Linkerd's charts is offered there.",
        remedy: "Check the address or the directory: it has to hold linkerd-crds and "
          + "linkerd-control-plane, or linkerd2.")
    }
    if newest.isOneChart, let problem = LinkerdLines.problem(ofLinkerd2On: kubernetes) {
      return problem
    }
    let demand = newest.kubeVersion == oldest.kubeVersion ? newest : oldest
    return Problem(
      "no-version-fits",
      "None of these charts fits Kubernetes \(kubernetes.text): \(demand.version) needs "
        + "\(demand.kubeVersion).",
      remedy: LinkerdLines.remedy(kubernetes))
  }

  private static func unknown(
    _ version: String, among versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Problem {
    guard let newest = newest(versions, kubernetes: kubernetes) else {
      return Problem(
        "version-unknown", "Version \(quoted(version)) is not offered there.",
        remedy: LinkerdLines.remedy(kubernetes))
    }
    let offered = releases(versions).map(\.version).filter { $0 != newest.version }.prefix(3)
    let others =
      offered.isEmpty ? "" : ", or another one, such as \(offered.joined(separator: ", "))"
    return Problem(
      "version-unknown", "Version \(quoted(version)) is not offered there.",
      remedy: "Use latest, which is \(newest.version)\(others).")
  }
}

extension ChartVersion {
  /// What the charts demand of Kubernetes' version, such as `>=1.31.0-0`; empty where it is nothing.
  package var kubernetesDemand: String {
    guard isOneChart, let unserved = LinkerdLines.linkerd2.unservedKubernetes else {
      return kubeVersion
    }
    return "\(kubeVersion) <\(unserved.text)"
  }
}
