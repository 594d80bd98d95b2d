import Diagnosis
import Planning

// The Secrets with the registry's logins, as they are answered and as they were found.
extension WizardState {
  /// The namespace that the control plane is in, or will be.
  var installedNamespace: String {
    existingWork.asUpgrade?.controlPlane.namespace ?? answers.controlPlane.namespace
  }

  /// What is worth knowing about the Secrets that were named.
  var pullSecretWarnings: [Problem] {
    let names = answers.controlPlane.pullSecrets
    guard !names.isEmpty, answerProblems(of: .pullSecrets).isEmpty else { return [] }
    switch facts.pullSecrets {
    case .unknown, .asking: return []
    case .failed(let problem):
      return [
        Problem(
          "pull-secrets-unread", severity: .warning,
          "Whether the pull secrets are there could not be seen. \(problem.sentence)",
          remedy: "See for yourself: \(kubectlWords) get secrets --namespace \(installedNamespace)")
      ]
    case .known(let found):
      return names.compactMap { name in
        guard let secret = found.first(where: { $0.name == name }) else { return missing(name) }
        return secret.holdsLogins ? nil : otherKind(secret)
      }
    }
  }

  private func missing(_ name: String) -> Problem {
    let namespace = installedNamespace
    let isThere = facts.namespaces.value.map { $0[namespace] != nil } ?? true
    return Problem(
      "pull-secret-missing", severity: .warning,
      isThere
        ? "The namespace \(namespace) has no Secret \(name): without it the nodes can't log in "
          + "where Linkerd's images are."
        : "The namespace \(namespace) isn't there yet, and so no Secret \(name): without it the "
          + "nodes can't log in where Linkerd's images are.",
      remedy: "Before the install: "
        + (isThere ? "" : "\(kubectlWords) create namespace \(namespace) && ") + creation(of: name))
  }

  private func otherKind(_ secret: PullSecret) -> Problem {
    Problem(
      "pull-secret-of-other-type", severity: .warning,
      "The Secret \(secret.name) is of the type \(secret.type), from which no node reads a login.",
      remedy: "Name another one, or make it: " + creation(of: secret.name))
  }

  private func creation(of name: String) -> String {
    let host = answers.controlPlane.registry.prefix { $0 != "/" }
    return
      "\(kubectlWords) create secret docker-registry \(name) --namespace \(installedNamespace) "
      + "--docker-server=\(host) --docker-username=NAME --docker-password=WORD"
  }
}
