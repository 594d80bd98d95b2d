import MeshCertificates
package import Planning
package import Wizard

/// Makes certificates without a wizard around it, by the code that carries out a plan.
package struct CertificateCreation: Sendable {
  private let interpreter: EffectInterpreter

  /// What a source of certificates needs to be there.
  package struct Found: Equatable, Sendable {
    /// step on PATH; nil where another source is used, as with the next two.
    package var step: Tool?
    /// The engine whose container runs step.
    package var engine: ContainerEngine?
    /// What is in the person's files, and what Linkerd would say to it.
    package var given: GivenCertificates?
  }

  /// Makes a creation; what programs print is posted to the interpreter's mailbox.
  package init(interpreter: EffectInterpreter) { self.interpreter = interpreter }

  /// Looks at what the source needs, as of that moment; changes nothing.
  ///
  /// A problem means that step or the engine can't be used.
  package func find(
    for answers: CheckedAnswers, at now: Instant
  ) async -> Result<Found, Problem> {
    let interpreter = interpreter
    return await ToolRunner.result { () async throws -> Found in
      switch answers.certificateSource {
      case .builtIn: return Found()
      case .step: return Found(step: try await interpreter.locate(.step))
      case .stepInDocker:
        return Found(engine: try await interpreter.inspectEngine(image: answers.stepImage))
      case .files, .existingRoot:
        return Found(given: answers.givenCertificates.map { GivenSet($0, at: now).inspect() })
      }
    }
  }

  /// Carries out a recipe as the plan's item does.
  package func carryOut(_ recipe: CertificatePlan) async -> ItemOutcome {
    await interpreter.writeCertificates(by: recipe, goingOn: false, EffectID(0), nil)
  }
}
