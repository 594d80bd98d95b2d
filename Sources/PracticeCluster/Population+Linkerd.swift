// Linkerd, installed by Helm some time ago and healthy.
extension Population {
  private static let daysSinceLinkerd: Int64 = 120

  /// The control plane with its releases; without certificates, and so without Linkerd, only where
  /// keys can't be made.
  static func linkerd(at clock: PopulationClock) -> [JSON] {
    let webhooks = PopulationLinkerd.webhooks.map(\.name)
    guard
      let certificates = try? PopulationCertificates(
        installed: clock.now - daysSinceLinkerd * 86_400, webhooks: webhooks)
    else { return [] }
    let linkerd = PopulationLinkerd(
      created: clock.ago(days: daysSinceLinkerd), certificates: certificates)
    return linkerd.objects
  }
}

/// The objects of an installed Linkerd.
struct PopulationLinkerd {
  let created: String
  let certificates: PopulationCertificates

  static let version = "2026.6.3"
  static let appVersion = "edge-26.6.3"
  static let component = "linkerd.io/control-plane-component"

  /// The namespace, both releases' Secrets and everything that they own.
  var objects: [JSON] {
    let kinds = resourceKinds.map(resourceKindsRelease.owning)
    let controlPlane = (configuration + rights + deployments + webhookObjects)
      .map(controlPlaneRelease.owning)
    return [namespace] + kinds + [resourceKindsRelease.secret(manifest: kinds)]
      + controlPlane + [controlPlaneRelease.secret(manifest: controlPlane)]
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
