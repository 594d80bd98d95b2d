import MeshCertificates
import Planning
import Wizard

extension EffectInterpreter {
  /// Carries out a recipe: in process, or by the programs that the plan names.
  ///
  /// `goingOn` tells that it was begun before: what that has left is finished, and a key that is there
  /// is never made again.
  func writeCertificates(
    by recipe: CertificatePlan, goingOn: Bool, _ id: EffectID, _ log: RunLog?
  ) async -> ItemOutcome {
    if goingOn {
      do throws(Problem) {
        if let notes = try CertificateFilesWriter.finish(recipe, at: settings.clock()) {
          return .done(.certificates(notes))
        }
      } catch {
        return .failed(error, .none)
      }
    }
    if case .made(let making) = recipe.origin {
      return await make(making, recipe, id, log)
    }
    do throws(Problem) {
      return .done(.certificates(try writeCertificates(recipe, settings.clock())))
    } catch {
      return .failed(error, .none)
    }
  }

  /// Lets other programs write keys into a private place, and moves what they made.
  ///
  /// However it ends, the private place is gone afterwards; where that can't be done, it is said.
  private func make(
    _ making: StagedMaking, _ recipe: CertificatePlan, _ id: EffectID, _ log: RunLog?
  ) async -> ItemOutcome {
    let staging: StagingDirectory
    do throws(CertificateFailure) {
      staging = try StagingDirectory(making.staging)
    } catch {
      return .failed(error.problem, .none)
    }
    let outcome = await carryOut(making, in: staging, recipe, id, log)
    if let reason = staging.remove() {
      let text = "\(staging.path) may hold keys, and can't be removed: \(reason)."
      log?.note(text)
      report(id, .output(OutputBatch(lines: [text])))
    }
    return outcome
  }

  private func carryOut(
    _ making: StagedMaking, in staging: StagingDirectory, _ recipe: CertificatePlan,
    _ id: EffectID, _ log: RunLog?
  ) async -> ItemOutcome {
    for command in making.commands {
      let outcome = await run(command, id, log)
      guard case .done = outcome else { return outcome }
    }
    if Task.isCancelled { return .cancelled }
    do throws(CertificateFailure) {
      let set = try CertificateMaker.accept(try staging.files(), recipe)
      return .done(.certificates(try CertificateFilesWriter.write(set, recipe)))
    } catch {
      return .failed(error.problem, .none)
    }
  }
}
