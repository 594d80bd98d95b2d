package import Planning

/// Something to know before a namespace is meshed.
package struct NamespaceNote: Equatable, Sendable {
  /// What it is about.
  package var topic: Topic
  /// A few letters for the table, such as `Jobs` or `NATS 4222`.
  package var short: String
  /// What may go wrong and how to keep it from that, for this namespace.
  package var problem: Problem

  /// What a note is about, most harmful first.
  package enum Topic: String, CaseIterable, Sendable {
    case madeByChart = "made-by-chart"
    case otherMesh = "other-mesh"
    case jobs
    case serverFirst = "server-first"
    case label = "label-by-mistake"
    case invalidValue = "invalid-value"
    case knative
    case ingressController = "ingress-controller"
    case hostNetwork = "host-network"
  }
}

extension NamespaceRules {
  /// What is to be known before that namespace is meshed, most harmful first; empty where nothing is.
  ///
  /// `proxyEndsWithJobs` says whether proxies are native sidecars, with which a Job's pod ends.
  package static func notes(
    _ namespace: NamespaceFact, proxyEndsWithJobs: Bool
  ) -> [NamespaceNote] {
    [
      otherMesh(namespace), proxyEndsWithJobs ? nil : jobs(namespace), serverFirst(namespace),
      label(namespace), invalidValue(namespace), knative(namespace),
      ingressController(namespace), hostNetwork(namespace),
    ].compactMap { $0 }
  }

  /// What is to be known before a namespace of that name is made; nil where nothing is.
  package static func note(onCreating name: String) -> NamespaceNote? {
    guard let chart = KnownProducts.chart(making: name) else { return nil }
    return note(
      .madeByChart, "chart makes it",
      "\(chart) makes the namespace \(name) itself and meshes it. Where it is there already, "
        + "Helm refuses that install: invalid ownership metadata.",
      "Leave it out, unless what you install is older than that.")
  }

  private static func note(
    _ topic: NamespaceNote.Topic, _ short: String, _ sentence: String, _ remedy: String
  ) -> NamespaceNote {
    NamespaceNote(
      topic: topic, short: short,
      problem: Problem(
        "namespace-\(topic.rawValue)", severity: .warning, sentence, remedy: remedy))
  }

  /// A pod with another mesh's sidecar is not injected (pkg/healthcheck/sidecar.go), or gets two.
  private static func otherMesh(_ namespace: NamespaceFact) -> NamespaceNote? {
    guard let mesh = namespace.otherMesh ?? namespace.workloads.sidecarsOf else { return nil }
    return note(
      .otherMesh, mesh,
      "\(namespace.name) belongs to another mesh: \(mesh). Two meshes in one pod work against each "
        + "other.",
      "Take it out of \(mesh) first, restart its workloads, and mesh it then.")
  }

  /// A proxy that is an ordinary container goes on when the Job's own container has ended
  /// (linkerd.io/2/tasks/graceful-shutdown, linkerd2 #7425).
  private static func jobs(_ namespace: NamespaceFact) -> NamespaceNote? {
    let work = namespace.workloads
    guard work.jobPods + work.cronJobs > 0 else { return nil }
    let there = [
      work.cronJobs > 0 ? ClusterChecks.counted(work.cronJobs, "CronJob") : nil,
      work.jobPods > 0 ? ClusterChecks.counted(work.jobPods, "pod") + " of Jobs" : nil,
    ].compactMap { $0 }.joined(separator: " and ")
    return note(
      .jobs, "Jobs",
      "\(namespace.name) has \(there), and with this Linkerd a Job's pod with a proxy never ends.",
      "Annotate the Jobs' pod templates with linkerd.io/inject: disabled, or choose charts from "
        + "2026.5.2 on, whose proxies end with the Job.")
  }

  /// Linkerd waits 10 s for the client on a port that it doesn't know to be opaque
  /// (linkerd.io/2/features/protocol-detection).
  private static func serverFirst(_ namespace: NamespaceFact) -> NamespaceNote? {
    let ports = namespace.workloads.serverFirstPorts.filter { !namespace.isOpaque($0.number) }
    guard let first = ports.first else { return nil }
    let named = ports.map { "\($0.product) on \($0.number)" }.joined(separator: ", ")
    return note(
      .serverFirst, "\(first.product) \(first.number)",
      "\(namespace.name) runs \(named). There the server speaks first, so each connection stalls "
        + "for 10 seconds unless the port is marked as opaque.",
      "Name \(ports.count == 1 ? "it as an opaque port" : "them as opaque ports") here (o, or "
        + "opaquePorts in an answers file): the namespace and its Services are annotated.")
  }

  /// Linkerd looks at annotations only (linkerd2 #4856).
  private static func label(_ namespace: NamespaceFact) -> NamespaceNote? {
    guard let value = namespace.injectLabel else { return nil }
    return note(
      .label, "label",
      "\(namespace.name) has the label linkerd.io/inject=\(value), which does nothing: Linkerd "
        + "wants an annotation.",
      "Choose it here to set the annotation; take the label away: "
        + "kubectl label namespace \(namespace.name.shellWord) linkerd.io/inject-")
  }

  private static func invalidValue(_ namespace: NamespaceFact) -> NamespaceNote? {
    guard let value = namespace.injectAnnotation, Injection(rawValue: value) == nil else {
      return nil
    }
    return note(
      .invalidValue, "unknown value",
      "\(namespace.name) has the annotation linkerd.io/inject=\(value), which Linkerd doesn't know "
        + "and takes as none.",
      "Choose it here, and the annotation is set anew.")
  }

  /// knative/serving #16249, #13805.
  private static func knative(_ namespace: NamespaceFact) -> NamespaceNote? {
    guard namespace.workloads.hasKnative else { return nil }
    return note(
      .knative, "Knative",
      "\(namespace.name) runs Knative, whose activator and queue-proxy probe pods in ways that a "
        + "mesh can disturb.",
      "Rather leave the namespace out and annotate the pods activator and controller only, as "
        + "Direktiv's install does; try services that scale to zero afterwards.")
  }

  /// linkerd.io/2/tasks/using-ingress.
  private static func ingressController(_ namespace: NamespaceFact) -> NamespaceNote? {
    let controllers = namespace.workloads.ingressControllers
    guard let first = controllers.first else { return nil }
    return note(
      .ingressController, first,
      "\(namespace.name) runs an ingress controller: \(controllers.joined(separator: ", ")). "
        + "Meshed, it has to send to services' addresses, not to pods'.",
      "Follow what Linkerd says on your controller first: "
        + "https://linkerd.io/2/tasks/using-ingress/")
  }

  private static func hostNetwork(_ namespace: NamespaceFact) -> NamespaceNote? {
    let pods = namespace.workloads.hostNetworkPods
    guard pods > 0 else { return nil }
    return note(
      .hostNetwork, "host network",
      "\(ClusterChecks.counted(pods, "pod")) of \(namespace.name) use\(pods == 1 ? "s" : "") the "
        + "node's network and never get\(pods == 1 ? "s" : "") a proxy.",
      "Nothing is to be done; their traffic stays outside the mesh.")
  }
}

extension NamespaceNote {
  /// The notes of several namespaces as warnings, one a topic, most harmful first.
  ///
  /// Where a topic has more than one namespace the first one's sentence stands, and the others
  /// are named or counted.
  package static func warnings(_ notes: [(namespace: String, note: NamespaceNote)]) -> [Problem] {
    Topic.allCases.compactMap { topic in
      let all = notes.filter { $0.note.topic == topic }
      guard var problem = all.first?.note.problem else { return nil }
      let others = all.dropFirst().map(\.namespace)
      switch others.count {
      case 0: break
      case 1...3: problem.sentence += " The same goes for \(others.joined(separator: ", "))."
      default:
        problem.sentence += " The same goes for \(others.count) more of the chosen namespaces."
      }
      return problem
    }
  }
}
