package import Planning

/// Writes answers as an answers file, every key in its place.
package enum AnswersText {
  /// The text; `comments` stand behind the keys, by the key's path.
  package static func write(
    _ answers: Answers, header: [String] = [], comments: [FieldID: String] = [:]
  ) -> String {
    let fields = Fields(comments: comments)
    let document = YAMLText.map([
      fields.line("context", .context, answers.context.map { .text($0) }),
      .init("certificates", .map(certificates(answers.certificates, fields))),
      .init("controlPlane", .map(controlPlane(answers.controlPlane, fields))),
      fields.line("namespaces", .namespaces, .list(answers.namespaces.map(namespace))),
    ]).document
    return header.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined() + document
  }

  private struct Fields {
    let comments: [FieldID: String]

    func line(_ key: String, _ field: FieldID, _ value: YAMLText?) -> YAMLText.Line {
      .init(key, value, comment: comments[field])
    }
  }

  private static func certificates(
    _ answers: CertificateAnswers, _ fields: Fields
  ) -> [YAMLText.Line] {
    [
      fields.line("source", .certificateSource, .text(answers.source.rawValue)),
      fields.line("directory", .certificateDirectory, .text(answers.directory)),
      fields.line("trustDomain", .trustDomain, .text(answers.trustDomain)),
      fields.line("anchorValidity", .anchorValidity, .text(answers.anchorValidity)),
      fields.line("issuerValidity", .issuerValidity, .text(answers.issuerValidity)),
    ]
  }

  private static func controlPlane(
    _ answers: ControlPlaneAnswers, _ fields: Fields
  ) -> [YAMLText.Line] {
    let charts = answers.charts == .own ? answers.ownCharts : answers.charts.rawValue
    return [
      fields.line("charts", .charts, .text(charts)),
      fields.line("version", .version, .text(answers.version)),
      fields.line("namespace", .controlPlaneNamespace, .text(answers.namespace)),
      fields.line("wait", .wait, .text(answers.wait)),
      fields.line("gatewayAPI", .gatewayAPI, .text(answers.gatewayAPI.rawValue)),
      fields.line("values", .values, .list(answers.values.map { .text($0) })),
    ]
  }

  private static func namespace(_ answer: NamespaceAnswer) -> YAMLText {
    guard answer.inject != .enabled else { return .text(answer.name) }
    return .map([.init("name", .text(answer.name)), .init("inject", .text(answer.inject.rawValue))])
  }
}
