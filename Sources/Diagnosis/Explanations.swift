package import Planning

/// The problems that are found before a tool runs, in one place so that everybody says the same.
package enum Explanations {
  /// There is no kubeconfig. `path` is the file that was looked for; empty where several were.
  package static func kubeconfigMissing(path: String) -> Problem {
    Problem(
      "kubeconfig-missing",
      path.isEmpty
        ? "No kubeconfig was found, so no cluster is known."
        : "The kubeconfig \(path) doesn't exist.",
      remedy: "Name one with --kubeconfig FILE or in KUBECONFIG; k3s keeps its own in "
        + "/etc/rancher/k3s/k3s.yaml. To rehearse without a cluster: linkerd-wizard practice")
  }

  /// The kubeconfig may not be read. `reason` is the system's.
  package static func kubeconfigUnreadable(path: String, reason: String) -> Problem {
    Problem(
      "kubeconfig-unreadable", "The kubeconfig \(path) can't be read: \(reason).",
      remedy: "Make it yours, or copy it: sudo cp \(path.shellWord) ~/.kube/config && "
        + "sudo chown \"$(id -u)\" ~/.kube/config")
  }

  /// The kubeconfig isn't one. `reason` is the reader's; empty where there is none.
  package static func kubeconfigBroken(path: String, reason: String) -> Problem {
    Problem(
      "kubeconfig-broken",
      "The kubeconfig \(path) can't be understood" + (reason.isEmpty ? "." : ": \(reason)."),
      remedy: "Get it anew from where it came, or name another with --kubeconfig FILE.")
  }

  /// The kubeconfig is there and holds no context.
  package static func kubeconfigWithoutContexts() -> Problem {
    Problem(
      "kubeconfig-without-contexts",
      "The kubeconfig names no cluster: it is missing, or holds no context.",
      remedy: "Get one from who runs the cluster, and name it with --kubeconfig FILE. To rehearse "
        + "without a cluster: linkerd-wizard practice")
  }

  /// The kubeconfig has contexts, and none is the current one.
  package static func noCurrentContext() -> Problem {
    Problem(
      "no-current-context", "The kubeconfig has no current context.",
      remedy: "Choose a context above, or set one: kubectl config use-context NAME")
  }

  /// A context that the kubeconfig doesn't have; `known` are those that it has.
  package static func contextUnknown(context: String, known: [String] = []) -> Problem {
    let names = known.prefix(5).joined(separator: ", ") + (known.count > 5 ? " and others" : "")
    return Problem(
      "context-unknown", "The kubeconfig has no context named \"\(context)\".",
      remedy: known.isEmpty
        ? "See which there are: kubectl config get-contexts" : "Choose one of these: \(names).")
  }

  /// A context whose cluster entry is gone.
  package static func contextWithoutCluster(context: String) -> Problem {
    Problem(
      "context-without-cluster",
      "The context \"\(context)\" names a cluster that the kubeconfig doesn't have.",
      remedy: "Choose another context, or get the kubeconfig anew.")
  }

  /// kubectl isn't on PATH.
  package static func kubectlMissing() -> Problem {
    Problem(
      "kubectl-missing", "kubectl was not found on PATH.",
      remedy: "Install it, version 1.20 or later: https://kubernetes.io/docs/tasks/tools/")
  }

  /// Helm isn't on PATH.
  package static func helmMissing() -> Problem {
    Problem(
      "helm-missing", "Helm was not found on PATH.",
      remedy: "Install it, version 3.8 or later: https://helm.sh/docs/intro/install/")
  }

  /// The tool is older than the wizard can work with.
  package static func toolTooOld(_ tool: Tool, floor: SemanticVersion) -> Problem {
    Problem(
      "tool-too-old",
      "\(tool.path) is version \(tool.version.text); the wizard needs \(floor.minorText) "
        + "or later.",
      remedy: "Update \(tool.name.rawValue), or put a newer one first on PATH, then check again.")
  }

  /// The tool runs, and what it says about its version makes no sense.
  package static func toolVersionUnknown(_ name: ToolName, path: String) -> Problem {
    Problem(
      "tool-version-unknown", "\(path) doesn't tell its version as \(name.rawValue) does.",
      remedy: "See that it is the real \(name.rawValue): \(path.shellWord) version")
  }

  /// The tool answered, and its answer makes no sense. `asked` says what it was asked.
  package static func answerNotUnderstood(_ name: ToolName, asked: String) -> Problem {
    Problem(
      "answer-not-understood",
      "\(name.rawValue) gave an answer that can't be understood when asked for \(asked).",
      remedy: "See that a Kubernetes API stands at the server's address, then check again.")
  }

  /// A chart isn't what it was on Review.
  package static func chartChanged(path: String) -> Problem {
    Problem(
      "chart-changed", "The chart \(path) has changed since you reviewed the plan.",
      remedy: "Go back to Review and look at the new plan; nothing was run with the new chart.")
  }

  /// A values file isn't what it was on Review.
  package static func valuesChanged(path: String) -> Problem {
    Problem(
      "values-changed", "The values file \(path) has changed since you reviewed the plan.",
      remedy: "Go back to Review and look at the new plan, or put the file back as it was.")
  }

  /// The context leads to another cluster than on Review.
  package static func clusterChanged(context: String) -> Problem {
    Problem(
      "cluster-changed",
      "The context \"\(context)\" leads to another cluster than when you reviewed the plan.",
      remedy: "Go back to the Cluster screen, see which cluster it is, and review again.")
  }

  /// The plan isn't the one that was reviewed or asked for by digest.
  package static func planChanged() -> Problem {
    Problem(
      "plan-changed", "The plan is not the one that was shown before.",
      remedy: "Look at it again, and confirm what you see now.")
  }

  /// There is no room left. `path` is what was being written.
  package static func diskFull(path: String) -> Problem {
    Problem(
      "disk-full", "The disk is full: \(path) could not be written.",
      remedy: "Make room, see with: df -h \(path.shellWord); then go on from where it stopped.")
  }

  /// A file can't be written. `reason` is the system's.
  package static func fileNotWritable(path: String, reason: String) -> Problem {
    Problem(
      "file-not-writable", "\(path) can't be written: \(reason).",
      remedy: "Choose another directory, or change who may write there.")
  }

  /// A file can't be read. `reason` is the system's.
  package static func fileNotReadable(path: String, reason: String) -> Problem {
    Problem(
      "file-not-readable", "\(path) can't be read: \(reason).",
      remedy: "See that it exists and that you may read it: ls -l \(path.shellWord)")
  }
}
