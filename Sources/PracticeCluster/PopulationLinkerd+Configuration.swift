extension PopulationLinkerd {
  /// The kinds that Linkerd reads, and the Gateway API's that came with them.
  var resourceKinds: [JSON] {
    let policies = [
      ("AuthorizationPolicy", "authorizationpolicies", ["v1alpha1"], ["authzpolicy"]),
      ("EgressNetwork", "egressnetworks", ["v1alpha1"], []),
      ("HTTPLocalRateLimitPolicy", "httplocalratelimitpolicies", ["v1alpha1"], []),
      ("HTTPRoute", "httproutes", ["v1beta3", "v1beta2", "v1beta1", "v1alpha1"], []),
      ("MeshTLSAuthentication", "meshtlsauthentications", ["v1alpha1"], ["meshtlsauthn"]),
      (
        "NetworkAuthentication", "networkauthentications", ["v1alpha1"],
        ["netauthn", "networkauthn"]
      ),
      (
        "ServerAuthorization", "serverauthorizations", ["v1beta1", "v1alpha1"],
        ["saz", "serverauthz", "srvauthz"]
      ),
      ("Server", "servers", ["v1beta3", "v1beta2", "v1beta1", "v1alpha1"], ["srv"]),
    ].map { kind($0, $1, in: "policy.linkerd.io", versions: $2, shortNames: $3) }
    return [
      kind(
        "ServiceProfile", "serviceprofiles", in: "linkerd.io", versions: ["v1alpha2", "v1alpha1"],
        shortNames: ["sp"])
    ] + policies + [
      kind(
        "ExternalWorkload", "externalworkloads", in: "workload.linkerd.io",
        versions: ["v1beta1", "v1alpha1"])
    ] + gatewayAPI
  }

  private var gatewayAPI: [JSON] {
    [
      ("GRPCRoute", "grpcroutes", ["v1", "v1alpha2"]),
      ("HTTPRoute", "httproutes", ["v1", "v1beta1"]),
      ("TCPRoute", "tcproutes", ["v1alpha2"]), ("TLSRoute", "tlsroutes", ["v1alpha2"]),
    ].map {
      kind(
        $0, $1, in: "gateway.networking.k8s.io", versions: $2,
        annotations: [
          "gateway.networking.k8s.io/bundle-version": "v1.1.1",
          "gateway.networking.k8s.io/channel": "experimental",
          "helm.sh/resource-policy": "keep",
        ])
    }
  }

  private func kind(
    _ kind: String, _ plural: String, in group: String, versions: [String],
    shortNames: [String] = [], annotations: [String: String] = [:]
  ) -> JSON {
    Population.customResourceDefinition(
      kind, plural, group: group, versions: versions, shortNames: shortNames, created: created,
      labels: ["linkerd.io/control-plane-ns": "linkerd"],
      annotations: annotations.merging(
        ["linkerd.io/created-by": "linkerd/helm \(Self.appVersion)"]
      ) { $1 })
  }

  /// The configuration and the certificates that the control plane reads.
  var configuration: [JSON] {
    [
      object(
        "v1", "ConfigMap", "linkerd-config", of: "controller",
        ["data": ["linkerd-crds-chart-version": "linkerd-crds-1.0.0-edge", "values": values]]),
      object(
        "v1", "ConfigMap", "linkerd-identity-trust-roots", of: "identity",
        ["data": ["ca-bundle.crt": .string(certificates.anchor)]]),
      object(
        "v1", "Secret", "linkerd-identity-issuer", of: "identity",
        [
          "type": "Opaque",
          "data": [
            "crt.pem": .string(Base64.text(of: Array(certificates.issuer.certificate.utf8))),
            "key.pem": .string(Base64.text(of: Array(certificates.issuer.key.utf8))),
          ],
        ]),
    ]
  }

  private var values: JSON {
    let anchor = certificates.anchor.split(separator: "\n").joined(separator: "\n  ")
    return .string(
      """
      clusterDomain: cluster.local
      clusterNetworks: 10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fd00::/8
      cniEnabled: false
      controllerImage: cr.l5d.io/linkerd/controller
      controllerReplicas: 1
      disableHeartBeat: false
      identity:
        externalCA: false
        issuer:
          clockSkewAllowance: 20s
          issuanceLifetime: 24h0m0s
          scheme: linkerd.io/tls
      identityTrustAnchorsPEM: |
        \(anchor)
      identityTrustDomain: cluster.local
      linkerdVersion: \(Self.appVersion)
      proxyInit:
        iptablesMode: nft
      webhookFailurePolicy: Ignore

      """)
  }
}
