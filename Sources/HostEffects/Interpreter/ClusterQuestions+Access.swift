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
    let output = await review(Self.needed)
    if let refused = Self.refused(of: Self.needed, output) { return AccessFact(refused: refused) }
    if output.outcome.stopped != nil {
      throw runner.problem(of: output, target.kubectl, arguments(Self.reviewing))
    }
    return try await accessOneByOne()
  }

  /// Those of the permissions that are refused, by one call; nil where there is no whole answer.
  func reviewed(_ permissions: [AccessFact.Permission]) async -> [AccessFact.Permission]? {
    Self.refused(of: permissions, await review(permissions))
  }

  private static let reviewing = ["create", "--validate=false", "-o", "json", "-f", "-"]

  private func review(_ permissions: [AccessFact.Permission]) async -> CollectedOutput {
    await runner.run(
      target.kubectl, arguments(Self.reviewing), input: Self.reviews(of: permissions))
  }

  private static func refused(
    of permissions: [AccessFact.Permission], _ output: CollectedOutput
  ) -> [AccessFact.Permission]? {
    let answers = JSONDocuments.split(output.standardOutput).compactMap {
      try? ToolAnswer.decode(KubernetesList<AccessReview>.self, from: $0)
    }.flatMap(\.items).compactMap(\.status?.allowed)
    guard output.outcome.succeeded, answers.count == permissions.count else { return nil }
    return zip(permissions, answers).filter { !$1 }.map(\.0)
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

  /// The reviews as one JSON list; the names are of our own making, or Kubernetes names, and need no
  /// escaping.
  private static func reviews(of permissions: [AccessFact.Permission]) -> String {
    let items = permissions.map { permission in
      let parts = permission.resource.split(separator: ".", maxSplits: 1)
      let group = parts.count > 1 ? "\(parts[1])" : ""
      let place = permission.namespace.map { #""namespace":"\#($0)","# } ?? ""
      return #"{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":"#
        + #"{"resourceAttributes":{\#(place)"verb":"\#(permission.verb)","group":"\#(group)","#
        + #""resource":"\#(parts[0])"}}}"#
    }
    return #"{"apiVersion":"v1","kind":"List","items":["# + items.joined(separator: ",") + "]}"
  }
}
