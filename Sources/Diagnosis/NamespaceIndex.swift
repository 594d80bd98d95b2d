import Planning

/// All namespaces of the cluster, kept as one value so that copying a state costs nothing.
package struct NamespaceIndex: Equatable, Sendable {
  /// Sorted by name.
  package let rows: [NamespaceFact]
  private let positions: [String: Int]
  /// The places of `rows` in the other orders.
  private let places: [NamespaceOrder: [Int]]

  /// Makes an index of those namespaces; of a name given twice the first counts.
  package init(_ namespaces: [NamespaceFact]) {
    let rows = namespaces.sorted { $0.name < $1.name }
    self.rows = rows
    positions = Dictionary(
      rows.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let all = Array(rows.indices)
    places = [
      .pods: all.sorted { (-(rows[$0].pods ?? 0), $0) < (-(rows[$1].pods ?? 0), $1) },
      .injection: all.sorted { (rows[$0].injectionRank, $0) < (rows[$1].injectionRank, $1) },
    ]
  }

  /// The namespace of that name; nil where there is none.
  package subscript(name: String) -> NamespaceFact? {
    positions[name].map { rows[$0] }
  }

  /// How many there are.
  package var count: Int { rows.count }

  /// The one at a place of an order, counted from 0.
  package func row(_ place: Int, by order: NamespaceOrder) -> NamespaceFact {
    rows[places[order].map { $0[place] } ?? place]
  }

  /// Whether both are the same; where they share their storage that costs nothing.
  package static func == (left: NamespaceIndex, right: NamespaceIndex) -> Bool {
    left.rows == right.rows
  }
}

/// The orders in which namespaces are listed.
package enum NamespaceOrder: String, CaseIterable, Sendable {
  case name
  /// Those with the most pods first.
  case pods
  /// Those that aren't meshed yet first.
  case injection

  /// The order after this one; the first after the last.
  package var next: NamespaceOrder {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// A namespace as it is.
package struct NamespaceFact: Equatable, Sendable {
  /// As Kubernetes knows it.
  package var name: String
  /// Pods that are there and haven't ended; nil where they may not be counted.
  package var pods: Int?
  /// Of these, the ones that have a Linkerd proxy.
  package var meshedPods: Int
  /// The value of the annotation `linkerd.io/inject`; nil where there is none.
  package var injectAnnotation: String?
  /// The value of a label of the same name, which does nothing; nil where there is none.
  package var injectLabel: String?
  /// The value of the annotation `config.linkerd.io/opaque-ports`; nil where there is none.
  package var opaqueAnnotation: String?
  /// The other mesh that its labels put it into, such as `Istio`; nil where they name none.
  package var otherMesh: String?
  /// What runs there.
  package var workloads: NamespaceWorkloads
  /// Whether it is being deleted.
  package var isTerminating: Bool
  /// What a deletion waits for, as Kubernetes says it; nil where nothing is said.
  package var deletionHeldBy: String?

  /// Makes a namespace.
  package init(
    name: String, pods: Int? = 0, meshedPods: Int = 0, injectAnnotation: String? = nil,
    injectLabel: String? = nil, opaqueAnnotation: String? = nil, otherMesh: String? = nil,
    workloads: NamespaceWorkloads = NamespaceWorkloads(),
    isTerminating: Bool = false, deletionHeldBy: String? = nil
  ) {
    self.name = name
    self.pods = pods
    self.meshedPods = meshedPods
    self.injectAnnotation = injectAnnotation
    self.injectLabel = injectLabel
    self.opaqueAnnotation = opaqueAnnotation
    self.otherMesh = otherMesh
    self.workloads = workloads
    self.isTerminating = isTerminating
    self.deletionHeldBy = deletionHeldBy
  }

  /// Whether new pods get a proxy by the namespace's annotation.
  package var isOn: Bool { Injection.givesProxies(annotation: injectAnnotation) }

  /// Pods that would have a proxy if all were meshed; nil where they may not be counted.
  package var injectablePods: Int? { pods.map(workloads.injectable(of:)) }

  /// Whether Linkerd takes a port there as opaque: the annotation's list stands in place of the
  /// usual one.
  package func isOpaque(_ port: Int) -> Bool {
    guard let opaqueAnnotation else { return OpaquePorts.usual.contains(port) }
    return OpaquePorts.isListed(port, in: opaqueAnnotation)
  }

  /// 0 for what can be meshed still, 1 for what is on, 2 for what is being deleted.
  fileprivate var injectionRank: Int { isTerminating ? 2 : isOn ? 1 : 0 }
}
