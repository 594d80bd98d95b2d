extension AnswersCheck {
  /// Whether an answer is left to what is found.
  package static func isAutomatic(_ text: String) -> Bool { text.isEmpty || text == "auto" }

  /// The networks of a list with commas or blanks between them.
  package static func networks(in text: String) -> [String] {
    text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
  }

  static func clusterDomainProblems(_ text: String) -> [Problem] {
    if isAutomatic(text) || KubernetesName.problem(inTrustDomain: text) == nil { return [] }
    return [
      Problem(
        "cluster-domain-invalid", "“\(text)” can't be the domain of a cluster's names.",
        remedy: "Write a DNS name such as cluster.local, or auto for the one that CoreDNS serves.")
    ]
  }

  static func clusterNetworksProblems(_ text: String) -> [Problem] {
    if isAutomatic(text) { return [] }
    let all = networks(in: text)
    let wrong = all.first { IPNetwork($0) == nil || !$0.contains("/") }
    if !all.isEmpty, wrong == nil { return [] }
    return [
      Problem(
        "cluster-network-invalid", "“\(wrong ?? text)” is no network.",
        remedy: "Write networks as 10.0.0.0/8, with commas between them, or auto.")
    ]
  }
}
