extension AnswersCheck {
  /// What is wrong with the name of a workload that is left out of the restarts.
  static func restartExceptProblems(_ text: String) -> [Problem] {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3, KubernetesName.problem(inNamespaceName: parts[0]) == nil,
      Workload.Kind(rawValue: parts[1]) != nil,
      KubernetesName.problem(inTrustDomain: parts[2]) == nil
    {
      return []
    }
    let kinds = Workload.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    return [
      Problem(
        "restart-except-invalid", "\(quoted(text)) names no workload.",
        remedy: "Write namespace/kind/name, such as shop/deployment/web; the kinds are \(kinds).")
    ]
  }
}
