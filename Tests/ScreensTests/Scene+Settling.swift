import Diagnosis
import Planning
import TestSupport
import Wizard

// How the wizard gets into the states of the scenes.
extension WizardFixture {
  /// Answers everything but those probes.
  mutating func settle(except probes: ClusterProbe...) { settle(except: probes) }

  mutating func settle(except probes: [ClusterProbe]) {
    while let next = state.pending.sorted(by: { $0.key < $1.key }).lazy.compactMap({ id, effect in
      probes.contains { effect.isProbe($0) } ? nil : Self.answer(effect).map { (id, $0) }
    }).first {
      send(.host(next.0, next.1))
    }
  }

  /// Lets every pending probe fail.
  mutating func failProbes(_ problem: Problem) {
    for (id, effect) in state.pending.sorted(by: { $0.key < $1.key }) {
      guard case .probe(let probe, _) = effect else { continue }
      send(.host(id, .failed(probe, problem)))
    }
  }

  /// Chooses two namespaces and a new one.
  mutating func chooseNamespaces() {
    advance(to: .namespaces)
    user(.namespaceToggled("direktiv"), .namespaceToggled("shop"), .namespaceAdded("payments"))
  }

  /// Lets the running item print.
  mutating func output(_ lines: [String]) {
    report(
      .output(OutputBatch(lines: lines)),
      to: { if case .carryOut = $0 { true } else { false } })
  }

  /// Runs up to the control plane, whose pods are coming.
  mutating func playToControlPlane() {
    chooseNamespaces()
    startRun()
    finishItem()
    wait(seconds: 1)
    finishItem()
    finishItem()
    wait(seconds: 8)
    finishItem()
    wait(seconds: 93)
    output([
      "$ helm upgrade --install linkerd-control-plane …",
      "Release \"linkerd-control-plane\" does not exist. Installing it now.",
    ])
    report(.pods(Self.pods), to: { if case .watchPods = $0 { true } else { false } })
  }

  /// One of the control plane's pods is still pulling its image.
  static let pods = [
    PodStatus(
      name: "linkerd-identity-5c8d9f7b6-abcde", deployment: "linkerd-identity",
      readyContainers: 2, containers: 2, phase: "Running", age: 90),
    PodStatus(
      name: "linkerd-destination-7c9f6d5b4-fghij", deployment: "linkerd-destination",
      readyContainers: 0, containers: 4, phase: "ContainerCreating",
      message: "Pulling: Pulling image \"cr.l5d.io/linkerd/proxy:edge-26.8.3\"", age: 40),
    PodStatus(
      name: "linkerd-proxy-injector-6b7c8d9e-klmno", deployment: "linkerd-proxy-injector",
      readyContainers: 2, containers: 2, phase: "Running", age: 88),
  ]

  /// Runs until it is known what the pods wait for.
  mutating func playToReason() {
    playToControlPlane()
    var pods = Self.pods
    pods[1].phase = "ImagePullBackOff"
    pods[1].clues = [
      PodClue(
        .event, reason: "Failed",
        message: "Failed to pull image \"cr.l5d.io/linkerd/proxy:edge-26.8.3\": rpc error: code = "
          + "Unknown desc = failed to do request: Head "
          + "\"https://cr.l5d.io/v2/linkerd/proxy/manifests/edge-26.8.3\": dial tcp: connect: no "
          + "route to host")
    ]
    report(.pods(pods), to: { if case .watchPods = $0 { true } else { false } })
  }

  /// Runs until Helm gives up on the control plane.
  mutating func playToFailure() {
    playToControlPlane()
    wait(seconds: 207)
    output(["Error: context deadline exceeded"])
    finishItem(
      .failed(
        Problem(
          "image-not-pulled",
          "The image of the pod linkerd-destination-7c9f6d5b4-fghij can't be pulled: "
            + "dial tcp: lookup cr.l5d.io: no such host.",
          remedy: "See that the nodes reach cr.l5d.io and ghcr.io, where Linkerd's images are."),
        .none))
  }

  /// Runs to the closing page.
  mutating func playToEnd() {
    playToControlPlane()
    wait(seconds: 83)
    while finishItem() {}
  }
}

extension Effect {
  /// Whether it asks the cluster that question.
  func isProbe(_ wanted: ClusterProbe) -> Bool {
    if case .probe(wanted, _) = self { true } else { false }
  }
}

extension WizardFixture {
  /// Settles everything, with an older Linkerd of Helm's on the cluster.
  mutating func findLinkerd() {
    settle(except: .linkerd)
    let releases = ["linkerd-crds", "linkerd-control-plane"].map {
      HelmRelease(
        name: $0, namespace: "linkerd", status: "deployed", chart: "\($0)-2026.6.3",
        appVersion: "edge-26.6.3")
    }
    let traces = LinkerdTraces(
      releases: releases, controlPlaneNamespaces: ["linkerd"], clusterObjects: [])
    report(.linkerd(.success(.some(traces))), to: { $0.isProbe(.linkerd) })
  }
}
