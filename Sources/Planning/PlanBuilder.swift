/// Builds the plan: the one place where commands come from.
package enum PlanBuilder {
  /// The plan that follows from the inputs, or the answers that stand against it.
  package static func plan(_ inputs: PlanInputs) -> Result<Plan, FieldProblems> {
    let gatewayAPI = GatewayAPIDecision.decide(
      inputs.answers.gatewayAPI, found: inputs.gatewayAPI, charts: inputs.charts.described,
      release: inputs.existing.crdsRelease(in: inputs.answers.controlPlaneNamespace))
    switch gatewayAPI.outcome {
    case .refused(let problem):
      return .failure(FieldProblems([FieldProblem(.gatewayAPI, problem)]))
    case .settings(let settings):
      if let upgrade = inputs.existing.asUpgrade {
        return .success(plan(inputs, items: upgradeItems(inputs, upgrade, settings)))
      }
      if inputs.podNetwork.usesPlugin, inputs.charts.plugin == nil {
        return .failure(
          FieldProblems([FieldProblem(.podNetwork, PodNetwork.chartAbsent(inputs.charts.described))]
          ))
      }
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
      let items = installItems(inputs, certificates, crdsSettings: settings)
      return .success(plan(inputs, items: items, makers: makers(of: certificates)))
    }
  }

  private static func plan(
    _ inputs: PlanInputs, items: [PlanItem], makers: [Tool] = []
  ) -> Plan {
    Plan(
      programVersion: inputs.programVersion, cluster: inputs.cluster,
      tools: [inputs.kubectl, inputs.helm] + makers, charts: inputs.charts,
      valuesFiles: inputs.valuesFiles, items: items, existing: inputs.existing,
      annotationsBefore: inputs.annotationsBefore)
  }

  /// Certificates come first because nothing on the cluster changes by them; what an earlier install
  /// left goes next; the CNI plugin comes before all pods that need it; the namespace comes
  /// before the charts so that its labels are there when their pods are admitted.
  private static func installItems(
    _ inputs: PlanInputs, _ certificates: CertificatePlan, crdsSettings: [String]
  ) -> [PlanItem] {
    var items = [certificatesItem(certificates)]
    if case .removal(let removal) = inputs.existing { items += removalItems(inputs, removal) }
    items += repositoryItem(inputs).map { [$0] } ?? []
    items += pluginItems(inputs)
    items.append(namespaceItem(inputs))
    if inputs.answers.issuerSecret {
      items.append(issuerSecretItem(inputs, certificates: certificates))
    }
    items += crdsItem(inputs, settings: crdsSettings).map { [$0] } ?? []
    items.append(controlPlaneItem(inputs, certificates: certificates))
    items += createItems(inputs)
    items += meshItems(inputs)
    items.append(
      proofItem(
        inputs, namespace: inputs.answers.controlPlaneNamespace,
        anchor: certificates.path(of: CertificatePlan.anchorCertificateFile)))
    return items + restartItems(inputs)
  }

  /// The programs that make the certificates, each once.
  private static func makers(of certificates: CertificatePlan) -> [Tool] {
    guard case .made(let making) = certificates.origin else { return [] }
    return making.commands.first.map { [$0.tool] } ?? []
  }

  /// The last look; `anchor` is the trust anchor's file, nil where none is made or given.
  static func proofItem(
    _ inputs: PlanInputs, namespace: String, anchor: String?
  ) -> PlanItem {
    let meshed = inputs.answers.namespaces.filter { $0.inject.givesProxies }.map(\.name)
    var check = MeshCheck(
      namespace: namespace, meshedNamespaces: meshed, anchorCertificatePath: anchor,
      includesDataPlane: !meshed.isEmpty)
    check.restartedNamespaces = restartedNamespaces(inputs)
    return PlanItem(
      id: "proof", purpose: "proof",
      explanation: "Looks whether the control plane is up"
        + (anchor == nil ? "" : ", holds this trust anchor,")
        + " and whether the namespaces carry their annotation. It changes nothing."
        + (check.restartedNamespaces == nil
          ? "" : " Nothing is restarted where new pods would get no proxy."),
      action: .verify(check))
  }
}
