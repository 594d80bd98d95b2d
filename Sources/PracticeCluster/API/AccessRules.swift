/// What the practice user may do; asked by every request and by the access reviews, so they agree.
struct AccessRules {
  static let user = "practice"
  static let groups = ["practice:users", "system:authenticated"]

  let isRestricted: Bool

  init(scenario: Scenario) { isRestricted = scenario == .forbidden }

  private static let reading: Set<String> = ["get", "list", "watch"]
  private static let refusedGroups: Set<String> = [
    "apiextensions.k8s.io", "admissionregistration.k8s.io", "apiregistration.k8s.io",
  ]
  private static let refusedResources: Set<String> = [
    "namespaces", "clusterroles", "clusterrolebindings", "nodes", "persistentvolumes",
    "priorityclasses", "storageclasses", "ingressclasses",
  ]

  /// Whether the user may do that; a restricted user reads all and writes only inside namespaces.
  func allows(verb: String, group: String, resource: String) -> Bool {
    guard isRestricted, !Self.reading.contains(verb) else { return true }
    let plural = resource.split(separator: "/").first.map(String.init) ?? resource
    if plural.hasPrefix("selfsubject") { return true }
    if plural == "*" || group == "*" || verb == "*" { return false }
    return !Self.refusedGroups.contains(group) && !Self.refusedResources.contains(plural)
  }

  /// The refusal of a request, in the API server's words.
  static func refusal(
    verb: String, id: ResourceID, subresource: String, namespace: String, name: String
  ) -> APIError {
    let resource = subresource.isEmpty ? id.plural : "\(id.plural)/\(subresource)"
    let place = namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
    return .forbidden(
      id, name,
      "User \"\(user)\" cannot \(verb) resource \"\(resource)\" in API group \"\(id.group)\" "
        + place)
  }

  /// The rules as a SelfSubjectRulesReview lists them.
  var resourceRules: JSON {
    let own: JSON = [
      "verbs": ["create"],
      "apiGroups": ["authorization.k8s.io"],
      "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
    ]
    let whoami: JSON = [
      "verbs": ["create"], "apiGroups": ["authentication.k8s.io"],
      "resources": ["selfsubjectreviews"],
    ]
    guard isRestricted else {
      return [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]], own, whoami]
    }
    return .array(restrictedRules + [own, whoami])
  }

  private var restrictedRules: [JSON] {
    let writable = ResourceType.builtin.filter {
      $0.isNamespaced && allows(verb: "create", group: $0.id.group, resource: $0.id.plural)
    }
    let groups = Set(writable.map(\.id.group)).sorted()
    let writing = groups.map { group -> JSON in
      let names = writable.filter { $0.id.group == group }.map { JSON.string($0.id.plural) }
      return [
        "verbs": ["create", "delete", "deletecollection", "patch", "update"],
        "apiGroups": [.string(group)], "resources": .array(names),
      ]
    }
    return [
      ["verbs": ["get", "list", "watch"], "apiGroups": ["*"], "resources": ["*"]]
    ] + writing
  }
}
