/// The situation in which the practice cluster starts.
package enum Scenario: String, CaseIterable, Sendable {
  case ready
  case slow
  case podsNeverReady = "pods-never-ready"
  case forbidden
  case gatewayAPIPresent = "gateway-api-present"
  case linkerdPresent = "linkerd-present"
  case thousandNamespaces = "thousand-namespaces"
  case tenThousandNamespaces = "ten-thousand-namespaces"

  /// What is special about it, in one sentence for the help.
  package var summary: String {
    switch self {
    case .ready: "A healthy cluster with Direktiv, a database and a few workloads, and no mesh."
    case .slow: "The same cluster, but every answer and every pod takes its time."
    case .podsNeverReady: "Pods start and never become ready, so that waiting ends in a timeout."
    case .forbidden: "You may look at namespaces and workloads, and change nothing."
    case .gatewayAPIPresent: "Somebody else has installed the Gateway API's resource kinds already."
    case .linkerdPresent: "Helm has installed Linkerd already, and it is healthy."
    case .thousandNamespaces: "A thousand namespaces beside the usual ones, most empty."
    case .tenThousandNamespaces: "Ten thousand namespaces beside the usual ones, most empty."
    }
  }
}
