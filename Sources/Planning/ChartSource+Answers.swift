extension ChartSource {
  /// The place that the answers name; nil where their own place can't be used.
  package init?(answers: ControlPlaneAnswers, paths: HostPaths) {
    guard case .success(let source) = ChartSource.read(answers, paths: paths) else { return nil }
    self = source
  }

  /// The place that the answers name, or why it can't be used.
  package static func read(
    _ answers: ControlPlaneAnswers, paths: HostPaths
  ) -> Result<ChartSource, Problem> {
    .failure(Problem("charts-missing", ""))
  }

  /// The place as the answers file writes it: `edge`, `stable`, an address or a path.
  package var answersText: String { "" }
}

extension ControlPlaneAnswers {
  /// The charts' place as the answers file writes it: `edge`, `stable`, an address or a path.
  package var chartsText: String {
    get { charts == .own ? ownCharts : charts.rawValue }
    set {
      charts = ChartsAnswer(rawValue: newValue).flatMap { $0 == .own ? nil : $0 } ?? .own
      ownCharts = charts == .own ? newValue : ""
    }
  }
}
