extension KubernetesAPI {
  /// The answer to a review of access or identity; nil where the target is none.
  func review(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse? {
    guard request.method == "POST", target.name.isEmpty else { return nil }
    switch target.type.kind {
    case "SelfSubjectAccessReview", "SubjectAccessReview", "LocalSubjectAccessReview":
      return answered(try decodedBody(request), target.type, status: accessStatus)
    case "SelfSubjectRulesReview":
      return answered(try decodedBody(request), target.type) { _ in
        [
          "resourceRules": state.access.resourceRules,
          "nonResourceRules": nonResourceRules, "incomplete": false,
        ]
      }
    case "SelfSubjectReview":
      return answered(try decodedBody(request), target.type) { _ in
        [
          "userInfo": [
            "username": .string(AccessRules.user),
            "groups": .array(AccessRules.groups.map { .string($0) }),
          ]
        ]
      }
    default: return nil
    }
  }

  private func answered(
    _ body: JSON, _ type: ResourceType, status: (JSON) -> JSON
  ) -> APIResponse {
    var review = body
    review["kind"] = .string(type.kind)
    review["apiVersion"] = .string(type.apiVersion)
    review.fill("metadata", "creationTimestamp", with: .string(state.now))
    review["status"] = status(body)
    return .json(review, code: 201)
  }

  private func accessStatus(_ body: JSON) -> JSON {
    guard let asked = body["spec"]?["resourceAttributes"] else {
      return ["allowed": true, "reason": "the practice user may read every path"]
    }
    var resource = asked["resource"]?.text ?? ""
    if let part = asked["subresource"]?.text, !part.isEmpty { resource += "/\(part)" }
    let isAllowed = state.access.allows(
      verb: asked["verb"]?.text ?? "", group: asked["group"]?.text ?? "", resource: resource)
    return isAllowed ? ["allowed": true] : ["allowed": false]
  }

  private var nonResourceRules: JSON {
    let paths = [
      "/.well-known", "/.well-known/*", "/api", "/api/*", "/apis", "/apis/*", "/healthz",
      "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/",
    ]
    let reading: JSON = [
      "verbs": ["get"], "nonResourceURLs": .array(paths.map { .string($0) }),
    ]
    return state.access.isRestricted
      ? [reading] : [["verbs": ["*"], "nonResourceURLs": ["*"]], reading]
  }
}
