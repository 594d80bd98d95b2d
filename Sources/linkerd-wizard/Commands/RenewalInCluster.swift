import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import TerminalModel
import Wizard

/// Renews an issuer in its directory and in the cluster: looks, shows, asks, does, and proves.
struct RenewalInCluster {
  let place: CertificatesPlace
  let namespace: String
  let options: RenewalInClusterOptions
  let issuer: NewIssuerOptions
  let settings: HostSettings

  /// Seconds within which Linkerd may tell that it took the issuer; it looks at its files now and
  /// then, so silence means little.
  private static let patience = 8

  init(
    place: CertificatesPlace, namespace: String, options: RenewalInClusterOptions,
    issuer: NewIssuerOptions, _ settings: HostSettings
  ) {
    self.place = place
    self.namespace = namespace
    self.options = options
    self.issuer = issuer
    self.settings = settings
  }

  /// Does all of it. Throws `UserError` or `ExitCode`.
  func carryOut() throws {
    try checkUsage()
    let files = try place.read()
    let isInterrupted = !CertificateWriter.leftovers(in: place.directory).isEmpty
    let new =
      options.noNew || isInterrupted ? nil : try issuer.recipe(under: files, at: settings.clock())
    if let new {
      do throws(CertificateFailure) { _ = try new.make() } catch {
        throw CertificatesText.userError(error)
      }
    }
    let work = try ToolWork(settings)
    let renewal = IssuerRenewal(
      interpreter: work.interpreter, context: options.target.context, namespace: namespace,
      charts: try options.chartSource(paths: settings.folders.hostPaths))
    let found = try find(renewal, work)
    try refuseOtherRoot(new?.root.summary.fingerprint, files, found)
    let old = new == nil && !isInterrupted ? try judged(files, found) : nil
    let command = PlanBuilder.renewal(
      of: found.home, from: place.directory, issuerNotAfter: new?.notAfter ?? old?.notAfter)
    show(command, new, isInterrupted, found.home)
    guard try options.yes || work.isConfirmed() else {
      Terminal.print("Nothing was done.")
      throw ExitCode(ExitStatus.stopped.code)
    }
    try write(new, isInterrupted)
    try apply(command, renewal, found, work)
  }

  // MARK: Looking

  private func checkUsage() throws {
    if let problem = KubernetesName.problem(inNamespaceName: namespace) {
      throw UserError(.usage, [problem])
    }
    guard options.yes || Terminal.isInteractive else {
      throw UserError(
        .usage,
        lines: [
          "There is no terminal to ask on, so nothing was done.",
          "  Read what renew does with --apply (--help), then add --yes.",
        ])
    }
  }

  private func find(_ renewal: IssuerRenewal, _ work: ToolWork) throws -> IssuerRenewal.Found {
    let result = work.run { await renewal.find() }
    try work.endIfAsked()
    switch result {
    case .success(let found): return found
    case .failure(let problem): throw UserError(.unavailable, [problem])
    }
  }

  /// An issuer of a root that the cluster doesn't trust would break the mesh.
  private func refuseOtherRoot(
    _ root: String?, _ files: CertificateFiles, _ found: IssuerRenewal.Found
  ) throws {
    func fingerprints(_ text: [UInt8]?) -> [String] {
      CertificateDetails.read(text).map(\.summary.fingerprint)
    }
    let own = root.map { [$0] } ?? fingerprints(files.anchorCertificate)
    let trusted = Set(fingerprints(Array(found.anchors.utf8)))
    if own.contains(where: trusted.contains) { return }
    let file = "\(place.directory)/\(CertificatePlan.anchorCertificateFile)"
    throw UserError(
      .failed,
      lines: [
        "The cluster doesn't trust the root of \(file): with an issuer of it no proxy would trust "
          + "another.",
        "  Use the directory of that cluster's install. To bring in another root, both have to be "
          + "trusted for a while:",
        "  https://linkerd.io/2/tasks/manually-rotating-control-plane-tls-credentials/",
        "  Nothing was written.",
      ])
  }

  /// The issuer of the directory, if the cluster's Linkerd would take it. Throws `UserError`.
  private func judged(
    _ files: CertificateFiles, _ found: IssuerRenewal.Found
  ) throws -> CertificateSummary {
    let judgement = CertificateJudge.judge(
      CertificateFiles(
        anchorCertificate: Array(found.anchors.utf8), issuerCertificate: files.issuerCertificate,
        issuerKey: files.issuerKey), at: settings.clock())
    let problems = judgement.findings
      .filter { $0.severity == .error && $0.part != .anchor && $0.part != .anchorKey }
      .map(\.problem)
    if problems.isEmpty, let issuer = judgement.issuer { return issuer }
    CertificatesText.tell(problems)
    throw UserError(
      .failed,
      lines: [
        "Linkerd would refuse the issuer in \(place.directory), so the cluster keeps the old one."
      ])
  }

  // MARK: Showing

  private func show(
    _ command: Command, _ new: NewIssuer?, _ isInterrupted: Bool, _ home: IssuerHome
  ) {
    var lines = [
      "To renew the issuer of Linkerd in \(namespace), context \(home.context):", "",
    ]
    if let new {
      lines += [
        "  A new issuer, \(new.name), until \(new.notAfter.iso8601), is written to",
        "  \(place.directory); the old one is kept beside.", "",
      ]
    } else if isInterrupted {
      lines += ["  A renewal of \(place.directory) was interrupted; it is finished first.", ""]
    }
    switch home.keeper {
    case .secret:
      lines += [
        "  Then kubectl gets the Secret \(PlanBuilder.issuerSecretName) on standard input, with "
          + "tls.crt, tls.key",
        "  and ca.crt of that directory's issuer.crt, issuer.key and ca.crt:", "",
      ]
    case .release(let name, let chart, _):
      lines += [
        "  Then Helm gives it to the release \(name), with the same chart (\(chart.version))",
        "  and the same values. With each upgrade it makes the webhooks' certificates anew, so pods of",
        "  the control plane may restart:", "",
      ]
    }
    lines += text(of: command) + [""]
    lines.map(Terminal.shown).forEach(Terminal.print)
  }

  /// The command over several lines, as it can be pasted into a shell.
  private func text(of command: Command) -> [String] {
    let groups = command.argumentGroups.map(ShellQuoting.join)
    let first = [ShellQuoting.quote(command.tool.path), groups.first ?? ""].joined(separator: " ")
    let rest = groups.dropFirst().map { "  " + $0 }
    let lines = ([first] + rest).map { "    " + $0 }
    return lines.dropLast().map { $0 + " \\" } + lines.suffix(1)
  }

  // MARK: Doing

  private func write(_ new: NewIssuer?, _ isInterrupted: Bool) throws {
    if let new { return try new.write(in: place.directory, at: settings.clock()) }
    guard isInterrupted else { return }
    let finished: [String]
    do throws(CertificateFailure) {
      finished = try CertificateWriter.settle(place.directory)
    } catch { throw CertificatesText.userError(error) }
    guard !finished.isEmpty else {
      throw UserError(
        .failed,
        lines: [
          "What the interrupted run had prepared was of no use, and is taken away.",
          "  Run this again for a new issuer.",
        ])
    }
    Terminal.print("In place now: \(finished.joined(separator: ", ")).")
  }

  private func apply(
    _ command: Command, _ renewal: IssuerRenewal, _ found: IssuerRenewal.Found, _ work: ToolWork
  ) throws {
    let files = try place.read()
    let issuer = try judged(files, found)
    let outcome = work.run { await renewal.carryOut(command, in: found.home, with: files) }
    let inCluster = work.run { await renewal.issuerInCluster(found.home) }
    switch (outcome, inCluster) {
    case (.done, .success(issuer.fingerprint)): break
    case (.done, .success):
      throw UserError(
        .failed, lines: ["The cluster has another issuer."] + wayOn(inCluster, issuer))
    case (.done, .failure(let problem)):
      throw UserError(.failed, [unproven(problem)])
    case (.failed(let problem, _), _):
      throw UserError(
        .failed, lines: UserError(.failed, [problem]).lines + wayOn(inCluster, issuer))
    case (.cancelled, _):
      wayOn(inCluster, issuer).map(Terminal.shown).forEach(Terminal.printError)
      try work.endIfAsked()
      throw ExitCode(ExitStatus.stopped.code)
    }
    Terminal.print(
      Terminal.shown(
        "\(sign(.success)) the cluster has the new issuer, until \(issuer.notAfter.iso8601)"))
    tellWhetherItIsTaken(renewal, found, work)
  }

  private func unproven(_ problem: Problem) -> Problem {
    Problem(
      problem.code,
      "The command was done, but the cluster's issuer can't be compared: \(problem.sentence)",
      remedy: problem.remedy)
  }

  /// What the cluster has after a failure, and how to go on.
  private func wayOn(
    _ inCluster: Result<String, Problem>, _ issuer: CertificateSummary
  ) -> [String] {
    let state =
      switch inCluster {
      case .success(issuer.fingerprint): "The cluster has the new issuer all the same."
      case .success: "The cluster has the old issuer; the new one is in \(place.directory)."
      case .failure(let problem): "Which issuer the cluster has can't be read: \(problem.sentence)"
      }
    let cluster =
      (options.target.kubeconfig.map { ["--kubeconfig", $0] } ?? [])
      + (options.target.context.map { ["--context", $0] } ?? [])
      + (options.charts.map { ["--charts", $0] } ?? [])
    let again = ShellQuoting.join(
      ["linkerd-wizard", "certificates", "renew", place.directory, "--apply", "--no-new"]
        + ["--namespace", namespace] + cluster)
    return ["  \(state)", "  To try again with the same issuer:", "    \(again)"]
  }

  private func tellWhetherItIsTaken(
    _ renewal: IssuerRenewal, _ found: IssuerRenewal.Found, _ work: ToolWork
  ) {
    let look =
      "kubectl get events --namespace \(ShellQuoting.quote(namespace)) "
      + "--field-selector reason=IssuerUpdated"
    let line =
      switch work.run({ await renewal.isTaken(found, within: Self.patience) }) {
      case true: "\(sign(.success)) Linkerd says that it took it"
      case false: "Linkerd hasn't said yet that it took it, which can take some minutes: \(look)"
      case nil: "Whether Linkerd took it can't be seen, since its events can't be read: \(look)"
      }
    Terminal.print(Terminal.shown(line))
    Terminal.print("Proxies get certificates of the new issuer within a day, or when restarted.")
  }

  private func sign(_ outcome: CertificateCheck.Outcome) -> String {
    CertificatesText.sign(outcome, Terminal.glyphs)
  }
}
