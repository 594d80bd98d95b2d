extension ControlPlaneChart {
  /// The values that the release starts from.
  static func values(for release: LinkerdRelease) -> String {
    general(for: release) + proxy(for: release) + identityValues + webhookValues
  }

  private static func general(for release: LinkerdRelease) -> String {
    let networks = "10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16"
    let sixth = release.hasNativeSidecars ? ",fd00::/8" : ""
    let policyImage =
      release.hasPolicyControllerImage
      ? "  image:\n    name: cr.l5d.io/linkerd/policy-controller\n    pullPolicy: \"\"\n"
        + "    version: \"\"\n" : ""
    return """
      clusterDomain: cluster.local
      clusterNetworks: "\(networks)\(sixth)"
      identityTrustAnchorsPEM: ""
      identityTrustDomain: ""
      linkerdVersion: \(release.appVersion)
      imagePullPolicy: IfNotPresent
      imagePullSecrets: []
      controllerImage: cr.l5d.io/linkerd/controller
      controllerImageVersion: ""
      controllerReplicas: 1
      controllerUID: 2103
      controllerGID: -1
      controllerLogLevel: info
      controllerLogFormat: plain
      controller:
        podDisruptionBudget:
          maxUnavailable: 1
      commonLabels: {}
      podAnnotations: {}
      podLabels: {}
      nodeSelector:
        kubernetes.io/os: linux
      tolerations: []
      priorityClassName: ""
      runtimeClassName: ""
      revisionHistoryLimit: 10
      deploymentStrategy:
        rollingUpdate:
          maxUnavailable: 25%
          maxSurge: 25%
      enablePodAntiAffinity: false
      enablePodDisruptionBudget: false
      enableH2Upgrade: true
      enableEndpointSlices: true
      enablePprof: false
      disableHeartBeat: false
      heartbeatSchedule: ""
      disableIPv6: true
      cniEnabled: false
      webhookFailurePolicy: Ignore
      policyController:
      \(policyImage)  logLevel: info
        probeNetworks: ["0.0.0.0/0", "::/0"]
      destinationController:
        podAnnotations: {}
      debugContainer:
        image:
          name: cr.l5d.io/linkerd/debug
          pullPolicy: ""
          version: ""
      egress:
        globalEgressNetworkNamespace: linkerd-egress

      """
  }

  private static func proxy(for release: LinkerdRelease) -> String {
    let initImage =
      release.proxyInitVersion.map {
        "  image:\n    name: cr.l5d.io/linkerd/proxy-init\n    pullPolicy: \"\"\n    version: \($0)\n"
      } ?? ""
    return """
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
        resources:
          cpu: { limit: "", request: "" }
          memory: { limit: "", request: "" }
        uid: 2102
        gid: -1
        await: true
        nativeSidecar: \(release.hasNativeSidecars)
        defaultInboundPolicy: all-unauthenticated
        opaquePorts: "25,587,3306,4444,5432,6379,9300,11211"
        outboundTransportMode: transport-header
        requireIdentityOnInboundPorts: ""
        waitBeforeExitSeconds: 0
        enableExternalProfiles: false
      proxyInit:
      \(initImage)  iptablesMode: \(release.iptablesMode)
        ignoreInboundPorts: "4567,4568"
        ignoreOutboundPorts: "4567,4568"
        kubeAPIServerPorts: "443,6443"
        skipSubnets: ""
        logLevel: ""
        logFormat: ""
        closeWaitTimeoutSecs: 0
        privileged: false
        runAsRoot: false
        runAsUser: 65534
        runAsGroup: 65534
        xtMountPath:
          mountPath: /run
          name: linkerd-proxy-init-xtables-lock
      networkValidator:
        logLevel: debug
        logFormat: plain
        timeout: "10s"

      """
  }

  private static let identityValues = """
    identity:
      externalCA: false
      serviceAccountTokenProjection: true
      issuer:
        scheme: linkerd.io/tls
        clockSkewAllowance: 20s
        issuanceLifetime: 24h0m0s
        tls:
          crtPEM: ""
          keyPEM: ""
      podAnnotations: {}

    """

  private static let webhookValues = """
    proxyInjector:
      timeoutSeconds: 10
      externalSecret: false
      namespaceSelector:
        matchExpressions:
        - key: config.linkerd.io/admission-webhooks
          operator: NotIn
          values: [disabled]
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [kube-system, cert-manager]
      objectSelector:
        matchExpressions:
        - key: linkerd.io/control-plane-component
          operator: DoesNotExist
        - key: linkerd.io/cni-resource
          operator: DoesNotExist
      crtPEM: ""
      keyPEM: ""
      caBundle: ""
      injectCaFrom: ""
      injectCaFromSecret: ""
      podAnnotations: {}
    profileValidator: &validator
      externalSecret: false
      namespaceSelector:
        matchExpressions:
        - key: config.linkerd.io/admission-webhooks
          operator: NotIn
          values: [disabled]
      crtPEM: ""
      keyPEM: ""
      caBundle: ""
      injectCaFrom: ""
      injectCaFromSecret: ""
    policyValidator: *validator

    """

  /// The values for a control plane that survives the loss of a node.
  static let highAvailabilityValues = """
    enablePodAntiAffinity: true
    enablePodDisruptionBudget: true
    controllerReplicas: 3
    webhookFailurePolicy: Fail
    proxy:
      resources:
        cpu: { request: 100m }
        memory: { limit: 250Mi, request: 20Mi }

    """
}
