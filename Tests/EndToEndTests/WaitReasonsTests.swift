import Glibc
import Testing

/// What the pods wait for is told while Helm still waits, with every Helm that is there.
@Suite(.fewAtATime) struct WaitReasonsTests {
  static let reasons = [
    ("image-pull", "don't reach the registry cr.l5d.io"),
    ("certificate-refused", "is not signed by the cluster's trust anchor"),
    ("pod-security", "Pod Security forbids the pods of linkerd-"),
  ]

  private func wizard(
    _ scenario: String, _ helm: HelmChoice, wait: String
  ) async throws -> WizardProgram {
    let place = try Workplace()
    symlink(try helm.program(), place.bin + "/helm")
    let server = try await PracticeServer.start(scenario)
    try place.write(
      "answers.yaml",
      server.answers("namespaces: [direktiv]\n", controlPlane: "  wait: \(wait)\n"))
    return WizardProgram(place, on: server)
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: HelmChoice.present, reasons)
  func theReasonStandsThereLongBeforeHelmGivesUp(
    helm: HelmChoice, reason: (scenario: String, sentence: String)
  ) async throws {
    let wizard = try await wizard(reason.scenario, helm, wait: "10m")
    try await Turnstile.shared.pass {
      let apply = try wizard.start("apply", "--answers", "answers.yaml", "--yes")
      let isTold = await eventually(within: 90) { oneLine(apply.out).contains(reason.sentence) }
      #expect(isTold, "\(apply.out)\(apply.err)")
      #expect(!apply.out.contains("failed after"))
      apply.send(SIGINT)
      let result = await apply.finished(within: 40)
      #expect(result.status == 130, "\(result.testDescription)")
    }
  }

  @Test(arguments: HelmChoice.present)
  func afterTheFailureTheReasonStandsInPlaceOfHelmsWordsWithTheWayBack(helm: HelmChoice)
    async throws
  {
    let wizard = try await wizard("pod-security", helm, wait: "12s")
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 1, "\(apply.testDescription)")
    let told = oneLine(apply.out + apply.err)
    let failure = told.split(separator: "failed after").dropFirst().joined()
    #expect(failure.contains("Pod Security forbids the pods of linkerd-"), "\(told)")
    #expect(failure.contains("pod-security.kubernetes.io/enforce=privileged --overwrite"))
    #expect(failure.contains("uninstall linkerd-control-plane --namespace linkerd"))
    #expect(!failure.contains("did not become ready"))
    let log = Folder.text(try #require(wizard.runFolders.first) + "/install.log")
    #expect(log.contains("what the pods wait for: Pod Security forbids"), "\(log)")
  }

  @Test func anInjectorThatIsSilentIsWarnedAboutAndFailsNothing() async throws {
    let helm = try #require(HelmChoice.present.last)
    let wizard = try await wizard("webhook-down", helm, wait: "2m")
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply.testDescription)")
    let told = oneLine(apply.out)
    #expect(told.contains("! new pods in direktiv get a proxy"), "\(told)")
    #expect(told.contains("The namespaces are annotated."))
    #expect(!told.contains("New pods in 1 namespace get a proxy."))
  }
}
