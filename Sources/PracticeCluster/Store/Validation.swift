/// The checks that an object passes before it is stored: a useful part of the API server's own.
enum Validation {
  /// Throws `APIError` (422) that names every broken rule.
  static func check(_ object: JSON, _ type: ResourceType) throws {
    var problems = nameProblems(object, type) + metadataProblems(object)
    switch (type.id.group, type.kind) {
    case ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"),
      ("apps", "DaemonSet"):
      problems += workloadProblems(object)
    case ("", "Pod"): problems += podProblems(object["spec"], "spec")
    case ("", "Secret"): problems += secretProblems(object)
    case ("", "Service"): problems += serviceProblems(object)
    case ("apiextensions.k8s.io", "CustomResourceDefinition"):
      problems += definitionProblems(object)
    default: break
    }
    guard problems.isEmpty else { throw APIError.invalid(type, object.name, problems) }
  }

  private static func nameProblems(_ object: JSON, _ type: ResourceType) -> [FieldProblem] {
    let name = object.name
    let found: [String]
    switch (type.id.group, type.kind) {
    case ("", "Namespace"): found = NameRules.problemsOfLabel(name)
    case ("", "Service"): found = NameRules.problemsOfServiceName(name)
    case ("rbac.authorization.k8s.io", _): found = NameRules.problemsOfPathSegment(name)
    default: found = NameRules.problemsOfSubdomain(name)
    }
    return found.map { .invalid("metadata.name", name, $0) }
  }

  private static func metadataProblems(_ object: JSON) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    // A namespace's own name is also the value of a label; its form is judged as a name.
    let name = object["kind"]?.text == "Namespace" ? object.name : nil
    for (key, value) in object.labels.sorted(by: { $0.key < $1.key }) {
      problems += NameRules.problemsOfKey(key).map { .invalid("metadata.labels", key, $0) }
      guard value != name || value.utf8.count > 63 else { continue }
      problems += NameRules.problemsOfLabelValue(value).map {
        .invalid("metadata.labels", value, $0)
      }
    }
    for key in object.annotations.keys.sorted() {
      problems += NameRules.problemsOfKey(key.lowercased()).map {
        .invalid("metadata.annotations", key, $0)
      }
    }
    return problems
  }

  private static func workloadProblems(_ object: JSON) -> [FieldProblem] {
    let selector = object["spec"]?["selector"]
    guard let selector, !selector.isEmpty else {
      return [.required("spec.selector")]
    }
    var problems: [FieldProblem] = []
    let labels = object[["spec", "template", "metadata", "labels"]]?.texts ?? [:]
    if !LabelSelector(selector).matches(labels) {
      let shown = labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
      problems.append(
        FieldProblem(
          field: "spec.template.metadata.labels", reason: "FieldValueInvalid",
          text: "Invalid value: {\(shown.joined(separator: ","))}: "
            + "`selector` does not match template `labels`"))
    }
    return problems + podProblems(object[["spec", "template", "spec"]], "spec.template.spec")
  }

  private static func podProblems(_ spec: JSON?, _ path: String) -> [FieldProblem] {
    let containers = spec?["containers"]?.elements ?? []
    guard !containers.isEmpty else { return [.required("\(path).containers")] }
    var problems: [FieldProblem] = []
    for (position, container) in containers.enumerated() {
      let field = "\(path).containers[\(position)]"
      let name = container["name"]?.text ?? ""
      if name.isEmpty {
        problems.append(.required("\(field).name"))
      } else {
        problems += NameRules.problemsOfLabel(name).map { .invalid("\(field).name", name, $0) }
      }
      if (container["image"]?.text ?? "").isEmpty { problems.append(.required("\(field).image")) }
    }
    return problems
  }

  private static func secretProblems(_ object: JSON) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    let data = object["data"]?.members ?? [:]
    for (name, value) in data.sorted(by: { $0.key < $1.key }) {
      if let text = value.text, !Base64.isValid(text) {
        problems.append(.invalid("data[\(name)]", "‹hidden›", "illegal base64 data"))
      }
    }
    if object["type"]?.text == "kubernetes.io/tls" {
      for name in ["tls.crt", "tls.key"] where data[name] == nil {
        problems.append(.required("data[\(name)]"))
      }
    }
    return problems
  }

  private static func serviceProblems(_ object: JSON) -> [FieldProblem] {
    let ports = object["spec"]?["ports"]?.elements ?? []
    let needsPorts =
      object["spec"]?["type"]?.text != "ExternalName"
      && object["spec"]?["clusterIP"]?.text != "None"
    return needsPorts && ports.isEmpty ? [.required("spec.ports")] : []
  }

  private static func definitionProblems(_ object: JSON) -> [FieldProblem] {
    let spec = object["spec"]
    let plural = spec?["names"]?["plural"]?.text ?? ""
    let group = spec?["group"]?.text ?? ""
    var problems: [FieldProblem] = []
    if object.name != "\(plural).\(group)" {
      problems.append(
        .invalid(
          "metadata.name", object.name, "must be spec.names.plural+\".\"+spec.group"))
    }
    let versions = spec?["versions"]?.elements ?? []
    if versions.filter({ $0["storage"] == .bool(true) }).count != 1 {
      problems.append(
        .invalid(
          "spec.versions", "", "must have exactly one version marked as storage version"))
    }
    for (position, version) in versions.enumerated() where version["schema"] == nil {
      problems.append(
        .required("spec.versions[\(position)].schema.openAPIV3Schema", "schemas are required"))
    }
    return problems
  }

  /// Throws `APIError` (422) where a field that can't change was changed.
  static func checkChange(from old: JSON, to new: JSON, _ type: ResourceType) throws {
    let fixed: [String: [String]] = [
      "Deployment": ["spec", "selector"], "ReplicaSet": ["spec", "selector"],
      "DaemonSet": ["spec", "selector"], "StatefulSet": ["spec", "selector"],
      "Job": ["spec", "template"], "Secret": ["type"], "RoleBinding": ["roleRef"],
      "ClusterRoleBinding": ["roleRef"],
    ]
    guard !type.isCustom, let path = fixed[type.kind], old[path] != new[path] else { return }
    let value = (new[path] ?? .null).printedText
    let isRole = path == ["roleRef"]
    let problem = FieldProblem(
      field: path.joined(separator: "."), reason: "FieldValueInvalid",
      text: "Invalid value: \(value): \(isRole ? "cannot change roleRef" : "field is immutable")")
    throw APIError.invalid(type, old.name, [problem])
  }
}
