extension ClusterState {
  /// What webhooks of the cluster do to a new pod: only Linkerd's proxy injector is imitated.
  /// Throws `APIError` where a webhook that must be asked doesn't answer.
  func askWebhooks(about object: inout JSON) throws {
    let configurations = ResourceID(
      group: "admissionregistration.k8s.io", plural: "mutatingwebhookconfigurations")
    for configuration in store.objects(configurations)
    where configuration.key.name.hasPrefix("linkerd-proxy-injector") {
      for webhook in configuration.json["webhooks"]?.elements ?? [] {
        try ask(webhook, about: &object)
      }
    }
  }

  private func ask(_ webhook: JSON, about pod: inout JSON) throws {
    let namespace = self.object("", "namespaces", "", pod.namespace) ?? .object([:])
    guard LabelSelector(webhook["namespaceSelector"]).matches(namespace.labels),
      LabelSelector(webhook["objectSelector"]).matches(pod.labels)
    else { return }
    let service = webhook["clientConfig"]?["service"]
    let place = service?["namespace"]?.text ?? "linkerd"
    guard scenario != .webhookDown, let injector = runningInjector(in: place) else {
      guard webhook["failurePolicy"] != "Ignore" else { return }
      throw unanswered(webhook, service)
    }
    let asked =
      pod.annotations["linkerd.io/inject"] ?? namespace.annotations["linkerd.io/inject"]
    guard asked == "enabled" || asked == "ingress", pod["spec"]?["hostNetwork"] != true else {
      return
    }
    let values = self.object("", "configmaps", place, "linkerd-config")?["data"]?["values"]?.text
    let anchors = self.object("", "configmaps", place, "linkerd-identity-trust-roots")
    ProxyInjector(
      injector: injector, controlPlane: place, mode: asked ?? "enabled",
      usesPlugin: values?.contains("\ncniEnabled: true\n") ?? false,
      anchors: anchors?["data"]?["ca-bundle.crt"]?.text ?? "", trustDomain: trustDomain(values)
    )
    .inject(into: &pod)
  }

  private func trustDomain(_ values: String?) -> String {
    let key = "identityTrustDomain: "
    let line = values?.split(separator: "\n").first { $0.hasPrefix(key) }
    return line.map { String($0.dropFirst(key.count)) } ?? "cluster.local"
  }

  private func runningInjector(in namespace: String) -> JSON? {
    store.objects(.pods, namespace: namespace).first {
      $0.json.labels["linkerd.io/control-plane-component"] == "proxy-injector"
        && ControlLoop.isReady($0.json) && !$0.json.isBeingDeleted
    }?.json
  }

  private func unanswered(_ webhook: JSON, _ service: JSON?) -> APIError {
    let name = service?["name"]?.text ?? ""
    let place = service?["namespace"]?.text ?? ""
    let path = service?["path"]?.text ?? "/"
    let seconds = webhook["timeoutSeconds"]?.integer ?? 10
    let address = object("", "services", place, name)?["spec"]?["clusterIP"]?.text
    let why =
      address.map { "dial tcp \($0):443: connect: connection refused" }
      ?? "service \"\(name)\" not found"
    let shown = "Post \"https://\(name).\(place).svc:443\(path)?timeout=\(seconds)s\": \(why)"
    return .internalError(
      "failed calling webhook \"\(webhook["name"]?.text ?? "")\": failed to call webhook: "
        + (address == nil ? why : shown))
  }
}

/// Adds Linkerd's proxy to a pod, as its injector would in outline: container, labels, annotations.
struct ProxyInjector {
  var injector: JSON
  var controlPlane: String
  var mode: String
  /// Whether the CNI plugin sets the pods' network up.
  var usesPlugin = false
  /// The trust anchors that the proxy is born with, PEM; later ones only reach it by a restart.
  var anchors = ""
  /// The domain of its identity.
  var trustDomain = "cluster.local"

  private var version: String {
    let image = injector["spec"]?["containers"]?.elements.first?["image"]?.text ?? ""
    return image.split(separator: ":").last.map(String.init) ?? "edge"
  }

  func inject(into pod: inout JSON) {
    let names = ["containers", "initContainers"].flatMap {
      pod["spec"]?[$0]?.elements.map(\.elementName) ?? []
    }
    guard !names.contains("linkerd-proxy") else { return }
    pod[["metadata", "labels", "linkerd.io/control-plane-ns"]] = .string(controlPlane)
    pod[["metadata", "labels", "linkerd.io/workload-ns"]] = .string(pod.namespace)
    pod[["metadata", "annotations", "linkerd.io/created-by"]] = .string(
      "linkerd/proxy-injector \(version)")
    pod[["metadata", "annotations", "linkerd.io/inject"]] = .string(mode)
    pod[["metadata", "annotations", "linkerd.io/proxy-version"]] = .string(version)
    let starters = pod["spec"]?["initContainers"]?.elements ?? []
    let containers = pod["spec"]?["containers"]?.elements ?? []
    var proxy = proxy
    let account = pod["spec"]?["serviceAccountName"]?.text ?? "default"
    proxy["env"] = [
      [
        "name": "LINKERD2_PROXY_IDENTITY_LOCAL_NAME",
        "value": .string(
          "\(account).\(pod.namespace).serviceaccount.identity.\(controlPlane).\(trustDomain)"),
      ],
      ["name": "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS", "value": .string(anchors)],
    ]
    if isNativeSidecar {
      proxy["restartPolicy"] = "Always"
      pod[["spec", "initContainers"]] = .array(starters + [start, proxy])
    } else {
      pod[["spec", "initContainers"]] = .array(starters + [start])
      pod[["spec", "containers"]] = .array([proxy] + containers)
    }
    pod["spec"] = pod["spec"].map(Defaults.podSpec)
  }

  /// Since edge-26.5.2 the proxy is an init container that keeps running.
  private var isNativeSidecar: Bool {
    let parts = version.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    return version.hasPrefix("edge-") && parts.count >= 3
      && !parts.lexicographicallyPrecedes([26, 5, 2])
  }

  private var start: JSON { usesPlugin ? validator : setUp }

  private var validator: JSON {
    [
      "name": "linkerd-network-validator",
      "image": .string("cr.l5d.io/linkerd/proxy:\(version)"),
      "securityContext": ["capabilities": ["drop": ["ALL"]]],
    ]
  }

  private var setUp: JSON {
    [
      "name": "linkerd-init", "image": .string("cr.l5d.io/linkerd/proxy-init:v2.5.0"),
      "securityContext": ["capabilities": ["add": ["NET_ADMIN", "NET_RAW"]]],
      "args": ["--ipv6=false", "--incoming-proxy-port", "4143", "--outgoing-proxy-port", "4140"],
    ]
  }

  private var proxy: JSON {
    [
      "name": "linkerd-proxy", "image": .string("cr.l5d.io/linkerd/proxy:\(version)"),
      "ports": [
        ["name": "linkerd-proxy", "containerPort": 4143],
        ["name": "linkerd-admin", "containerPort": 4191],
      ],
      "livenessProbe": ["httpGet": ["path": "/live", "port": 4191], "initialDelaySeconds": 10],
      "readinessProbe": ["httpGet": ["path": "/ready", "port": 4191], "initialDelaySeconds": 2],
    ]
  }
}
