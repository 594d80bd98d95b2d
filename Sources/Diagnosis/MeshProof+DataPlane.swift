import Planning

// Proxies of the control plane and of workloads, high availability and extensions
// (LinkerdControlPlaneProxyChecks, LinkerdDataPlaneChecks, LinkerdHAChecks, LinkerdExtensionChecks).
extension MeshProof {
  static let versionRules = [
    MeshRule(
      "control-plane-version", .controlPlaneVersion, "can retrieve the control plane version",
      hint: "l5d-version-control", .fatal, isRetried: true
    ) { facts in
      facts.version.isEmpty
        ? .failed(
          "The ConfigMap linkerd-config names no version.",
          remedy: "See what it says: kubectl get configmap linkerd-config --namespace "
            + "\(facts.namespace.shellWord) -o yaml")
        : .passed(note: facts.version)
    }
  ]

  static let controlPlaneProxyRules = [
    MeshRule(
      "control-plane-proxies", .controlPlaneProxy, "control plane proxies are healthy",
      hint: "l5d-cp-proxy-healthy", .fatal, isRetried: true
    ) { facts in .of(ownProxies(facts)) { running($0, in: [facts.namespace], facts) } },
    MeshRule(
      "control-plane-proxy-versions", .controlPlaneProxy,
      "control plane proxies and control plane versions match", hint: "l5d-cp-proxy-version",
      .warning
    ) { facts in .of(ownProxies(facts)) { sameVersion($0, facts) } },
  ]

  static let dataPlaneRules = [
    dataPlane(
      "data-plane-namespace", "data plane namespace exists", "l5d-data-plane-exists", .fatal
    ) { facts in
      .of(facts.namespaces) { found in
        let absent = facts.dataPlaneNamespaces.filter { found[$0] == nil }
        return .unless(
          absent.first.map { "The \"\($0)\" namespace does not exist." },
          remedy: "See which there are: kubectl get namespaces")
      }
    },
    dataPlane(
      "proxies-ready", "data plane proxies are ready", "l5d-data-plane-ready", .fatal,
      isRetried: true
    ) { facts in .of(facts.proxies) { running($0, in: facts.dataPlaneNamespaces, facts) } },
    dataPlane(
      "proxy-versions", "data plane and control plane versions match", "l5d-data-plane-version",
      .warning
    ) { facts in .of(facts.proxies) { sameVersion($0, facts) } },
    dataPlane(
      "pod-labels", "data plane pod labels are configured correctly",
      "l5d-data-plane-pod-labels", .warning
    ) { facts in
      .of(facts.proxies) { pods in
        let bad = pods.filter { !$0.misplacedLabels.isEmpty }.map {
          "\($0.namespace)/\($0.name) (\($0.misplacedLabels.joined(separator: ", ")))"
        }
        return misplaced("labels on data plane pods", "annotations", bad)
      }
    },
    dataPlane(
      "service-labels", "data plane service labels are configured correctly",
      "l5d-data-plane-services-labels", .warning
    ) { facts in
      .of(facts.dataPlaneServices) { services in
        let bad = services.filter { !$0.misplacedLabels.isEmpty }.map {
          "\($0.namespace)/\($0.name) (\($0.misplacedLabels.joined(separator: ", ")))"
        }
        return misplaced("labels on data plane services", "annotations", bad)
      }
    },
    dataPlane(
      "service-annotations", "data plane service annotations are configured correctly",
      "l5d-data-plane-services-annotations", .warning
    ) { facts in
      .of(facts.dataPlaneServices) { services in
        let bad = services.filter { !$0.misplacedAnnotations.isEmpty }.map {
          "\($0.namespace)/\($0.name) (\($0.misplacedAnnotations.joined(separator: ", ")))"
        }
        return misplaced("annotations on data plane services", "labels", bad)
      }
    },
    dataPlane(
      "opaque-ports", "opaque ports are properly annotated", "linkerd-opaque-ports-definition",
      .warning, judge: opaquePorts),
  ]

  static let highAvailabilityRules = [
    MeshRule(
      "replicas", .highAvailability, "multiple replicas of control plane pods",
      hint: "l5d-control-plane-replicas", .warning, isRetried: true
    ) { facts in
      guard case .success(let found?) = facts.configuration, found.isHighlyAvailable else {
        return .skipped
      }
      return .of(facts.controlPlane) { controlPlane in
        let few = components.filter { controlPlane.available[$0] ?? 0 <= 1 }
        return .unless(
          few.isEmpty
            ? nil : "Not enough replicas are available for \(few.joined(separator: ", ")).",
          remedy: "See what their pods wait for: kubectl get pods --namespace "
            + facts.namespace.shellWord)
      }
    }
  ]

  static let extensionRules = [
    MeshRule(
      "extensions", .extensions, "namespace configuration for extensions",
      hint: "l5d-extension-namespaces", .warning
    ) { facts in
      .of(facts.namespaces) { found in
        let groups = Dictionary(
          grouping: found.filter { !$0.value.linkerdExtension.isEmpty },
          by: \.value.linkerdExtension
        ).mapValues { $0.map(\.key).sorted() }.filter { $0.value.count > 1 }
        let texts = groups.sorted { $0.key < $1.key }.map {
          "The label linkerd.io/extension=\($0) is on more than one namespace: "
            + $1.joined(separator: ", ") + "."
        }
        return .unless(
          texts.isEmpty ? nil : texts.joined(separator: " "),
          remedy: "Take it off the wrong one: kubectl label namespace NAME linkerd.io/extension-")
      }
    }
  ]

  private static func dataPlane(
    _ id: String, _ text: String, _ hint: String, _ level: MeshRule.Level, isRetried: Bool = false,
    judge: @escaping @Sendable (MeshFacts) -> MeshRule.Verdict
  ) -> MeshRule {
    MeshRule(id, .dataPlane, text, hint: hint, level, isRetried: isRetried) { facts in
      facts.includesDataPlane ? judge(facts) : .skipped
    }
  }

  private static func ownProxies(_ facts: MeshFacts) -> MeshFacts.Reading<[MeshFacts.Pod]> {
    facts.pods.map { pods in
      pods.filter { $0.namespace == facts.namespace && !$0.controlPlaneNamespace.isEmpty }
    }
  }

  /// As Linkerd has it: pods that are over don't count, an evicted one has no proxy that is ready.
  private static func running(
    _ pods: [MeshFacts.Pod], in namespaces: [String], _ facts: MeshFacts
  ) -> MeshRule.Verdict {
    let place =
      namespaces.isEmpty ? "" : " in the \"\(namespaces.joined(separator: ", "))\" namespace"
    guard !pods.isEmpty else {
      return .failed(
        "No \"linkerd-proxy\" containers found\(place).",
        remedy: "Tell Linkerd to inject them, and restart the workloads: kubectl annotate "
          + "namespace NAME linkerd.io/inject=enabled")
    }
    for pod in pods {
      if ["Succeeded", "Completed", "NodeShutdown", "Shutdown", "Terminated"].contains(pod.status) {
        continue
      }
      let remedy =
        "See why: kubectl describe pod \(pod.name) --namespace \(pod.namespace.shellWord)"
      guard ["Running", "Evicted"].contains(pod.status) else {
        return .failed("pod \"\(pod.name)\" status is \(pod.status).", remedy: remedy)
      }
      guard pod.isProxyReady else {
        return .failed(
          "container \"linkerd-proxy\" in pod \"\(pod.name)\" is not ready.", remedy: remedy)
      }
    }
    return .passed(note: ClusterChecks.counted(pods.count, "pod"))
  }

  private static func sameVersion(
    _ pods: [MeshFacts.Pod], _ facts: MeshFacts
  ) -> MeshRule.Verdict {
    let old = pods.filter {
      $0.status == "Running" && !$0.proxyVersion.isEmpty && $0.proxyVersion != facts.version
    }
    return .unless(
      old.isEmpty || facts.version.isEmpty
        ? nil
        : "Some proxies are not of the control plane's version \(facts.version): "
          + listed(old.map { "\($0.namespace)/\($0.name) (\($0.proxyVersion))" }) + ".",
      remedy: restart(old))
  }

  private static func misplaced(
    _ what: String, _ right: String, _ bad: [String]
  ) -> MeshRule.Verdict {
    .unless(
      bad.isEmpty ? nil : "Some \(what) should be \(right): \(listed(bad)).",
      remedy: "Linkerd doesn't look there. Write them as \(right) of the pod template or service.")
  }
}
