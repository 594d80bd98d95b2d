/// The variables that kubectl and Helm run with.
package enum ChildEnvironment {
  /// Variables of Helm that would send a command elsewhere than its arguments say, or make it print
  /// values among which is the issuer's key.
  static let cleared: Set<String> = ["HELM_NAMESPACE", "HELM_DRIVER", "HELM_DEBUG"]

  /// Variables that step takes any flag from (smallstep/cli-utils step/context.go): they would change
  /// what it makes.
  private static func isOfStep(_ name: String) -> Bool {
    name == "STEPPATH" || name == "STEPDEBUG" || name.hasPrefix("STEP_")
  }

  /// The user's variables without those that would turn commands into others than were reviewed.
  ///
  /// `HELM_KUBE*`, `HELM_NAMESPACE`, `HELM_DRIVER`, `HELM_DEBUG` and step's are taken out. `KUBECONFIG` stays
  /// as found, or is what `--kubeconfig` gave; nil where that was not given.
  package static func variables(
    from environment: [String: String], kubeconfig: String?
  ) -> [String: String] {
    var variables = environment.filter { name, _ in
      !name.hasPrefix("HELM_KUBE") && !cleared.contains(name) && !isOfStep(name)
    }
    if let kubeconfig { variables["KUBECONFIG"] = kubeconfig }
    return variables
  }
}
