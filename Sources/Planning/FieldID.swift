/// A question of the wizard, named by its key in the answers file.
package enum FieldID: String, CaseIterable, Hashable, Codable, Sendable {
  case context
  case existing
  case certificateSource = "certificates.source"
  case stepImage = "certificates.image"
  case givenDirectory = "certificates.from"
  case givenAnchor = "certificates.anchor"
  case givenAnchorKey = "certificates.anchorKey"
  case givenIssuer = "certificates.issuer"
  case givenIssuerKey = "certificates.issuerKey"
  case certificateDirectory = "certificates.directory"
  case trustDomain = "certificates.trustDomain"
  case anchorValidity = "certificates.anchorValidity"
  case issuerValidity = "certificates.issuerValidity"
  case charts = "controlPlane.charts"
  /// The place of the person's own charts; it shares the key of `charts` in the answers file.
  case ownCharts = "controlPlane.charts.own"
  case version = "controlPlane.version"
  case controlPlaneNamespace = "controlPlane.namespace"
  case wait = "controlPlane.wait"
  case clusterDomain = "controlPlane.clusterDomain"
  case clusterNetworks = "controlPlane.clusterNetworks"
  case gatewayAPI = "controlPlane.gatewayAPI"
  case podNetwork = "controlPlane.podNetwork"
  case issuerKey = "controlPlane.issuerKey"
  case availability = "controlPlane.availability"
  case registry = "controlPlane.registry"
  case pullSecrets = "controlPlane.pullSecrets"
  case settings = "controlPlane.set"
  case values = "controlPlane.values"
  case namespaces
  case restart
  case restartExcept
}

/// A problem with one answer.
package struct FieldProblem: Equatable, Sendable {
  /// The question.
  package var field: FieldID
  /// What is wrong with its answer.
  package var problem: Problem

  /// Makes a problem of that field.
  package init(_ field: FieldID, _ problem: Problem) {
    self.field = field
    self.problem = problem
  }
}
