/// A resource's name in its group, whatever the version: `deployments` in `apps`.
struct ResourceID: Hashable, Comparable {
  var group: String
  var plural: String

  /// `deployments.apps`, or `pods` in the core group: how error messages name a resource.
  var qualified: String { group.isEmpty ? plural : "\(plural).\(group)" }

  static func < (left: Self, right: Self) -> Bool { left.qualified < right.qualified }
}

/// A column that a custom resource asks for in its definition.
struct PrinterColumn {
  var name: String
  var type: String
  var path: [String]
  var isWide: Bool
}

/// One kind of object as the API serves it in one version.
struct ResourceType {
  var id: ResourceID
  var version: String
  var kind: String
  var singular: String
  var shortNames: [String] = []
  var categories: [String] = []
  var isNamespaced = true
  var subresources: [String] = []
  var verbs = ResourceType.allVerbs
  /// Whether a CustomResourceDefinition made it: such kinds take no strategic merge patch.
  var isCustom = false
  var printerColumns: [PrinterColumn] = []

  static let allVerbs = [
    "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
  ]

  var listKind: String { kind + "List" }
  var apiVersion: String { id.group.isEmpty ? version : "\(id.group)/\(version)" }
  var hasStatus: Bool { subresources.contains("status") }
}
