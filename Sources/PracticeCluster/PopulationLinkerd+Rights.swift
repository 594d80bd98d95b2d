extension PopulationLinkerd {
  /// A webhook of the control plane.
  struct Webhook: Sendable {
    let name: String
    let component: String
    let isMutating: Bool
    let group: String
    let resources: [String]
  }

  static let webhooks = [
    Webhook(
      name: "proxy-injector", component: "proxy-injector", isMutating: true, group: "",
      resources: ["pods", "services"]),
    Webhook(
      name: "sp-validator", component: "destination", isMutating: false, group: "linkerd.io",
      resources: ["serviceprofiles"]),
    Webhook(
      name: "policy-validator", component: "destination", isMutating: false,
      group: "policy.linkerd.io", resources: ["servers", "httproutes", "authorizationpolicies"]),
  ]

  /// The webhooks' Secrets and configurations.
  var webhookObjects: [JSON] {
    Self.webhooks.flatMap { webhook -> [JSON] in
      guard let pair = certificates.webhooks[webhook.name] else { return [] }
      let certificate = JSON.string(Base64.text(of: Array(pair.certificate.utf8)))
      return [
        object(
          "v1", "Secret", "linkerd-\(webhook.name)-k8s-tls", of: webhook.component,
          [
            "type": "kubernetes.io/tls",
            "data": [
              "tls.crt": certificate,
              "tls.key": .string(Base64.text(of: Array(pair.key.utf8))),
            ],
          ]),
        configuration(of: webhook, certificate: certificate),
      ]
    }
  }

  private func configuration(of webhook: Webhook, certificate: JSON) -> JSON {
    let isDisabled: JSON = [
      "key": "config.linkerd.io/admission-webhooks", "operator": "NotIn", "values": ["disabled"],
    ]
    let isSystem: JSON = [
      "key": "kubernetes.io/metadata.name", "operator": "NotIn",
      "values": ["kube-system", "cert-manager"],
    ]
    let rule: JSON = [
      "operations": webhook.isMutating ? ["CREATE"] : ["CREATE", "UPDATE"],
      "apiGroups": [.string(webhook.group)], "apiVersions": ["*"],
      "resources": .array(webhook.resources.map(JSON.string)), "scope": "Namespaced",
    ]
    let hook: JSON = [
      "name": "linkerd-\(webhook.name).linkerd.io", "sideEffects": "None",
      "failurePolicy": "Ignore", "admissionReviewVersions": ["v1", "v1beta1"],
      "timeoutSeconds": 10, "rules": [rule],
      "namespaceSelector": [
        "matchExpressions": .array([isDisabled] + (webhook.isMutating ? [isSystem] : []))
      ],
      "clientConfig": [
        "caBundle": certificate,
        "service": [
          "name": "linkerd-\(webhook.name)", "namespace": "linkerd", "path": "/", "port": 443,
        ],
      ],
    ]
    return object(
      "admissionregistration.k8s.io/v1",
      webhook.isMutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration",
      "linkerd-\(webhook.name)-webhook-config", of: webhook.component, isLocal: false,
      ["webhooks": [hook]])
  }

  /// The accounts of the control plane, and what they may do.
  var rights: [JSON] {
    let accounts = ["identity", "destination", "proxy-injector", "heartbeat"].map {
      object("v1", "ServiceAccount", "linkerd-\($0)", of: $0)
    }
    return accounts
      + clusterRights("linkerd-linkerd-identity", of: "identity", ["tokenreviews"])
      + clusterRights("linkerd-linkerd-destination", of: "destination", ["pods", "services"])
      + clusterRights(
        "linkerd-policy", of: "destination", ["servers", "httproutes"],
        binding: "linkerd-destination-policy")
      + clusterRights("linkerd-linkerd-proxy-injector", of: "proxy-injector", ["namespaces"])
      + clusterRights("linkerd-heartbeat", of: "heartbeat", ["namespaces"])
      + localRights("linkerd-heartbeat", of: "heartbeat", "configmaps")
      + localRights(
        "remote-discovery", of: "destination", "secrets",
        binding: "linkerd-destination-remote-discovery")
      + [
        object(
          "rbac.authorization.k8s.io/v1", "Role", "ext-namespace-metadata-linkerd-config",
          of: "controller", ["rules": [rule(["configmaps"])]])
      ]
  }

  private func clusterRights(
    _ name: String, of component: String, _ resources: [String], binding: String? = nil
  ) -> [JSON] {
    rights("Cluster", name, binding ?? name, of: component, resources, isLocal: false)
  }

  private func localRights(
    _ name: String, of component: String, _ resource: String, binding: String? = nil
  ) -> [JSON] {
    rights("", name, binding ?? name, of: component, [resource], isLocal: true)
  }

  private func rights(
    _ scope: String, _ role: String, _ binding: String, of component: String,
    _ resources: [String], isLocal: Bool
  ) -> [JSON] {
    let group = "rbac.authorization.k8s.io"
    return [
      object(
        "\(group)/v1", "\(scope)Role", role, of: component, isLocal: isLocal,
        ["rules": [rule(resources)]]),
      object(
        "\(group)/v1", "\(scope)RoleBinding", binding, of: component, isLocal: isLocal,
        [
          "roleRef": [
            "apiGroup": .string(group), "kind": "\(scope)Role", "name": .string(role),
          ],
          "subjects": [
            [
              "kind": "ServiceAccount", "name": "linkerd-\(component)", "namespace": "linkerd",
            ]
          ],
        ]),
    ]
  }

  private func rule(_ resources: [String]) -> JSON {
    [
      "apiGroups": ["*"], "resources": .array(resources.map(JSON.string)),
      "verbs": ["get", "list", "watch"],
    ]
  }
}
