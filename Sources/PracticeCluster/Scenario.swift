/// A situation that the practice cluster starts in.
package enum Scenario: String, CaseIterable, Sendable {
  case ready
  case slow
  case podsNeverReady = "pods-never-ready"
  case forbidden
  case gatewayAPIPresent = "gateway-api-present"
  case linkerdPresent = "linkerd-present"
  case thousandNamespaces = "thousand-namespaces"
  case tenThousandNamespaces = "ten-thousand-namespaces"
}
