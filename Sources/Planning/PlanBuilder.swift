/// Builds the plan: the one place where commands come from.
package enum PlanBuilder {
  /// The plan that follows from the inputs, or the answers that stand against it.
  package static func plan(_ inputs: PlanInputs) -> Result<Plan, FieldProblems> {
    let gatewayAPI = GatewayAPIDecision.decide(
      inputs.answers.gatewayAPI, found: inputs.gatewayAPI, charts: inputs.charts.described,
      namespace: inputs.answers.controlPlaneNamespace)
    switch gatewayAPI.outcome {
    case .refused(let problem):
      return .failure(FieldProblems([FieldProblem(.gatewayAPI, problem)]))
    case .settings(let settings):
      guard
        let certificates = certificates(
          inputs.answers, step: inputs.step, engine: inputs.engine, given: inputs.given,
          now: inputs.now)
      else {
        return .failure(
          FieldProblems([
            FieldProblem(
              .certificateSource,
              Problem(
                "certificate-source-unknown", "What the certificates are made of isn't known.",
                remedy: "Choose another source."))
          ]))
      }
      return .success(plan(inputs, certificates, crdsSettings: settings))
    }
  }

  /// Certificates come first because nothing on the cluster changes by them; the namespace comes
  /// before the charts so that its labels are there when their pods are admitted.
  private static func plan(
    _ inputs: PlanInputs, _ certificates: CertificatePlan, crdsSettings: [String]
  ) -> Plan {
    var items = [certificatesItem(certificates)]
    items += repositoryItem(inputs).map { [$0] } ?? []
    items.append(namespaceItem(inputs))
    if inputs.answers.issuerSecret {
      items.append(issuerSecretItem(inputs, certificates: certificates))
    }
    items.append(crdsItem(inputs, settings: crdsSettings))
    items.append(controlPlaneItem(inputs, certificates: certificates))
    items += createItems(inputs)
    items += meshItem(inputs).map { [$0] } ?? []
    items.append(proofItem(inputs, certificates: certificates))
    return Plan(
      programVersion: inputs.programVersion, cluster: inputs.cluster,
      tools: [inputs.kubectl, inputs.helm] + makers(of: certificates), charts: inputs.charts,
      valuesFiles: inputs.valuesFiles, items: items)
  }

  /// The programs that make the certificates, each once.
  private static func makers(of certificates: CertificatePlan) -> [Tool] {
    guard case .made(let making) = certificates.origin else { return [] }
    return making.commands.first.map { [$0.tool] } ?? []
  }

  private static func proofItem(
    _ inputs: PlanInputs, certificates: CertificatePlan
  ) -> PlanItem {
    let check = MeshCheck(
      namespace: inputs.answers.controlPlaneNamespace,
      meshedNamespaces: inputs.answers.namespaces.map(\.name),
      anchorCertificatePath: certificates.path(of: CertificatePlan.anchorCertificateFile))
    return PlanItem(
      id: "proof", purpose: "proof",
      explanation: "Looks whether the control plane is up, holds this trust anchor, and whether "
        + "the namespaces carry their annotation. It changes nothing.",
      action: .verify(check))
  }
}
