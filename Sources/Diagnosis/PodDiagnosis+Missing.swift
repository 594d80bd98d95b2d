import Planning

// Volumes, ConfigMaps and Secrets that a pod waits for.
extension PodDiagnosis {
  static let missing: [Reader] = [anchorsMissing, somethingMissing]

  /// Seconds that what is made beside the pod may take to come.
  private static let patience: Int64 = 15

  @Sendable private static func anchorsMissing(_ pod: StuckPod) -> Problem? {
    guard pod.age >= patience || pod.clue(saying: "CreateContainerConfigError") != nil,
      let clue = pod.clue(saying: "linkerd-identity-trust-roots"), clue.says(["not found"])
    else { return nil }
    return Problem(
      "trust-roots-missing",
      "\(pod.title.capitalisedStart) waits for the ConfigMap linkerd-identity-trust-roots, which "
        + "nobody has made.",
      remedy:
        "With identity.externalCA it has to come from you or from trust-manager, whose Bundle "
        + "asks the namespace for a label: \(pod.kubectl) label namespace "
        + "\(pod.place.namespace.shellWord) linkerd.io/is-control-plane=true --overwrite")
  }

  @Sendable private static func somethingMissing(_ pod: StuckPod) -> Problem? {
    let isSure =
      pod.clue(saying: "CreateContainerConfigError", "CreateContainerError") != nil
      || pod.age >= patience
    guard isSure,
      let clue = pod.clue([.event, .condition], saying: "MountVolume", "couldn't find key")
        ?? pod.clue(
          saying: "CreateContainerConfigError", "FailedMount", "FailedAttachVolume",
          "CreateContainerError", "Unable to attach or mount volumes")
    else { return nil }
    return Problem(
      "pod-lacks-something",
      "\(pod.title.capitalisedStart) lacks something that it needs\(clue.because)",
      remedy:
        "See what: \(pod.kubectl) describe pod \(pod.inNamespace) \(pod.pod.name). It starts by "
        + "itself once that is there.")
  }
}
