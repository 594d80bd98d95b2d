import Planning

extension ToolDiagnosis {
  /// Helm's releases.
  static let releases: [Reader] = [
    anotherOperation, nameInUse, nameInvalid, revisionMissing, releaseMissing, kubernetesUnfit,
  ]
  /// Objects that are there already and are not this release's.
  static let ownership: [Reader] = [gatewayForeign, ownedElsewhere, notHelms, applyConflict]

  @Sendable private static func anotherOperation(_ text: ToolText) -> Problem? {
    guard text.says("another operation (install/upgrade/rollback) is in progress") else {
      return nil
    }
    let place = "--namespace \(text.namespace)"
    return Problem(
      "release-busy",
      "Another Helm works on the release \(text.release), or one was stopped in the middle.",
      remedy: "If somebody installs now, wait. If nobody does, see its state: \(text.helm) list "
        + "\(place) --pending. For pending-install: \(text.helm) uninstall \(text.release) \(place);"
        + " for pending-upgrade: \(text.helm) rollback \(text.release) \(place). Then retry.")
  }

  @Sendable private static func nameInUse(_ text: ToolText) -> Problem? {
    guard text.says("name that is still in use") else { return nil }
    return Problem(
      "release-name-in-use",
      "Helm has a release named \(text.release) in the namespace \(text.namespace) already.",
      remedy: "See its state: \(text.helm) list --namespace \(text.namespace); to begin anew: "
        + "\(text.helm) uninstall \(text.release) --namespace \(text.namespace)")
  }

  @Sendable private static func nameInvalid(_ text: ToolText) -> Problem? {
    guard text.says("release name is invalid", "invalid release name") else { return nil }
    return Problem(
      "release-name-invalid", "Helm takes no release named \(text.release).",
      remedy: "Use lower case letters, digits and hyphens, at most 53.")
  }

  @Sendable private static func revisionMissing(_ text: ToolText) -> Problem? {
    guard let revision = text.value(after: "release has no ", until: " version") else {
      return nil
    }
    guard revision == "0" else {
      return Problem(
        "revision-missing", "The release \(text.release) has no revision \(revision).",
        remedy: "See which it has: \(text.helm) history \(text.release) --namespace "
          + text.namespace)
    }
    return Problem(
      "revision-missing",
      "The release \(text.release) has no good revision to go back to: its first install was "
        + "never finished.",
      remedy: "Remove it: \(text.helm) uninstall \(text.release) --namespace \(text.namespace)")
  }

  @Sendable private static func releaseMissing(_ text: ToolText) -> Problem? {
    guard text.says("release: not found") else { return nil }
    return Problem(
      "release-missing",
      "Helm has no release named \(text.release) in the namespace \(text.namespace).",
      remedy: "See which there are: \(text.helm) list --all-namespaces")
  }

  @Sendable private static func kubernetesUnfit(_ text: ToolText) -> Problem? {
    guard text.says("chart requires kubeVersion") else { return nil }
    let wanted =
      text.value(after: "chart requires kubeVersion: ", until: " which is") ?? "another one"
    let found = text.value(after: "incompatible with Kubernetes ") ?? "the cluster's"
    return Problem(
      "kubernetes-unfit",
      "This chart is for Kubernetes \(wanted), and the cluster runs \(found).",
      remedy: "Choose an older version on screen 3, or upgrade the cluster.")
  }

  @Sendable private static func gatewayForeign(_ text: ToolText) -> Problem? {
    guard text.says("invalid ownership metadata"),
      let name = existing(text)?.name, name.hasSuffix("gateway.networking.k8s.io")
    else { return nil }
    return Problem(
      "gateway-api-foreign",
      "The Gateway API CRD \(name) is on the cluster already and belongs to somebody else.",
      remedy:
        "Answer auto or skip for the Gateway API CRDs, on screen 3: then Helm leaves it alone.")
  }

  @Sendable private static func ownedElsewhere(_ text: ToolText) -> Problem? {
    guard text.says("invalid ownership metadata"),
      let owner = text.value(after: "current value is \"", until: "\"")
    else { return nil }
    let object = existing(text)?.title ?? "An object"
    let isNamespace = text.says("release-namespace\" must equal")
    return Problem(
      "owned-by-another-release",
      "\(object) belongs to another release of Helm's, "
        + (isNamespace ? "in the namespace \(owner)." : "named \(owner)."),
      remedy: "See it: \(text.helm) list --all-namespaces. Remove that one first, or install "
        + "under its name and namespace.")
  }

  @Sendable private static func notHelms(_ text: ToolText) -> Problem? {
    guard text.says("invalid ownership metadata", "cannot be imported into the current release")
    else { return nil }
    guard let object = existing(text) else {
      return Problem("object-not-helms", "An object is there already and is not Helm's.")
    }
    if object.kind == "Namespace" {
      return Problem(
        "namespace-not-helms",
        "The namespace \(object.name) is there already, and this chart wants to make it itself.",
        remedy: "Set installNamespace=false for that chart, or delete the namespace if it is "
          + "empty: \(text.kubectl) delete namespace \(object.name)")
    }
    let place = object.namespace.isEmpty ? "" : " --namespace \(object.namespace)"
    return Problem(
      "object-not-helms",
      "\(object.title) is there already and was not made by Helm: by the linkerd CLI, by hand, or "
        + "left by an older install.",
      remedy: "See whose it is (\(text.kubectl) get \(object.kind.lowercased()) \(object.name)"
        + "\(place) -o yaml); if nobody needs it: \(text.kubectl) delete "
        + "\(object.kind.lowercased()) \(object.name)\(place). Then retry.")
  }

  @Sendable private static func applyConflict(_ text: ToolText) -> Problem? {
    guard text.says("apply failed with", "conflict occurred while applying") else { return nil }
    let object = text.value(after: "while applying object ", until: " ") ?? "an object"
    let owner = text.value(after: "conflicts with \"", until: "\"") ?? "another program"
    return Problem(
      "apply-conflict",
      "\(object) has fields that \(owner) set, and Helm does not overwrite them.",
      remedy: "Linkerd was installed there by other means: remove that install first, then retry.")
  }

  /// The object of `Kind "name" in namespace "ns" exists and cannot be imported`.
  private static func existing(_ text: ToolText) -> ExistingObject? {
    guard let start = text.value(after: "continue with ", until: " exists and cannot"),
      let kind = start.value(after: ": ", until: " \""),
      let name = start.value(after: " \"", until: "\"")
    else { return nil }
    let namespace = start.value(after: "in namespace \"", until: "\"") ?? ""
    return ExistingObject(kind: kind, name: name, namespace: namespace)
  }
}

/// An object that stands in Helm's way.
private struct ExistingObject {
  var kind: String
  var name: String
  /// Empty for a cluster-wide one.
  var namespace: String

  var title: String {
    "The \(kind) \(name)" + (namespace.isEmpty ? "" : " in the namespace \(namespace)")
  }
}

extension String {
  /// The text between the two, the first time; nil where one is missing.
  fileprivate func value(after start: String, until end: String) -> String? {
    guard let from = firstRange(of: start)?.upperBound,
      let to = self[from...].firstRange(of: end)?.lowerBound
    else { return nil }
    return String(self[from..<to])
  }
}
