// The Gateway API's resource kinds, as its own project publishes them: nobody's Helm release.
extension Population {
  static func gatewayAPI(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 97)
    return [
      ("GatewayClass", "gatewayclasses", "gc", "Cluster", ["v1", "v1beta1"]),
      ("Gateway", "gateways", "gtw", "Namespaced", ["v1", "v1beta1"]),
      ("HTTPRoute", "httproutes", nil, "Namespaced", ["v1", "v1beta1"]),
      ("GRPCRoute", "grpcroutes", nil, "Namespaced", ["v1"]),
      ("ReferenceGrant", "referencegrants", "refgrant", "Namespaced", ["v1beta1"]),
    ].map { kind, plural, short, scope, versions in
      customResourceDefinition(
        kind, plural, group: "gateway.networking.k8s.io", scope: scope, versions: versions,
        shortNames: short.map { [$0] } ?? [], created: created,
        annotations: [
          "api-approved.kubernetes.io":
            "https://github.com/kubernetes-sigs/gateway-api/pull/3328",
          "gateway.networking.k8s.io/bundle-version": "v1.2.1",
          "gateway.networking.k8s.io/channel": "standard",
        ])
    }
  }

  /// A resource kind that takes any content; the first of its versions is the one that is kept.
  static func customResourceDefinition(
    _ kind: String, _ plural: String, group: String, scope: String = "Namespaced",
    versions: [String], shortNames: [String] = [], created: String,
    labels: [String: String] = [:], annotations: [String: String] = [:]
  ) -> JSON {
    let schema: JSON = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
    let names: JSON = [
      "kind": .string(kind), "listKind": .string(kind + "List"), "plural": .string(plural),
      "singular": .string(kind.lowercased()), "shortNames": .array(shortNames.map(JSON.string)),
    ]
    let served: [JSON] = versions.enumerated().map { index, version in
      [
        "name": .string(version), "served": true, "storage": .bool(index == 0),
        "schema": ["openAPIV3Schema": schema], "subresources": ["status": [:]],
      ]
    }
    return object(
      "apiextensions.k8s.io/v1", "CustomResourceDefinition", "\(plural).\(group)",
      created: created, labels: labels, annotations: annotations,
      [
        "spec": [
          "group": .string(group), "names": names, "scope": .string(scope),
          "versions": .array(served), "conversion": ["strategy": "None"],
        ],
        "status": [
          "acceptedNames": names, "storedVersions": [.string(versions.first ?? "v1")],
          "conditions": [
            established("NamesAccepted", "NoConflicts", "no conflicts found", created),
            established(
              "Established", "InitialNamesAccepted",
              "the initial names have been accepted", created),
          ],
        ],
      ])
  }

  private static func established(
    _ type: String, _ reason: String, _ message: String, _ since: String
  ) -> JSON {
    [
      "type": .string(type), "status": "True", "reason": .string(reason),
      "message": .string(message), "lastTransitionTime": .string(since),
    ]
  }
}
