import Planning

extension MeshProof {
  /// Whether the injector may only need a moment more: the first seconds after an install can be
  /// without it.
  package static func mayInjectSoon(_ facts: MeshFacts) -> Bool {
    switch facts.injection?.answer {
    case .notInjected: true
    case .refused(let problem): problem.code == "webhook-unreachable"
    case .injected, nil: false
    }
  }

  /// Whether the pod that was asked for by a dry run got a proxy. It warns and never fails: an
  /// injector that is silent leaves pods without proxies and tells nobody, and some clusters allow no
  /// dry run.
  static func judge(_ injection: MeshFacts.Injection, _ facts: MeshFacts) -> MeshRule.Verdict {
    switch injection.answer {
    case .injected: return .passed(note: "dry run")
    case .notInjected:
      return .failed(
        "A pod that was asked for by a dry run got none, and no error was told: pods run "
          + "without mutual TLS where the injector doesn't answer.",
        remedy: silence(facts.namespace))
    case .refused(let problem):
      let (reason, remedy) = refusal(problem, injection, facts)
      return .failed(reason, remedy: remedy)
    }
  }

  private static func silence(_ namespace: String) -> String {
    "A firewall has to let the API server reach port 8443 of the pods (private GKE clusters, EKS "
      + "security groups), and its proxy settings must not catch the service: kubectl get endpoints "
      + "linkerd-proxy-injector --namespace \(namespace.shellWord). Restart workloads only "
      + "once this is mended."
  }

  private static func refusal(
    _ problem: Problem, _ injection: MeshFacts.Injection, _ facts: MeshFacts
  ) -> (reason: String, remedy: String) {
    let name = injection.namespace.shellWord
    switch problem.code {
    case "webhook-unreachable":
      return (
        "The injector doesn't answer the API server, and pods are refused as long as that is so.",
        silence(facts.namespace)
      )
    case "pod-security-forbids":
      return (
        "Pod Security forbids pods with Linkerd's first container (NET_ADMIN) there, so restarted "
          + "workloads would not come back.",
        "Allow it: kubectl label namespace \(name) pod-security.kubernetes.io/enforce=privileged "
          + "--overwrite; or install Linkerd's CNI plugin."
      )
    default:
      return (
        "That is not sure: it could not be tried by a dry run. \(problem.sentence)",
        "After a restart of a workload see whether its pods have a linkerd-proxy: kubectl get pods "
          + "--namespace \(name) -o wide"
      )
    }
  }
}
