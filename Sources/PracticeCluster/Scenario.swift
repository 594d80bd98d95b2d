/// The situation in which the practice cluster starts.
package enum Scenario: String, CaseIterable, Sendable {
  case ready
  case slow
  case podsNeverReady = "pods-never-ready"
  case imagePull = "image-pull"
  case noCPU = "no-cpu"
  case podSecurity = "pod-security"
  case quota
  case certificateRefused = "certificate-refused"
  case webhookDown = "webhook-down"
  case iptables
  case nodeClock = "node-clock"
  case dns
  case forbidden
  case otherNetworks = "other-networks"
  case otherNodes = "other-nodes"
  case openShift = "openshift"
  case gatewayAPIPresent = "gateway-api-present"
  case linkerdPresent = "linkerd-present"
  case linkerdExpired = "linkerd-expired"
  case linkerdFailed = "linkerd-failed"
  case linkerdPending = "linkerd-pending"
  case linkerdUpgrading = "linkerd-upgrading"
  case linkerdByCommand = "linkerd-by-cli"
  case linkerdLeftovers = "linkerd-leftovers"
  case linkerdForeignKinds = "linkerd-crds-foreign"
  case namespaceTerminating = "namespace-terminating"
  case oldKubernetes = "old-kubernetes"
  case carefulNamespaces = "careful-namespaces"
  case workloads
  case thousandNamespaces = "thousand-namespaces"
  case tenThousandNamespaces = "ten-thousand-namespaces"
  case fiftyThousandPods = "fifty-thousand-pods"

  /// The version that the API server and the nodes say they have, with its `v`.
  package var kubernetesVersion: String { self == .oldKubernetes ? "v1.23.17" : "v1.33.2" }

  /// What is special about it, in one sentence for the help.
  package var summary: String {
    switch self {
    case .ready: "A healthy cluster with Direktiv, a database and a few workloads, and no mesh."
    case .slow: "The same cluster, but every answer and every pod takes its time."
    case .podsNeverReady: "Pods start and never become ready, so that waiting ends in a timeout."
    case .imagePull: "The nodes don't reach the registry that Linkerd's images are in."
    case .noCPU: "The nodes have next to no CPU left, so that new pods find no place."
    case .podSecurity:
      "A new control plane's namespace is put under Pod Security's level \"restricted\"."
    case .quota: "A new control plane's namespace gets a quota of one pod."
    case .certificateRefused:
      "Linkerd's identity service refuses the issuer, as if of another root."
    case .webhookDown:
      "The API server doesn't reach Linkerd's injector: pods start without proxies, and nobody says so."
    case .iptables: "The nodes know no legacy iptables, and Linkerd's first container fails."
    case .nodeClock: "The nodes' clocks are two hours behind, so that no certificate is valid yet."
    case .dns: "Pods can't resolve names in the cluster."
    case .forbidden: "You may look at namespaces and workloads, and change nothing."
    case .otherNetworks:
      "Names end in an own domain, pods have unusual addresses, and Cilium balances in sockets."
    case .otherNodes: "Docker runs the nodes' containers, and their system is Red Hat's."
    case .openShift: "OpenShift's security context constraints are served."
    case .gatewayAPIPresent: "Somebody else has installed the Gateway API's resource kinds already."
    case .linkerdPresent: "Helm has installed an older Linkerd, and it is healthy."
    case .linkerdExpired: "Helm has installed an older Linkerd, and its issuer has expired since."
    case .linkerdFailed: "Helm's install of the control plane has failed, and its release is there."
    case .linkerdPending: "Helm was killed while it installed the control plane."
    case .linkerdUpgrading: "Helm was killed while it upgraded a Linkerd that runs."
    case .linkerdByCommand:
      "The linkerd command has installed Linkerd, and Helm knows nothing of it."
    case .linkerdLeftovers: "CRDs, webhooks and cluster roles of an older Linkerd were left behind."
    case .linkerdForeignKinds: "Another chart's release owns Linkerd's CRDs."
    case .namespaceTerminating: "The namespace linkerd is being deleted, and something holds it."
    case .oldKubernetes:
      "The cluster is of a Kubernetes from 2021, old enough for the one chart linkerd2."
    case .carefulNamespaces:
      "Namespaces whose meshing needs care: Jobs, another mesh, a label by mistake, PgBouncer."
    case .workloads:
      "A namespace \"mixed\" with workloads that a restart treats differently; one doesn't come back."
    case .thousandNamespaces: "A thousand namespaces beside the usual ones, most empty."
    case .tenThousandNamespaces: "Ten thousand namespaces beside the usual ones, most empty."
    case .fiftyThousandPods: "Ten thousand namespaces with five pods each."
    }
  }
}
