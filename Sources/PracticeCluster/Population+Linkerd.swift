// Linkerd, installed some time ago: healthy, or what became of it.
extension Population {
  private static let daysSinceLinkerd: Int64 = 120

  /// The control plane with its releases; without certificates, and so without Linkerd, only where
  /// keys can't be made. Its issuer was made to last for those days.
  static func linkerd(
    _ condition: PopulationLinkerd.Condition, at clock: PopulationClock, issuerDays: Int64 = 365
  ) -> [JSON] {
    let webhooks = PopulationLinkerd.webhooks.map(\.name)
    guard
      let certificates = try? PopulationCertificates(
        installed: clock.now - daysSinceLinkerd * 86_400, issuerDays: issuerDays,
        webhooks: webhooks)
    else { return [] }
    let linkerd = PopulationLinkerd(
      created: clock.ago(days: daysSinceLinkerd), certificates: certificates)
    return linkerd.objects(condition)
  }

  /// A control plane's namespace whose deletion waits for an object that somebody else guards.
  static func endingNamespace(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 3)
    var namespace = namespace("linkerd", created: created)
    namespace[["metadata", "deletionTimestamp"]] = .string(clock.ago(days: 0, seconds: 600))
    namespace["status"] = [
      "phase": "Terminating",
      "conditions": [
        [
          "type": "NamespaceFinalizersRemaining", "status": "True",
          "reason": "SomeFinalizersRemain",
          "lastTransitionTime": .string(clock.ago(days: 0, seconds: 590)),
          "message":
            "Some content in the namespace has finalizers remaining: example.com/backup in 1 resource instances",
        ]
      ],
    ]
    var guarded = object("v1", "ConfigMap", "kept", in: "linkerd", created: created)
    guarded[["metadata", "finalizers"]] = ["example.com/backup"]
    return [namespace, guarded]
  }
}

/// The objects of an installed Linkerd.
struct PopulationLinkerd {
  let created: String
  let certificates: PopulationCertificates

  static let version = "2026.6.3"
  static let appVersion = "edge-26.6.3"
  static let component = "linkerd.io/control-plane-component"

  /// What became of it.
  enum Condition: Equatable, Sendable {
    /// Helm's releases are deployed.
    case healthy
    /// The control plane's first install is in that state, `failed` or `pending-install`.
    case unfinished(String)
    /// An upgrade of the control plane was stopped in the middle.
    case stoppedUpgrade
    /// The linkerd command has made it, and Helm knows nothing of it.
    case madeByCommand
    /// Only objects of the whole cluster are left, and no release.
    case leftovers
    /// An umbrella chart has brought the CRDs.
    case foreignKinds
  }

  /// The objects that are there in that condition, releases' Secrets among them.
  func objects(_ condition: Condition) -> [JSON] {
    switch condition {
    case .healthy: return [namespace] + releases(controlPlaneRelease)
    case .unfinished(let status):
      var release = controlPlaneRelease
      release.status = status
      return [namespace] + releases(release)
    case .stoppedUpgrade:
      var second = controlPlaneRelease
      (second.status, second.revision) = ("pending-upgrade", 2)
      return [namespace] + releases(controlPlaneRelease) + [second.secret(manifest: controlPlane)]
    case .madeByCommand: return [namespace] + resourceKinds + controlPlane
    case .leftovers:
      return resourceKinds
        + (rights + webhookObjects).filter { $0[["metadata", "namespace"]] == nil }
    case .foreignKinds:
      let owner = PopulationHelmRelease(
        name: "mesh", namespace: "platform", chart: "platform-mesh", version: "1.4.0",
        appVersion: "1.4.0", installed: created, values: [:], notes: "")
      let kinds = resourceKinds.map(owner.owning)
      return [Population.namespace("platform", created: created)] + kinds
        + [owner.secret(manifest: kinds)]
    }
  }

  private var controlPlane: [JSON] { configuration + rights + deployments + webhookObjects }

  /// Both releases' Secrets and everything that they own.
  private func releases(_ release: PopulationHelmRelease) -> [JSON] {
    let kinds = resourceKinds.map(resourceKindsRelease.owning)
    let controlPlane = controlPlane.map(release.owning)
    return kinds + [resourceKindsRelease.secret(manifest: kinds)]
      + controlPlane + [release.secret(manifest: controlPlane)]
  }

  private var namespace: JSON {
    Population.namespace(
      "linkerd", created: created,
      labels: [
        "linkerd.io/is-control-plane": "true",
        "config.linkerd.io/admission-webhooks": "disabled",
        "linkerd.io/control-plane-ns": "linkerd",
        "pod-security.kubernetes.io/enforce": "privileged",
      ],
      annotations: ["linkerd.io/inject": "disabled"])
  }

  private var resourceKindsRelease: PopulationHelmRelease {
    release("linkerd-crds", values: ["installGatewayAPI": true])
  }

  private var controlPlaneRelease: PopulationHelmRelease {
    release(
      "linkerd-control-plane",
      values: [
        "identityTrustAnchorsPEM": .string(certificates.anchor),
        "identity": [
          "issuer": [
            "tls": [
              "crtPEM": .string(certificates.issuer.certificate),
              "keyPEM": .string(certificates.issuer.key),
            ]
          ]
        ],
      ])
  }

  private func release(_ chart: String, values: JSON) -> PopulationHelmRelease {
    PopulationHelmRelease(
      name: chart, namespace: "linkerd", chart: chart, version: Self.version,
      appVersion: Self.appVersion, installed: created, values: values,
      notes: "\(chart) \(Self.version) is installed in the practice cluster.\n")
  }

  /// The labels of a component's objects.
  func labels(_ name: String) -> [String: String] {
    [Self.component: name, "linkerd.io/control-plane-ns": "linkerd"]
  }

  /// An object of the control plane; `isLocal` puts it into its namespace.
  func object(
    _ apiVersion: String, _ kind: String, _ name: String, of component: String,
    isLocal: Bool = true, _ rest: [String: JSON] = [:]
  ) -> JSON {
    Population.object(
      apiVersion, kind, name, in: isLocal ? "linkerd" : nil, created: created,
      labels: labels(component),
      annotations: ["linkerd.io/created-by": "linkerd/helm \(Self.appVersion)"], rest)
  }
}
