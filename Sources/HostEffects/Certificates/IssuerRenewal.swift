import FoundationEssentials
package import MeshCertificates
package import Planning
package import Wizard

/// Puts an issuer in place in a cluster whose Linkerd runs, and looks whether it arrived.
///
/// Of the issuer's Secret nothing is asked for but its type and the certificate in it.
package struct IssuerRenewal: Sendable {
  private let interpreter: EffectInterpreter
  /// The kubeconfig's context; nil means the current one.
  private let context: String?
  private let namespace: String
  /// Where the chart of a release is taken from; nil means by its version.
  private let charts: ChartSource?

  /// A cluster as it was found before the renewal.
  package struct Found: Equatable, Sendable {
    /// Where the control plane takes its issuer from.
    package var home: IssuerHome
    /// The cluster's trust anchors, PEM.
    package var anchors: String
    /// What Linkerd has told so far about issuers that it took; nil where events can't be read.
    var events: [EventObject]?
  }

  /// Makes a renewal; what programs print is posted to the interpreter's mailbox.
  package init(
    interpreter: EffectInterpreter, context: String?, namespace: String, charts: ChartSource?
  ) {
    self.interpreter = interpreter
    self.context = context
    self.namespace = namespace
    self.charts = charts
  }

  /// Looks where the control plane takes its issuer from; changes nothing in the cluster.
  ///
  /// A problem means that Linkerd isn't there, that somebody else renews its issuer, or that a tool
  /// or a chart is missing.
  package func find() async -> Result<Found, Problem> {
    await ToolRunner.result {
      let target = try await interpreter.target(context: context)
      let cluster = ClusterQuestions(runner: interpreter.runner, target: target)
      async let anchors = cluster.text(
        of: "configmap", "linkerd-identity-trust-roots", in: namespace,
        #"{.data.ca-bundle\.crt}"#)
      async let secret = cluster.text(
        of: "secret", PlanBuilder.issuerSecretName, in: namespace,
        IssuerTraits.template)
      let traits = IssuerTraits(try await secret)
      let bundle = try await anchors
      guard !traits.type.isEmpty, !bundle.isEmpty else { throw absent }
      let isOwn = traits.type == PlanBuilder.issuerSecretType
      if isOwn, let keeper = traits.keeper { throw kept(by: keeper) }
      let home = IssuerHome(
        context: target.context, kubeconfig: interpreter.settings.kubeconfig,
        namespace: namespace, kubectl: target.kubectl,
        keeper: isOwn ? .secret : try await release(cluster))
      return Found(home: home, anchors: bundle, events: await cluster.issuerEvents(in: namespace))
    }
  }

  private func release(_ cluster: ClusterQuestions) async throws -> IssuerHome.Keeper {
    let helm = try await interpreter.locate(.helm)
    let all = try await cluster.releases(helm, in: ["--namespace", namespace])
    for release in all {
      guard let (name, version) = Self.controlPlane(of: release.chart) else { continue }
      if release.status.hasPrefix("pending") { throw unfinished(release) }
      let chart = try await ChartCache(runner: interpreter.runner, helm: helm)
        .chart(name, version, from: charts ?? Self.source(of: name, version))
      return .release(name: release.name, chart: chart, helm: helm)
    }
    throw withoutRelease
  }

  /// The chart's name and version, where it is one with a control plane: Helm writes them as one word.
  private static func controlPlane(of chart: String) -> (name: String, version: String)? {
    for name in [ChartName.controlPlane, ChartName.linkerd2] {
      let version = chart.dropFirst(name.count + 1)
      if chart.hasPrefix(name + "-"), version.first?.isNumber == true {
        return (name, String(version))
      }
    }
    return nil
  }

  /// The repository that charts of that version come from: weekly releases count by the year.
  static func source(of name: String, _ version: String) -> ChartSource {
    if name == ChartName.linkerd2 { return .linkerd2 }
    return (SemanticVersion.parse(version)?.major ?? 0) >= 2000 ? .edge : .stable
  }

  /// Runs the command that `PlanBuilder.renewal` gives, with the files that were read.
  ///
  /// The Secret goes from memory to kubectl's standard input, and nowhere else.
  package func carryOut(
    _ command: Command, in home: IssuerHome, with files: CertificateFiles
  ) async -> ItemOutcome {
    let manifest = home.keeper == .secret ? IssuerSecret.manifest(of: files, namespace) : nil
    return await interpreter.run(command, secretInput: manifest, EffectID(0), nil)
  }

  /// The fingerprint of the issuer that the cluster has at this moment.
  package func issuerInCluster(_ home: IssuerHome) async -> Result<String, Problem> {
    let cluster = questions(home)
    let key = home.certificateKey.split(separator: ".").joined(separator: #"\."#)
    return await ToolRunner.result {
      let text = try await cluster.text(
        of: "secret", PlanBuilder.issuerSecretName, in: namespace, "{.data.\(key)}")
      let bytes = Data(base64Encoded: text).map { Array($0) }
      guard let issuer = CertificateDetails.read(bytes).first else {
        throw Problem(
          "issuer-unreadable", "The Secret \(PlanBuilder.issuerSecretName) holds no certificate.",
          remedy: "Look at it: kubectl describe secret \(PlanBuilder.issuerSecretName) "
            + "--namespace \(namespace)")
      }
      return issuer.summary.fingerprint
    }
  }

  /// Whether Linkerd tells within so many seconds that it took an issuer; nil where events can't be
  /// read.
  package func isTaken(_ found: Found, within seconds: Int) async -> Bool? {
    guard let before = found.events else { return nil }
    let cluster = questions(found.home)
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      guard let events = await cluster.issuerEvents(in: namespace) else { return nil }
      if events.contains(where: { !before.contains($0) }) { return true }
      guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func questions(_ home: IssuerHome) -> ClusterQuestions {
    ClusterQuestions(
      runner: interpreter.runner,
      target: ProbeTarget(context: home.context, kubectl: home.kubectl))
  }
}

extension IssuerRenewal {
  private var absent: Problem {
    Problem(
      "linkerd-absent",
      "Linkerd isn't there: the namespace \(namespace) holds no issuer and no trust anchors.",
      remedy: "Name the control plane's namespace by --namespace, and the cluster by --context.")
  }

  private func kept(by keeper: String) -> Problem {
    Problem(
      "issuer-kept-by-other",
      "The issuer's Secret is kept by \(keeper), which would undo what is put in its place.",
      remedy: "Renew the issuer there; with cert-manager that is cmctl renew.")
  }

  private var withoutRelease: Problem {
    Problem(
      "release-missing",
      "No Helm release in \(namespace) is of the chart linkerd-control-plane or linkerd2, so Helm didn't "
        + "make the issuer's Secret.",
      remedy:
        "Renew it by what installed Linkerd; with the linkerd command that is linkerd upgrade."
    )
  }

  private func unfinished(_ release: ListedRelease) -> Problem {
    Problem(
      "release-pending",
      "Helm's release \(release.name) is \(release.status): something is at work on it, or was "
        + "interrupted.",
      remedy: "Wait for it; if nothing is at work, go back: helm rollback \(release.name) "
        + "--namespace \(namespace)")
  }
}

/// What may be known of the issuer's Secret: its type, and who else writes it.
struct IssuerTraits: Equatable, Sendable {
  /// For kubectl's jsonpath; it names nothing of the Secret's data.
  static let template =
    #"{.type}{"\n"}{.metadata.annotations.cert-manager\.io/certificate-name}{"\n"}"#
    + #"{.metadata.annotations.meta\.helm\.sh/release-name}{"\n"}"#
    + #"{.metadata.ownerReferences[*].kind}"#

  /// Empty where there is no such Secret.
  var type: String
  /// Who writes a Secret that no chart of Linkerd makes, in words; nil where nobody does.
  var keeper: String?

  /// Reads what the template made.
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      TerminalText.harmless(String($0))
    }
    type = lines.first ?? ""
    let words = ["cert-manager, by the Certificate", "Helm's release", "its owner of the kind"]
    keeper = zip(words, lines.dropFirst()).first { !$1.isEmpty }.map { "\($0) \($1)" }
  }
}

/// The Secret that the control plane takes its issuer from, where no release keeps it.
enum IssuerSecret {
  /// The manifest, for kubectl's standard input; nil where a file is missing.
  static func manifest(of files: CertificateFiles, _ namespace: String) -> PrivateKeyPEM? {
    guard let anchor = files.anchorCertificate, let issuer = files.issuerCertificate,
      let key = files.issuerKey
    else { return nil }
    func encoded(_ bytes: [UInt8]) -> CanonicalJSON {
      .string(Data(bytes).base64EncodedString())
    }
    let object = CanonicalJSON.object([
      "apiVersion": .string("v1"), "kind": .string("Secret"),
      "metadata": .object([
        "name": .string(PlanBuilder.issuerSecretName), "namespace": .string(namespace),
      ]),
      "type": .string(PlanBuilder.issuerSecretType),
      "data": .object([
        "tls.crt": encoded(issuer), "tls.key": key.withBytes(encoded), "ca.crt": encoded(anchor),
      ]),
    ])
    return PrivateKeyPEM(bytes: Array(object.text.utf8))
  }
}

extension ClusterQuestions {
  /// What a template makes of an object; empty where it isn't there. Throws `Problem`.
  func text(
    of kind: String, _ name: String, in namespace: String, _ template: String
  ) async throws -> String {
    let answer = try await runner.bytes(
      target.kubectl,
      arguments([
        "get", kind, name, "--namespace", namespace, "--ignore-not-found", "-o",
        "jsonpath=\(template)",
      ]))
    return String(decoding: answer.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
  }

  /// What Linkerd has told about issuers that it took; nil where events can't be read.
  fileprivate func issuerEvents(in namespace: String) async -> [EventObject]? {
    try? await list(
      EventObject.self,
      [
        "get", "events", "--namespace", namespace, "--field-selector", "reason=IssuerUpdated",
        "-o", "json",
      ])
  }
}
