package import Planning

/// Says in plain words why a check of `linkerd check` did not pass.
package enum LinkerdCheckDiagnosis {
  /// The problem behind a check, by its description and its error as `linkerd check -o json` prints
  /// them. Where nothing more is known the code is `check-failed`, and the sentence quotes both.
  package static func explain(
    description: String, error: String, _ place: PodPlace = PodPlace(namespace: "linkerd")
  ) -> Problem {
    // What is about the API server itself names its address.
    if !error.contains("https://"), let problem = reason(in: error, description, place) {
      return problem
    }
    let text = (description + ": " + error).lowercased()
    if let known = known.first(where: { known in known.phrases.contains { text.contains($0) } }) {
      return Problem(
        known.code, known.sentence,
        remedy: known.remedy.replacing("KUBECTL", with: place.kubectl)
          .replacing("NAMESPACE", with: place.namespace.shellWord))
    }
    return Problem(
      "check-failed",
      "The check \"\(description)\" does not pass\(PodClue(.event, message: error).because)",
      remedy: "Linkerd's page on its checks says more: https://linkerd.io/2/checks/")
  }

  /// What a pod's reasons know of the error: the same words stand in logs, events and conditions.
  private static func reason(
    in error: String, _ description: String, _ place: PodPlace
  ) -> Problem? {
    let isAboutPods = ["replica sets", "pods", "proxies"].contains { description.contains($0) }
    let stand = PodStatus(
      name: "", deployment: "the control plane", readyContainers: 0, containers: 0,
      phase: isAboutPods && error.contains("FailedCreate") ? "FailedCreate" : "",
      message: error, age: 0, clues: [PodClue(.log, message: error)])
    return PodDiagnosis.problem([stand], place)
  }

  private typealias Known = (
    code: String, phrases: [String], sentence: String, remedy: String
  )

  private static let known: [Known] = [
    (
      "forbidden",
      ["is forbidden", "not authorized", "cannot list", "cannot get", "missing permissions"],
      "The cluster does not let this user look at, or make, what is needed.",
      "Choose a context of a cluster admin, or ask one for the right."
    ),
    (
      "unauthorized", ["unauthorized", "provide credentials"],
      "The cluster doesn't know this user.", "Sign in anew, or get the kubeconfig anew."
    ),
    (
      "server-certificate-untrusted", ["tls: failed to verify", "unknown authority"],
      "The cluster's certificate is not signed by whom the kubeconfig trusts.",
      "Get the kubeconfig anew from who runs the cluster."
    ),
    (
      "server-refused", ["connection refused", "no such host", "i/o timeout"],
      "The cluster can't be reached.", "See that it runs, and that the context is the right one."
    ),
    (
      "issuer-unusable",
      ["not a pem certificate", "unsupported block type", "failed to find any pem"],
      "The issuer's Secret holds no certificate that Linkerd can read.",
      "See what is wrong with the files: linkerd-wizard certificates check DIRECTORY."
    ),
    (
      "issuer-secret-incomplete", ["needs to exist in secret"],
      "The Secret of the issuer lacks a key that Linkerd wants: a Secret of type kubernetes.io/tls "
        + "needs tls.crt, tls.key and ca.crt.",
      "Make it anew with all three: KUBECTL get secret linkerd-identity-issuer --namespace NAMESPACE."
    ),
    (
      "trust-roots-missing", ["linkerd-identity-trust-roots", "trust roots"],
      "The ConfigMap linkerd-identity-trust-roots is missing, or holds no trust anchor.",
      "Make it with the key ca-bundle.crt, or install again with identityTrustAnchorsPEM."
    ),
    (
      "issuer-expired", ["not valid anymore", "has expired", "expired on"],
      "A certificate of the control plane has expired.",
      "Look at them: linkerd-wizard certificates check DIRECTORY. Renew the issuer: linkerd-wizard "
        + "certificates renew DIRECTORY --apply"
    ),
    (
      "kubernetes-unfit", ["minimum kubernetes api version", "requires [1."],
      "Kubernetes is too old for this Linkerd.",
      "Choose an older Linkerd, or a newer Kubernetes."
    ),
    (
      "gateway-api-missing", ["gateway api crds", "gateway-api-crd", "gateway.networking.k8s.io"],
      "The Gateway API's resource kinds are missing, or too old for this Linkerd.",
      "Let the wizard install them (Gateway API CRDs: auto), or install their standard channel 1.2.1."
    ),
    (
      "crds-missing", ["control plane crds", "customresourcedefinitions exist"],
      "Linkerd's own resource kinds are missing.",
      "Install the chart linkerd-crds first; the wizard does that."
    ),
    (
      "linkerd-missing",
      [
        "linkerd-config' config map exists", "\"linkerd\" not found",
        "configmaps \"linkerd-config\" not found",
      ],
      "There is no control plane in that namespace.",
      "Install it: linkerd-wizard"
    ),
    (
      "namespace-there", ["already exists"],
      "The control plane's namespace is there already.",
      "See what is in it: KUBECTL get all --namespace NAMESPACE"
    ),
    (
      "context-unknown", ["does not exist", "no configuration has been provided"],
      "The kubeconfig has no such context, or none at all.",
      "See which there are: kubectl config get-contexts"
    ),
    (
      "proxies-missing", ["containers found in the"],
      "No pod of that namespace has a proxy.",
      "Tell Linkerd to inject them (KUBECTL annotate namespace NAME linkerd.io/inject=enabled), and "
        + "restart the workloads."
    ),
    (
      "pods-not-ready",
      ["not ready", "containerstatuses", "no running pods", "pods are ready", "proxies are ready"],
      "Pods of the control plane, or proxies, are not ready.",
      "See what they wait for: KUBECTL get pods --namespace NAMESPACE, KUBECTL get events "
        + "--namespace NAMESPACE"
    ),
  ]
}
