/// The kinds that are served now: the built-in ones and those of the CustomResourceDefinitions.
struct ResourceRegistry {
  private(set) var types: [ResourceType]
  private var positions: [String: Int] = [:]
  /// Grows with every change, so that documents made from the registry can be kept.
  private(set) var generation = 0

  /// Makes the registry of a cluster of that version, with its `v`.
  init(kubernetes version: String) {
    types = ResourceType.builtin(of: version)
    index()
  }

  /// The type served under that group, version and plural; nil where there is none.
  func type(group: String, version: String, plural: String) -> ResourceType? {
    positions["\(group)/\(version)/\(plural)"].map { types[$0] }
  }

  /// The type in the version that is preferred; nil where the resource is not served.
  func type(_ id: ResourceID) -> ResourceType? { types.first { $0.id == id } }

  /// The type of an object by its apiVersion and kind; nil where it is not served.
  func type(of object: JSON) -> ResourceType? {
    types.first {
      $0.apiVersion == object["apiVersion"]?.text && $0.kind == object["kind"]?.text
    }
  }

  /// The groups in the order in which discovery lists them, the core group first.
  var groups: [String] {
    var seen: Set<String> = []
    return types.map(\.id.group).filter { seen.insert($0).inserted }
  }

  /// The versions of a group, preferred first.
  func versions(of group: String) -> [String] {
    var seen: Set<String> = []
    return types.filter { $0.id.group == group }.map(\.version).filter { seen.insert($0).inserted }
      .sorted { VersionPriority($0) > VersionPriority($1) }
  }

  /// The types of one group and version.
  func types(group: String, version: String) -> [ResourceType] {
    types.filter { $0.id.group == group && $0.version == version }
  }

  /// Serves what a CustomResourceDefinition defines; what an earlier form of it defined is forgotten.
  mutating func define(_ definition: JSON) {
    types.removeAll { $0.isCustom && $0.id.qualified == definition.name }
    types += Self.types(from: definition)
    index()
  }

  /// Stops serving what the CustomResourceDefinition of that name defined.
  mutating func forget(definitionNamed name: String) {
    types.removeAll { $0.isCustom && $0.id.qualified == name }
    index()
  }

  private mutating func index() {
    generation += 1
    positions = Dictionary(
      types.enumerated().map { ("\($1.id.group)/\($1.version)/\($1.id.plural)", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func types(from definition: JSON) -> [ResourceType] {
    guard let spec = definition["spec"], let names = spec["names"],
      let group = spec["group"]?.text, let plural = names["plural"]?.text,
      let kind = names["kind"]?.text
    else { return [] }
    let served = (spec["versions"]?.elements ?? []).filter { $0["served"]?.truth ?? true }
      .sorted {
        VersionPriority($0["name"]?.text ?? "") > VersionPriority($1["name"]?.text ?? "")
      }
    return served.map { version in
      var type = ResourceType(
        id: ResourceID(group: group, plural: plural), version: version["name"]?.text ?? "",
        kind: kind, singular: names["singular"]?.text ?? kind.lowercased())
      type.shortNames = names["shortNames"]?.elements.compactMap(\.text) ?? []
      type.categories = names["categories"]?.elements.compactMap(\.text) ?? []
      type.isNamespaced = spec["scope"]?.text != "Cluster"
      type.subresources = (version["subresources"]?.members.keys.sorted() ?? [])
      type.isCustom = true
      type.printerColumns = version["additionalPrinterColumns"]?.elements.map(column) ?? []
      return type
    }
  }

  private static func column(_ column: JSON) -> PrinterColumn {
    let path = column["jsonPath"]?.text ?? ""
    return PrinterColumn(
      name: column["name"]?.text ?? "", type: column["type"]?.text ?? "string",
      path: path.split(separator: ".").map(String.init),
      isWide: (column["priority"]?.integer ?? 0) > 0)
  }
}

/// The order of API versions: v2 before v1 before v1beta2 before v1alpha1 before anything else.
struct VersionPriority: Comparable {
  private var parts: [Int]
  private var text: String

  init(_ text: String) {
    self.text = text
    let numbers = text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    let stability = text.contains("alpha") ? 0 : text.contains("beta") ? 1 : 2
    parts = text.hasPrefix("v") ? [1, stability] + numbers : [0, 0]
  }

  static func < (left: Self, right: Self) -> Bool {
    if left.parts == right.parts { return left.text > right.text }
    return left.parts.lexicographicallyPrecedes(right.parts)
  }
}
