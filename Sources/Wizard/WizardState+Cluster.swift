package import Diagnosis
package import Planning

extension WizardState {
  /// The context that is asked and installed on; nil while the kubeconfig isn't read, and where
  /// neither the answer nor the kubeconfig names one that exists.
  package var context: KubeContext? {
    guard let known = facts.contexts.value else { return nil }
    let name = answers.context ?? known.current
    return known.contexts.first { $0.name == name }
  }

  /// The context's name for headlines, as far as it is known; empty before.
  package var contextName: String {
    answers.context ?? facts.contexts.value?.current ?? ""
  }

  /// What tells the cluster from others; nil while the server has not answered.
  package var clusterIdentity: ClusterIdentity? {
    guard let context, let server = facts.server.value else { return nil }
    return ClusterIdentity(
      context: context.name, server: context.server, uid: server.clusterUID,
      authority: context.authority, kubeconfig: options.kubeconfig)
  }

  /// The cluster and what it is asked with; nil while kubectl or the context isn't known.
  var probeTarget: ProbeTarget? {
    guard let context, let kubectl = facts.kubectl.value else { return nil }
    return ProbeTarget(context: context.name, kubectl: kubectl, helm: nil)
  }

  /// The lines of checks on the cluster screen.
  package var checkRows: [CheckRow] {
    ClusterChecks.rows(
      facts: facts, context: context, existing: answers.existing,
      namespace: answers.controlPlane.namespace, now: now)
  }

  /// Whether the context's credentials helper wants a terminal and has not had one.
  package var offersSignIn: Bool {
    guard let helper = context?.credentialsHelper, case .failed(let problem) = facts.server else {
      return false
    }
    return helper.mayMend(problem)
  }
}
