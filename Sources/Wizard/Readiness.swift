import Diagnosis
package import Planning

/// Whether a screen can be left forwards, and if not, why.
package enum Readiness: Equatable, Sendable {
  case ready
  /// Something isn't known yet, and what.
  case waiting(String)
  /// Something has to be changed; the first problem's control is where to look.
  case blocked([ScreenProblem])
}

/// A problem with the control that it belongs to.
package struct ScreenProblem: Equatable, Sendable {
  /// Where to look.
  package var control: ControlID
  /// What has to be changed, or be known.
  package var problem: Problem

  /// Makes a problem of that control.
  package init(_ control: ControlID, _ problem: Problem) {
    self.control = control
    self.problem = problem
  }
}

extension WizardState {
  /// Whether that screen's Next (on Review: Install) can be pressed.
  package func readiness(of screen: ScreenID) -> Readiness {
    let problems = Catalogue.fields(on: screen, of: self).flatMap { field in
      self.problems(of: field.id).filter { $0.severity == .error }
        .map { ScreenProblem(.field(field.id), $0) }
    }
    switch screen {
    case .cluster: return clusterReadiness(problems)
    case .review: return reviewReadiness
    case .install: return .ready
    case .certificates, .controlPlane, .namespaces:
      guard problems.isEmpty else { return .blocked(problems) }
      return waitingReason(on: screen).map { .waiting($0) } ?? .ready
    }
  }

  private func clusterReadiness(_ problems: [ScreenProblem]) -> Readiness {
    guard problems.isEmpty else { return .blocked(problems) }
    let blockers = ClusterChecks.blockers(
      facts, context: context, existing: answers.existing,
      namespace: answers.controlPlane.namespace)
    guard blockers.isEmpty else {
      return .blocked(blockers.map { ScreenProblem(.list(.checks), $0) })
    }
    let needed = ClusterChecks.stillNeeded(facts)
    return needed.isEmpty
      ? .ready : .waiting("Still being read: \(needed.joined(separator: ", ")).")
  }

  private func waitingReason(on screen: ScreenID) -> String? {
    switch screen {
    case .certificates where isUpgrade: nil
    case .certificates where !facts.directory.isSettled: "The directory is being looked at."
    case .certificates: certificatesWaitingReason
    case .controlPlane where !facts.chartVersions.isSettled: "The charts' versions are being read."
    case .controlPlane where !facts.valuesFiles.isSettled: "The values files are being read."
    case .controlPlane where facts.pullSecrets.isBeingAsked:
      "The pull secrets are being looked for."
    case .namespaces where !facts.namespaces.isSettled: "The namespaces are being read."
    case .namespaces where isWaitingForWorkloads: "The workloads are being read."
    default: nil
    }
  }

  var certificatesWaitingReason: String? {
    switch answers.certificates.source {
    case .step where !facts.step.isSettled: "step is being looked for."
    case .stepInDocker where !facts.engine.isSettled: "The container engine is being asked."
    case .files where !facts.given.isSettled, .existingRoot where !facts.given.isSettled:
      "Your files are being read."
    default: nil
    }
  }

  private var reviewReadiness: Readiness {
    for screen in ScreenID.allCases where screen.number < ScreenID.review.number {
      let readiness = readiness(of: screen)
      if readiness != .ready { return readiness }
    }
    switch planResult {
    case .ready: return .ready
    case .waiting(let reason): return .waiting(reason)
    case .blocked(let problems): return .blocked(problems)
    }
  }
}
