import Planning

/// Services as lines of text, one each, as kubectl's template cuts them.
enum ServiceLines {
  /// Namespace, name, annotation and ports, with tabs between them.
  static let template =
    #"jsonpath={range .items[*]}{.metadata.namespace}{"\t"}{.metadata.name}{"\t"}"#
    + #"{.metadata.annotations.config\.linkerd\.io/opaque-ports}{"\t"}"#
    + #"{range .spec.ports[*]}{.port}{"/"}{.targetPort}{" "}{end}{"\n"}{end}"#

  /// The Services of the lines; what is no such line is passed over.
  static func services(_ output: [UInt8]) -> [ServiceFact] {
    output.split(separator: 0x0a).compactMap { line in
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 4 else { return nil }
      return ServiceFact(
        namespace: fields[0], name: fields[1],
        ports: fields[3].split(separator: " ").compactMap(port),
        opaquePorts: fields[2].isEmpty ? nil : fields[2])
    }
  }

  private static func port(_ text: Substring) -> ServiceFact.Port? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Int($0) }) else { return nil }
    let target = parts.count > 1 ? parts[1] : ""
    // Without a target the pods' port is the same (kubernetes.io/docs, "Service").
    return ServiceFact.Port(number, target: target.isEmpty ? number : Int(target))
  }
}
