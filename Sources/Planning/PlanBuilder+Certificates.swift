extension PlanBuilder {
  /// The item that makes the certificates.
  static let certificatesID = "certificates"

  /// Certificates are valid from so many seconds before the plan was built: a node whose clock lags
  /// a little would otherwise refuse them as not yet valid. Linkerd's own check tolerates five
  /// minutes of difference between clocks.
  package static let clockTolerance: Int64 = 5 * Lifetime.minute

  /// The recipe that follows from the answers, with its instants counted from `now`, for
  /// certificates that are made in process.
  package static func certificates(_ answers: CheckedAnswers, now: Instant) -> CertificatePlan {
    let anchorEnd = min(now.adding(seconds: answers.anchorValidity.seconds), .lastInCertificates)
    let issuerEnd = min(now.adding(seconds: answers.issuerValidity.seconds), anchorEnd)
    return CertificatePlan(
      directory: answers.certificateDirectory,
      anchorName: CertificatePlan.anchorName(trustDomain: answers.trustDomain),
      issuerName: CertificatePlan.issuerName(trustDomain: answers.trustDomain),
      notBefore: now.adding(seconds: -clockTolerance),
      anchorNotAfter: anchorEnd, issuerNotAfter: issuerEnd)
  }

  /// The recipe by the source that was answered; nil where what it takes is not known yet.
  ///
  /// Instants that are named stand in place of those that are counted from `now`; certificates that
  /// are there already have their own.
  package static func certificates(
    _ answers: CheckedAnswers, step: Tool?, engine: ContainerEngine?, given: GivenCertificates?,
    instants: CertificateInstants = CertificateInstants(), now: Instant
  ) -> CertificatePlan? {
    var plan = certificates(answers, now: now)
    plan.name(instants)
    switch answers.certificateSource {
    case .builtIn: break
    case .step:
      guard let step else { return nil }
      plan.origin = .made(StepCommands(plan: plan).run(by: step))
    case .stepInDocker:
      guard let engine else { return nil }
      plan.origin = .made(StepCommands(plan: plan).run(in: answers.stepImage, of: engine))
    case .files:
      guard let given, let anchor = given.root ?? given.anchors.first, let issuer = given.issuer
      else {
        return nil
      }
      plan.origin = .files(GivenPlan(given))
      plan.anchorName = anchor.name
      plan.issuerName = issuer.name
      plan.notBefore = issuer.notBefore
      plan.anchorNotAfter = anchor.notAfter
      plan.issuerNotAfter = issuer.notAfter
    case .existingRoot:
      guard let given, let root = given.root else { return nil }
      plan.origin = .existingRoot(GivenPlan(given))
      plan.anchorName = root.name
      plan.notBefore = max(plan.notBefore, root.notBefore)
      plan.anchorNotAfter = root.notAfter
      plan.issuerNotAfter =
        instants.issuerNotAfter
        ?? min(now.adding(seconds: answers.issuerValidity.seconds), root.notAfter)
    }
    return plan
  }

  static func certificatesItem(_ certificates: CertificatePlan) -> PlanItem {
    PlanItem(
      id: certificatesID, purpose: "certificates", explanation: explanation(of: certificates),
      action: .writeCertificates(certificates))
  }

  private static func explanation(of plan: CertificatePlan) -> String {
    let (anchorEnd, issuerEnd) = (plan.anchorNotAfter.date, plan.issuerNotAfter.date)
    let neverOver = "Files that are there already are never overwritten."
    switch plan.origin {
    case .builtIn:
      return "Makes the trust anchor, until \(anchorEnd), and the issuer that it signs, until "
        + "\(issuerEnd), with their private keys. \(neverOver)"
    case .made(let making):
      let maker = making.image == nil ? "step" : "step in a container"
      let isFetched = making.commands.first?.arguments.contains("missing") ?? false
      return "Lets \(maker) make the trust anchor, until \(anchorEnd), and the issuer that it "
        + "signs, until \(issuerEnd), with their private keys, in a place of their own. They are "
        + "read back and checked, and moved to where they belong. \(neverOver)"
        + (isFetched ? " The engine fetches the image \(making.image ?? "") first." : "")
    case .files where plan.written.isEmpty:
      return "Looks once more whether your files are those that were reviewed. The issuer is valid "
        + "until \(issuerEnd). Nothing is written."
    case .files:
      return "Writes your trust anchor, your issuer, until \(issuerEnd), and its key in the form "
        + "in which Linkerd reads them. Your own files stay as they are. \(neverOver)"
    case .existingRoot:
      return "Makes an issuer, until \(issuerEnd), with a key of its own, signed by your trust "
        + "anchor, which is valid until \(anchorEnd). \(neverOver)"
    }
  }
}

extension GivenPlan {
  init(_ given: GivenCertificates) {
    self.init(
      files: given.files, inPlace: given.inPlace, normalised: given.normalised,
      repairs: given.repairs.map(\.sentence))
  }
}

/// The instants of certificates that somebody names, instead of having them counted from now.
package struct CertificateInstants: Equatable, Sendable {
  /// From when both are valid; nil where it isn't named, as with the next two.
  package var notBefore: Instant?
  /// The last moment of the trust anchor.
  package var anchorNotAfter: Instant?
  /// The last moment of the issuer.
  package var issuerNotAfter: Instant?

  /// Makes a set of instants; none is named unless given.
  package init(
    notBefore: Instant? = nil, anchorNotAfter: Instant? = nil, issuerNotAfter: Instant? = nil
  ) {
    self.notBefore = notBefore
    self.anchorNotAfter = anchorNotAfter
    self.issuerNotAfter = issuerNotAfter
  }
}

extension CertificatePlan {
  /// Takes the instants that are named; an issuer whose end isn't is cut to the anchor's.
  fileprivate mutating func name(_ instants: CertificateInstants) {
    notBefore = instants.notBefore ?? notBefore
    anchorNotAfter = instants.anchorNotAfter ?? anchorNotAfter
    issuerNotAfter = instants.issuerNotAfter ?? min(issuerNotAfter, anchorNotAfter)
  }
}

extension CertificatePlan {
  /// The customary common name of a trust anchor, such as `root.linkerd.cluster.local`.
  package static func anchorName(trustDomain: String) -> String { "root.linkerd." + trustDomain }

  /// The customary common name of an issuer, such as `identity.linkerd.cluster.local`.
  package static func issuerName(trustDomain: String) -> String {
    issuerPrefix + trustDomain
  }

  /// The trust domain that the names speak of.
  package var trustDomain: String {
    issuerName.hasPrefix(Self.issuerPrefix)
      ? String(issuerName.dropFirst(Self.issuerPrefix.count)) : issuerName
  }

  private static let issuerPrefix = "identity.linkerd."
}
