import Planning

extension ToolDiagnosis {
  /// The kubeconfig and its contexts.
  static let kubeconfig: [Reader] = [
    fileMissing, fileUnreadable, fileBroken, contextUnknown, nothingChosen, keyFileMissing,
  ]

  @Sendable private static func fileMissing(_ text: ToolText) -> Problem? {
    guard text.says("no such file or directory"),
      let path = text.value(after: "stat ", until: ": no such file")
    else { return nil }
    return Explanations.kubeconfigMissing(path: path)
  }

  @Sendable private static func fileUnreadable(_ text: ToolText) -> Problem? {
    guard text.says("permission denied"),
      text.says("error loading config file", "kubeconfig", ".kube/", "k3s.yaml")
    else { return nil }
    let path =
      text.value(after: "open ", until: ": permission denied")
      ?? text.value(after: "config file \"", until: "\"") ?? "in use"
    return Explanations.kubeconfigUnreadable(path: path, reason: "permission denied")
  }

  @Sendable private static func fileBroken(_ text: ToolText) -> Problem? {
    guard text.says("error loading config file") else { return nil }
    let path = text.value(after: "error loading config file \"", until: "\"") ?? "in use"
    let reason = text.value(after: "error loading config file \"\(path)\": ") ?? ""
    return Explanations.kubeconfigBroken(path: path, reason: reason)
  }

  @Sendable private static func contextUnknown(_ text: ToolText) -> Problem? {
    let name =
      text.value(after: "context was not found for specified context: ")
      ?? text.value(after: "cannot locate context ")
      ?? (text.says("does not exist") ? text.value(after: "context \"", until: "\"") : nil)
    return name.map { Explanations.contextUnknown(context: $0) }
  }

  /// kubectl and Helm fall back to localhost:8080 where the kubeconfig leads nowhere.
  @Sendable private static func nothingChosen(_ text: ToolText) -> Problem? {
    if text.says("current-context is not set") { return Explanations.noCurrentContext() }
    guard
      text.says(
        "localhost:8080 was refused", "http://localhost:8080/", "no configuration has been provided"
      )
    else { return nil }
    return Problem(
      "no-cluster-configured",
      "\(text.tool) knows no cluster and tried localhost:8080: the kubeconfig is missing or empty, "
        + "or its current context is not set or names a cluster that is gone.",
      remedy: "See what there is: kubectl config get-contexts. Choose a context, or name another "
        + "file with --kubeconfig FILE.")
  }

  @Sendable private static func keyFileMissing(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "unable to read client-cert", "unable to read client-key",
        "unable to read certificate-authority")
    else { return nil }
    let path = text.value(after: "open ", until: ": ") ?? "a file"
    return Problem(
      "kubeconfig-file-missing",
      "The kubeconfig points to \(path), which can't be read.",
      remedy: "Put the file back, or get the kubeconfig anew from who runs the cluster.")
  }
}
