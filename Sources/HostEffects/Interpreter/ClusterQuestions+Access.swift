import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  /// What an install needs to be allowed to do.
  static let needed: [AccessFact.Permission] =
    [
      "namespaces", "clusterroles.rbac.authorization.k8s.io",
      "clusterrolebindings.rbac.authorization.k8s.io",
      "customresourcedefinitions.apiextensions.k8s.io",
      "mutatingwebhookconfigurations.admissionregistration.k8s.io",
      "validatingwebhookconfigurations.admissionregistration.k8s.io", "serviceaccounts", "services",
      "deployments.apps", "cronjobs.batch", "configmaps", "secrets",
      "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io",
    ].map { .init(verb: "create", resource: $0) } + [
      .init(verb: "patch", resource: "namespaces"), .init(verb: "list", resource: "secrets"),
    ]

  /// What is refused of what an install needs: all reviews in one call, or one call each where that fails.
  func access() async throws -> AccessFact {
    let rest = ["create", "--validate=false", "-o", "json", "-f", "-"]
    let output = await runner.run(
      target.kubectl, arguments(rest), input: Self.reviews(of: Self.needed))
    let answers = JSONDocuments.split(output.standardOutput).compactMap {
      try? ToolAnswer.decode(KubernetesList<AccessReview>.self, from: $0)
    }.flatMap(\.items).compactMap(\.status?.allowed)
    if output.outcome.succeeded, answers.count == Self.needed.count {
      return AccessFact(refused: zip(Self.needed, answers).filter { !$1 }.map(\.0))
    }
    if output.outcome.stopped != nil {
      throw runner.problem(of: output, target.kubectl, arguments(rest))
    }
    return try await accessOneByOne()
  }

  private func accessOneByOne() async throws -> AccessFact {
    let answers = await withTaskGroup(of: (Int, CollectedOutput).self) { tasks in
      for (index, permission) in Self.needed.enumerated() {
        let question = ["auth", "can-i", permission.verb, permission.resource]
        tasks.addTask { (index, await kubectl(question)) }
      }
      return await tasks.reduce(into: [Int: CollectedOutput]()) { $0[$1.0] = $1.1 }
    }
    var refused: [AccessFact.Permission] = []
    for (index, permission) in Self.needed.enumerated() {
      guard let output = answers[index] else { continue }
      switch AccessAnswer(output) {
      case .yes, .unknownKind: break
      case .no: refused.append(permission)
      case .none:
        throw runner.problem(
          of: output, target.kubectl,
          arguments(["auth", "can-i", permission.verb, permission.resource]))
      }
    }
    return AccessFact(refused: refused)
  }

  /// The reviews as one JSON list; the names are of our own making and need no escaping.
  private static func reviews(of permissions: [AccessFact.Permission]) -> String {
    let items = permissions.map { permission in
      let parts = permission.resource.split(separator: ".", maxSplits: 1)
      let group = parts.count > 1 ? "\(parts[1])" : ""
      return #"{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":"#
        + #"{"resourceAttributes":{"verb":"\#(permission.verb)","group":"\#(group)","#
        + #""resource":"\#(parts[0])"}}}"#
    }
    return #"{"apiVersion":"v1","kind":"List","items":["# + items.joined(separator: ",") + "]}"
  }
}
