import Planning

// What `linkerd check` has not: the certificate file, the namespaces' annotations, pods without
// proxies, and a pod that is asked for by a dry run.
extension MeshProof {
  static let ownRules = [
    MeshRule(
      "trust-anchors", .own, "trust anchors are those of the certificate file", .error,
      judge: sameAnchors),
    // One row for each namespace: `rows` asks for them.
    MeshRule("inject", .own, "namespaces are annotated", .error) { _ in .skipped },
    MeshRule(
      "pods-without-proxy", .own, "pods that should have a proxy have one", .warning,
      judge: podsWithoutProxy),
    MeshRule("anchor-days", .own, "trust anchor's days", .warning) { facts in
      days(facts, \.anchors)
    },
    MeshRule("issuer-days", .own, "issuer cert's days", .warning) { facts in
      days(facts) { $0.issuer.map { [$0] } ?? [] }
    },
    MeshRule("injection", .own, "new pods get a proxy", .warning) { facts in
      facts.injection.map { judge($0, facts) } ?? .skipped
    },
  ]

  private static func days(
    _ facts: MeshFacts, _ certificates: (MeshFacts.Identity) -> [MeshFacts.Certificate]
  ) -> MeshRule.Verdict {
    guard case .success(let identity) = facts.identity,
      let end = certificates(identity).map(\.notAfter).min()
    else { return .skipped }
    let left = max(end.seconds(since: facts.now), 0) / 86_400
    return .passed(note: "\(ClusterChecks.counted(Int(left), "day")) left, until \(end.date)")
  }

  private static func sameAnchors(_ facts: MeshFacts) -> MeshRule.Verdict {
    let look =
      "kubectl get configmap linkerd-identity-trust-roots --namespace \(facts.namespace.shellWord)"
    switch facts.anchorFile {
    case .notNamed where facts.clusterAnchors != nil: return .skipped
    case _ where facts.clusterAnchors == nil:
      return .failed(
        "The ConfigMap linkerd-identity-trust-roots is missing, or has no ca-bundle.crt.",
        remedy: "See whether Helm's install is whole: helm list --namespace "
          + facts.namespace.shellWord)
    case .missing, .notNamed:
      return .failed(
        "The certificate file can't be read, so nothing was compared.",
        remedy: "Look at the cluster's: \(look) -o yaml")
    case .text(let file):
      if lines(facts.clusterAnchors ?? "") == lines(file) { return .passed }
      return .failed(
        "The cluster trusts another anchor than the certificate file holds: it was installed with "
          + "other certificates.",
        remedy: "Use the certificate directory of that install, or install anew with this one.")
    }
  }

  /// The lines without white space around them and without empty ones: charts trim what they get.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline)
      .map { line in
        let start = line.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
      }
      .filter { !$0.isEmpty }
  }

  /// A row for each namespace that was to be meshed.
  static func annotationRows(_ facts: MeshFacts) -> [CheckRow] {
    facts.meshedNamespaces.compactMap { name in
      let rule = MeshRule(
        "inject-\(name)", .own, "namespace \(name) is annotated linkerd.io/inject=enabled", .error
      ) { facts in
        .of(facts.namespaces) { found in
          guard let namespace = found[name] else {
            return .failed(
              "The namespace \(name) does not exist.",
              remedy: "Make it: kubectl create namespace \(name)")
          }
          if namespace.isMeshed {
            return .passed(note: namespace.inject == "ingress" ? "ingress" : "")
          }
          return .failed(
            namespace.inject.isEmpty
              ? "It has no such annotation." : "Its annotation says \"\(namespace.inject)\".",
            remedy: "Set it: kubectl annotate namespace \(name) linkerd.io/inject=enabled "
              + "--overwrite")
        }
      }
      return rule.row(facts)
    }
  }

  /// A pod's own value beats its namespace's (linkerd2 pkg/inject/report.go).
  private static func lacksProxy(
    _ pod: MeshFacts.Pod, _ namespaces: [String: MeshFacts.Namespace], _ own: String
  ) -> Bool {
    guard !pod.hasProxy, !pod.isHostNetworked, !pod.isOver, pod.namespace != own,
      !KubernetesName.reservedNamespaces.contains(pod.namespace)
    else { return false }
    let namespace = namespaces[pod.namespace] ?? MeshFacts.Namespace()
    if namespace.isExempt { return false }
    let value = pod.inject.isEmpty ? namespace.inject : pod.inject
    return Injection.givesProxies(annotation: value)
  }

  private static func podsWithoutProxy(_ facts: MeshFacts) -> MeshRule.Verdict {
    guard facts.includesDataPlane else { return .skipped }
    return .of(facts.namespaces) { namespaces in
      .of(facts.pods) { pods in
        let bare = pods.filter { pod in
          (facts.dataPlaneNamespaces.isEmpty || facts.dataPlaneNamespaces.contains(pod.namespace))
            && lacksProxy(pod, namespaces, facts.namespace)
        }
        guard !bare.isEmpty else { return .passed }
        let groups = Dictionary(grouping: bare, by: \.workload)
        let names = groups.sorted { $0.key < $1.key }.map {
          "\($0) (\(ClusterChecks.counted($1.count, "pod")))"
        }
        return .failed(
          "They were made before Linkerd, or without it, and talk without mutual TLS: "
            + listed(names) + ".", remedy: restart(bare))
      }
    }
  }

  /// The commands that make pods anew, for the first workloads of a list.
  static func restart(_ pods: [MeshFacts.Pod]) -> String {
    let commands = Set(pods.compactMap(\.restart)).sorted()
    guard !commands.isEmpty else {
      return pods.isEmpty ? "" : "Nothing restarts them: delete them, and make them again."
    }
    let more = commands.count > 3 ? " and so on for \(commands.count - 3) more." : ""
    return "Restart them: " + commands.prefix(3).joined(separator: "; ") + more
  }
}

extension MeshFacts.Pod {
  /// The kind and name of what keeps it, such as `deployment/web`; nil where nothing does.
  private var keeper: (kind: String, name: String)? {
    let parts = owner.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    guard parts[0] == "ReplicaSet" else { return (parts[0].lowercased(), parts[1]) }
    return ("deployment", parts[1].split(separator: "-").dropLast().joined(separator: "-"))
  }

  /// What people call it by, such as `shop/deployment/web`.
  fileprivate var workload: String {
    keeper.map { "\(namespace)/\($0.kind)/\($0.name)" } ?? "\(namespace)/pod/\(name)"
  }

  /// The command that makes its workload's pods anew; nil for Jobs and for pods on their own.
  fileprivate var restart: String? {
    guard let keeper, ["deployment", "statefulset", "daemonset"].contains(keeper.kind) else {
      return nil
    }
    return "kubectl rollout restart \(keeper.kind)/\(keeper.name.shellWord) --namespace "
      + namespace.shellWord
  }
}
