extension OneChart {
  /// The values that the release starts from, under the names of 2.11.
  static func values(for release: LinkerdRelease) -> String {
    general(for: release) + proxy(for: release) + identity(for: release) + webhooks
  }

  private static func general(for release: LinkerdRelease) -> String {
    """
    namespace: linkerd
    installNamespace: true
    clusterDomain: cluster.local
    clusterNetworks: "10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16"
    identityTrustAnchorsPEM: ""
    identityTrustDomain: ""
    linkerdVersion: \(release.appVersion)
    imagePullPolicy: IfNotPresent
    imagePullSecrets: []
    controllerImage: cr.l5d.io/linkerd/controller
    controllerReplicas: 1
    controllerUID: 2103
    controllerLogLevel: info
    controllerLogFormat: plain
    controlPlaneTracing: false
    controlPlaneTracingNamespace: linkerd-jaeger
    podAnnotations: {}
    podLabels: {}
    nodeSelector:
      kubernetes.io/os: linux
    enableH2Upgrade: true
    enableEndpointSlices: false
    enablePSP: false
    disableHeartBeat: false
    cniEnabled: false
    webhookFailurePolicy: Ignore
    policyController:
      image:
        name: cr.l5d.io/linkerd/policy-controller
        pullPolicy: ""
        version: ""
      defaultAllowPolicy: "all-unauthenticated"
      logLevel: linkerd=info,warn
      resources:
        cpu: { limit: "", request: "" }
        memory: { limit: "", request: "" }
    debugContainer:
      image:
        name: cr.l5d.io/linkerd/debug
        pullPolicy: ""
        version: ""

    """
  }

  private static func proxy(for release: LinkerdRelease) -> String {
    """
    proxy:
      image:
        name: cr.l5d.io/linkerd/proxy
        pullPolicy: ""
        version: ""
      logLevel: warn,linkerd=info
      logFormat: plain
      ports:
        admin: 4191
        control: 4190
        inbound: 4143
        outbound: 4140
      cores: 0
      resources:
        cpu: { limit: "", request: "" }
        memory: { limit: "", request: "" }
      uid: 2102
      await: true
      inboundConnectTimeout: 100ms
      outboundConnectTimeout: 1000ms
      opaquePorts: "25,587,3306,4444,5432,6379,9300,11211"
      requireIdentityOnInboundPorts: ""
      waitBeforeExitSeconds: 0
      enableExternalProfiles: false
    proxyInit:
      image:
        name: cr.l5d.io/linkerd/proxy-init
        pullPolicy: ""
        version: \(release.proxyInitVersion ?? "")
      ignoreInboundPorts: "4567,4568"
      ignoreOutboundPorts: "4567,4568"
      closeWaitTimeoutSecs: 0
      resources:
        cpu: { limit: 100m, request: 10m }
        memory: { limit: 50Mi, request: 10Mi }
      xtMountPath:
        mountPath: /run
        name: linkerd-proxy-init-xtables-lock

    """ + (release.demandsIssuerExpiry ? "" : "  skipSubnets: \"\"\n  runAsRoot: true\n")
  }

  private static func identity(for release: LinkerdRelease) -> String {
    """
    identity:
      externalCA: false
      issuer:
        scheme: linkerd.io/tls
        clockSkewAllowance: 20s
        issuanceLifetime: 24h0m0s

    """ + (release.demandsIssuerExpiry ? "    crtExpiry: \"\"\n" : "")
      + """
          tls:
            crtPEM: ""
            keyPEM: ""

      """
  }

  private static let webhooks = """
    proxyInjector: &webhook
      externalSecret: false
      namespaceSelector:
        matchExpressions:
        - key: config.linkerd.io/admission-webhooks
          operator: NotIn
          values: [disabled]
      crtPEM: ""
      keyPEM: ""
      caBundle: ""
    profileValidator: *webhook
    policyValidator: *webhook

    """

  /// The values for a control plane that survives the loss of a node; there is one switch for where
  /// pods go and how many may be away.
  static let highAvailabilityValues = """
    enablePodAntiAffinity: true
    controllerReplicas: 3
    webhookFailurePolicy: Fail
    proxy:
      resources:
        cpu: { request: 100m }
        memory: { limit: 250Mi, request: 20Mi }

    """
}
