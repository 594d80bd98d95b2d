/// Ports on which Linkerd passes bytes on without looking for a protocol.
///
/// Linkerd's annotation stands in place of its usual list, so what is set is that list and the ports
/// (linkerd.io/2/features/protocol-detection).
package struct OpaquePorts: Equatable, Sendable {
  /// In order, each once; never empty.
  package var numbers: [Int]

  /// The annotation of namespaces, workloads and Services.
  package static let annotation = "config.linkerd.io/opaque-ports"
  /// What the charts have as `opaquePorts` (charts/linkerd-control-plane/values.yaml), from 2.12 to
  /// today.
  package static let usual: [Int] = [25, 587, 3306, 4444, 5432, 6379, 9300, 11211]
  /// More than anybody types: ranges are written out, since `linkerd check` reads numbers only.
  private static let most = 200

  /// Reads numbers and ranges with commas or spaces between them, such as `4222, 6222-6224`.
  package static func read(_ text: String) -> Result<OpaquePorts, Problem> {
    var numbers: Set<Int> = []
    for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil,
        (1...65535).contains(first), (first...65535).contains(last)
      else { return .failure(wrong(String(part))) }
      guard last - first < most, numbers.count < most else { return .failure(tooMany) }
      numbers.formUnion(first...last)
    }
    return numbers.isEmpty
      ? .failure(wrong(text)) : .success(OpaquePorts(numbers: numbers.sorted()))
  }

  /// The annotation's value that keeps what is opaque already: by an annotation, nil meaning the usual
  /// ports, and these. `usual` is the list of the control plane; nil means its chart's own.
  package func value(keeping annotation: String?, usual: String? = nil) -> String {
    let kept =
      (annotation ?? usual).map { $0.split(separator: ",").map { $0.filter { !$0.isWhitespace } } }
      ?? Self.usual.map(String.init)
    let added = numbers.map(String.init).filter { !kept.contains($0) }
    return (kept + added).joined(separator: ",")
  }

  /// Whether a port is in an annotation's list of numbers and ranges.
  package static func isListed(_ port: Int, in annotation: String) -> Bool {
    annotation.split(separator: ",").contains { part in
      let ends = part.split(separator: "-", maxSplits: 1).map {
        Int($0.filter { !$0.isWhitespace })
      }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil else { return false }
      return first <= port && port <= last
    }
  }

  private static func wrong(_ text: String) -> Problem {
    Problem(
      "opaque-ports-invalid", "\(quoted(text)) is no list of ports.",
      remedy: "Write numbers from 1 to 65535, such as 4222,6222, or ranges such as 6222-6224.")
  }

  private static let tooMany = Problem(
    "opaque-ports-too-many", "That are more than \(most) ports.",
    remedy: "Name only the ports on which the server speaks first.")
}

/// A Service of a namespace whose ports may have to be opaque.
package struct ServiceFact: Equatable, Codable, Sendable {
  /// Its namespace.
  package var namespace: String
  /// Its name.
  package var name: String
  /// Its ports, each with the number that it leads to; nil where that is a name.
  package var ports: [Port]
  /// Its annotation; nil where it has none.
  package var opaquePorts: String?

  /// A port of a Service.
  package struct Port: Equatable, Codable, Sendable {
    /// Where clients connect to.
    package var number: Int
    /// The pods' port; nil where the Service names it by a word.
    package var target: Int?

    /// Makes a port.
    package init(_ number: Int, target: Int?) {
      self.number = number
      self.target = target
    }
  }

  /// Makes a Service.
  package init(namespace: String, name: String, ports: [Port], opaquePorts: String? = nil) {
    self.namespace = namespace
    self.name = name
    self.ports = ports
    self.opaquePorts = opaquePorts
  }

  /// The annotation that it needs where those ports of pods are opaque; nil where it has or needs none.
  ///
  /// Linkerd marks Services only when they are made (charts/linkerd-control-plane/templates/
  /// proxy-injector-rbac.yaml: operations CREATE), and `linkerd check` wants pods and Services to agree.
  func annotation(for opaque: OpaquePorts, usual: String?) -> String? {
    let own = ports.filter {
      opaque.numbers.contains($0.target ?? $0.number) || opaque.numbers.contains($0.number)
    }
    guard !own.isEmpty else { return nil }
    let wanted = OpaquePorts(numbers: own.map(\.number)).value(
      keeping: opaquePorts, usual: usual)
    return wanted == opaquePorts ? nil : wanted
  }
}

/// What a namespace's or a Service's annotations were before the plan changes them.
package struct AnnotationsBefore: Equatable, Codable, Sendable {
  /// The namespace, or that of the Service.
  package var namespace: String
  /// The Service; nil where the namespace itself is meant.
  package var service: String?
  /// The value of `linkerd.io/inject`; nil where there was none.
  package var inject: String?
  /// The value of `config.linkerd.io/opaque-ports`; nil where there was none.
  package var opaquePorts: String?

  /// Makes a record.
  package init(
    namespace: String, service: String? = nil, inject: String? = nil, opaquePorts: String? = nil
  ) {
    self.namespace = namespace
    self.service = service
    self.inject = inject
    self.opaquePorts = opaquePorts
  }
}
