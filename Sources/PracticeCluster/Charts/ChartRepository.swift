/// The Helm chart repository of the practice cluster: /charts/edge and /charts/stable.
package enum ChartRepository {
  private static let charts: [LinkerdRelease.Channel: [PracticeChart]] = Dictionary(
    grouping: LinkerdRelease.all, by: \.channel
  ).mapValues { $0.flatMap(PracticeChart.charts(of:)) }

  /// The file at that path, or nil where the repository has none.
  ///
  /// `path` starts with a slash and has no query, such as /charts/edge/index.yaml; `baseURL` is the
  /// server's own address without a slash at its end, which the index puts before its archives.
  package static func response(
    path: String, baseURL: String
  ) -> (contentType: String, body: [UInt8])? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1] == "charts",
      let channel = LinkerdRelease.Channel(rawValue: String(parts[2])),
      let charts = charts[channel]
    else { return nil }
    if parts[3] == "index.yaml" {
      let index = ChartIndex.text(of: charts, at: "\(baseURL)/charts/\(channel.rawValue)")
      return ("text/yaml; charset=utf-8", Array(index.utf8))
    }
    return charts.first { $0.fileName == parts[3] }.map { ("application/gzip", $0.archive) }
  }
}
