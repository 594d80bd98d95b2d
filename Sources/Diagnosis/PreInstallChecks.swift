package import Planning

/// What `linkerd check --pre` looks at, from the facts of the wizard's first screen, in Linkerd's
/// categories where a row is one of theirs and in our own otherwise.
package enum PreInstallChecks {
  /// What the wizard's first screen has no row for.
  package struct Extras: Equatable, Sendable {
    /// Whether `extension-apiserver-authentication` in kube-system names a CA of front proxies.
    package var hasFrontProxyAuthority: Result<Bool, Problem>

    /// Makes the answers.
    package init(hasFrontProxyAuthority: Result<Bool, Problem>) {
      self.hasFrontProxyAuthority = hasFrontProxyAuthority
    }
  }

  /// The names of the checks that are Linkerd's.
  package static let identifiers =
    ["pre-namespace", "pre-cluster-wide"] + kinds.map { "pre-create-\($0.resource)" }
    + ["pre-read-secrets", "pre-front-proxy", "pre-clocks"]

  private static let kinds: [(words: String, resource: String)] = [
    ("ServiceAccounts", "serviceaccounts"), ("Services", "services"),
    ("Deployments", "deployments"), ("CronJobs", "cronjobs"), ("ConfigMaps", "configmaps"),
    ("Secrets", "secrets"),
  ]

  /// The rows; `screen` are those of the wizard's first screen. Where the API server doesn't answer
  /// there is nothing after that.
  package static func rows(
    _ facts: ClusterFacts, _ extras: Extras, namespace: String, screen: [CheckRow]
  ) -> [CheckRow] {
    var rows = [
      row("client", .kubernetesAPI, "can initialize the client", "k8s-api", of: facts.contexts)
    ]
    guard rows[0].mark != .failed else { return rows }
    rows.append(
      row("api", .kubernetesAPI, "can query the Kubernetes API", "k8s-api", of: facts.server))
    guard rows[1].mark != .failed else { return rows }
    rows += [
      moved(
        "kubernetes-version", screen, .kubernetesVersion,
        "is running the minimum Kubernetes API version", "k8s-version"),
      moved(
        "gateway-api", screen, .gatewayAPI, "Gateway API CRDs are installed", "gateway-api-crd"),
      namespaceRow(facts, namespace),
      rightsRow(
        "pre-cluster-wide", "can create non-namespaced resources", "pre-k8s-cluster-k8s",
        facts
      ) { $0.verb == "create" && clusterWide.contains($0.resource) },
    ].compactMap { $0 }
    rows += kinds.map { kind in
      rightsRow("pre-create-\(kind.resource)", "can create \(kind.words)", "pre-k8s", facts) {
        $0.verb == "create"
          && $0.resource.split(separator: ".").first.map(String.init) == kind.resource
      }
    }
    rows.append(
      rightsRow("pre-read-secrets", "can read Secrets", "pre-k8s", facts) {
        $0.verb == "list" && $0.resource == "secrets"
      })
    rows.append(frontProxyRow(extras))
    rows +=
      moved("node-clocks", screen, .preInstall, "no clock skew detected", "pre-k8s-clock-skew")
      .map { row in
        var row = row
        row.id = "pre-clocks"
        return [row]
      } ?? []
    let known: Set = ["kubernetes-version", "gateway-api", "node-clocks"]
    return rows
      + screen.filter { !known.contains($0.id) }.map { row in
        var row = row
        row.category = MeshCategory.own.rawValue
        if row.mark == .waiting || row.mark == .running {
          row.mark = .failed
          row.reason = "That could not be asked."
        }
        return row
      }
  }

  private static let clusterWide: Set = [
    "namespaces", "clusterroles.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
    "customresourcedefinitions.apiextensions.k8s.io",
    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
    "validatingwebhookconfigurations.admissionregistration.k8s.io",
  ]

  private static func row<Value>(
    _ id: String, _ category: MeshCategory, _ text: String, _ hint: String, of fact: Fact<Value>
  ) -> CheckRow {
    var row = CheckRow(id: id, mark: .passed, text: text)
    row.category = category.rawValue
    if case .failed(let problem) = fact { fail(&row, problem, hint) }
    return row
  }

  private static func fail(_ row: inout CheckRow, _ problem: Problem, _ hint: String) {
    row.mark = .failed
    (row.reason, row.remedy) = (problem.sentence, problem.remedy)
    row.hint = "https://linkerd.io/2/checks/#" + hint
  }

  /// A row of the first screen under Linkerd's name, its own text as the note; nil where it isn't there.
  private static func moved(
    _ id: String, _ screen: [CheckRow], _ category: MeshCategory, _ text: String, _ hint: String
  ) -> CheckRow? {
    guard var row = screen.first(where: { $0.id == id }) else { return nil }
    if row.mark == .passed {
      row.note = row.text
    } else {
      row.reason = row.reason.isEmpty ? row.text + "." : row.reason
      row.hint = "https://linkerd.io/2/checks/#" + hint
      if row.mark == .waiting || row.mark == .running { row.mark = .failed }
    }
    (row.text, row.category) = (text, category.rawValue)
    return row
  }

  /// A namespace that is there already is a state and no error: the wizard uses it, or says why not.
  private static func namespaceRow(_ facts: ClusterFacts, _ namespace: String) -> CheckRow {
    var row = CheckRow(
      id: "pre-namespace", mark: .passed, text: "control plane namespace does not already exist")
    row.category = MeshCategory.preInstall.rawValue
    switch facts.namespaces {
    case .failed(let problem): fail(&row, problem, "pre-ns")
    case .known(let index) where index[namespace] != nil:
      row.mark = .warning
      row.hint = "https://linkerd.io/2/checks/#pre-ns"
      row.reason = "The \"\(namespace)\" namespace already exists."
      row.remedy = "That is fine where nothing of Linkerd is in it; the wizard uses it then."
    default: break
    }
    return row
  }

  private static func rightsRow(
    _ id: String, _ text: String, _ hint: String, _ facts: ClusterFacts,
    where matches: (AccessFact.Permission) -> Bool
  ) -> CheckRow {
    var row = row(id, .preInstall, text, hint, of: facts.access)
    guard case .known(let access) = facts.access else { return row }
    let refused = access.refused.filter(matches)
    if !refused.isEmpty {
      fail(
        &row,
        Problem(
          "access-refused",
          "The cluster refuses these to you: \(refused.map(\.words).joined(separator: ", ")).",
          remedy: "Choose a context of a cluster admin, or ask one for these rights."), hint)
    }
    return row
  }

  private static func frontProxyRow(_ extras: Extras) -> CheckRow {
    var row = CheckRow(
      id: "pre-front-proxy", mark: .passed,
      text: "can read extension-apiserver-authentication configmap")
    row.category = MeshCategory.preInstall.rawValue
    switch extras.hasFrontProxyAuthority {
    case .failure(let problem): fail(&row, problem, "pre-k8s")
    case .success(true): break
    case .success(false):
      fail(
        &row,
        Problem(
          "front-proxy-authority", "--requestheader-client-ca-file is not configured.",
          remedy: "Whoever runs the API server has to give it that option; Linkerd's policy "
            + "controller trusts callers by it."), "pre-k8s")
    }
    return row
  }
}
