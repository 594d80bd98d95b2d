/// All namespaces of the cluster, kept as one value so that copying a state costs nothing.
package struct NamespaceIndex: Equatable, Sendable {
  /// Sorted by name.
  package let rows: [NamespaceFact]
  private let positions: [String: Int]

  /// Makes an index of those namespaces; of a name given twice the first counts.
  package init(_ namespaces: [NamespaceFact]) {
    rows = namespaces.sorted { $0.name < $1.name }
    positions = Dictionary(
      rows.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The namespace of that name; nil where there is none.
  package subscript(name: String) -> NamespaceFact? {
    positions[name].map { rows[$0] }
  }
}

/// A namespace as it is.
package struct NamespaceFact: Equatable, Sendable {
  /// As Kubernetes knows it.
  package var name: String
  /// Pods that are there; nil where they may not be counted.
  package var pods: Int?
  /// Of these, the ones that have a Linkerd proxy.
  package var meshedPods: Int
  /// The value of the annotation `linkerd.io/inject`; nil where there is none.
  package var injectAnnotation: String?
  /// Whether it is being deleted.
  package var isTerminating: Bool
  /// What a deletion waits for, as Kubernetes says it; nil where nothing is said.
  package var deletionHeldBy: String?

  /// Makes a namespace.
  package init(
    name: String, pods: Int? = 0, meshedPods: Int = 0, injectAnnotation: String? = nil,
    isTerminating: Bool = false, deletionHeldBy: String? = nil
  ) {
    self.name = name
    self.pods = pods
    self.meshedPods = meshedPods
    self.injectAnnotation = injectAnnotation
    self.isTerminating = isTerminating
    self.deletionHeldBy = deletionHeldBy
  }
}
