/// The index.yaml of a chart repository.
enum ChartIndex {
  /// The index of those charts, whose archives lie at that address; the newest version of each
  /// name stands first, in the order given.
  static func text(of charts: [PracticeChart], at address: String) -> String {
    var names: [String] = []
    for chart in charts where !names.contains(chart.name) { names.append(chart.name) }
    let entries = names.sorted().map { name in
      "  \(name):\n"
        + charts.filter { $0.name == name }.map { entry(of: $0, at: address) }.joined()
    }
    let generated = charts.map(\.created).max() ?? "2024-01-01T00:00:00Z"
    return "apiVersion: v1\nentries:\n\(entries.joined())generated: \"\(generated)\"\n"
  }

  private static func entry(of chart: PracticeChart, at address: String) -> String {
    """
      - apiVersion: v2
        appVersion: \(chart.appVersion)
        created: "\(chart.created)"
        description: "\(chart.description)"
        digest: \(chart.digest)
        kubeVersion: "\(chart.kubeVersion)"
        name: \(chart.name)
        type: application
        urls:
        - \(address)/\(chart.fileName)
        version: \(chart.version)

    """ + (chart.isDeprecated ? "    deprecated: true\n" : "")
  }
}
