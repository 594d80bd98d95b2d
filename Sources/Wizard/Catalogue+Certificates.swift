import Diagnosis
import Planning

extension Catalogue {
  static let certificateFields: [Field] = [
    .choice(
      .certificateSource, on: .certificates, label: "Source",
      help:
        "Where the trust anchor and the issuer come from. Built in needs nothing else; step and "
        + "step in Docker are the recipe's own tools and make the same. Files I have takes an "
        + "anchor, an issuer and its key. With an existing root only an issuer is made, so that "
        + "clusters can share an anchor.",
      path: \.certificates.source, labels: label, isShown: { !$0.isUpgrade }, note: sourceNote),
    .text(
      .stepImage, on: .certificates, label: "Image",
      help: "The container image that holds step. It is fetched when the certificates are made, "
        + "where the engine doesn't have it yet.",
      expected: "a container image, with step-docker",
      read: { $0.certificates.image }, write: { $0.certificates.image = $1 },
      isShown: asks(.stepImage)),
    .text(
      .givenDirectory, on: .certificates, label: "Your files in",
      help: "The directory that holds your files. They are only read: what Helm gets is written to "
        + "the directory below, unless it is this one and they are right as they are.",
      expected: "a directory, with files and existing-root",
      read: { $0.certificates.from }, write: { $0.certificates.from = $1 },
      isShown: asks(.givenDirectory)),
    .text(
      .givenAnchor, on: .certificates, label: "Anchor",
      help: "Your trust anchor, or a bundle of several, as PEM or DER. Text around it, other line "
        + "ends and doubled blocks are put right.",
      expected: "a file in that directory or elsewhere",
      read: { $0.certificates.anchor }, write: { $0.certificates.anchor = $1 },
      isShown: asks(.givenAnchor), note: anchorNote),
    .text(
      .givenAnchorKey, on: .certificates, label: "Anchor's key",
      help: "The private key of your trust anchor, unencrypted. It signs the new issuer on this "
        + "machine; it is never copied, and never sent to the cluster.",
      expected: "a file in that directory or elsewhere, with existing-root",
      read: { $0.certificates.anchorKey }, write: { $0.certificates.anchorKey = $1 },
      isShown: asks(.givenAnchorKey)),
    .text(
      .givenIssuer, on: .certificates, label: "Issuer",
      help:
        "Your issuer, an intermediate CA that the anchor has signed, with what is between them.",
      expected: "a file in that directory or elsewhere, with files",
      read: { $0.certificates.issuer }, write: { $0.certificates.issuer = $1 },
      isShown: asks(.givenIssuer), note: issuerNote),
    .text(
      .givenIssuerKey, on: .certificates, label: "Issuer's key",
      help: "The private key of your issuer, unencrypted: Linkerd signs with it.",
      expected: "a file in that directory or elsewhere, with files",
      read: { $0.certificates.issuerKey }, write: { $0.certificates.issuerKey = $1 },
      isShown: asks(.givenIssuerKey)),
    .text(
      .certificateDirectory, on: .certificates, label: "Directory",
      help: "Where the files are written that Helm gets: ca.crt, issuer.crt and issuer.key, and "
        + "ca.key where it is made. Only you can read it. Files that are there already are never "
        + "overwritten.",
      expected: "a directory",
      read: { $0.certificates.directory }, write: { $0.certificates.directory = $1 },
      isShown: { !$0.isUpgrade }, note: directoryNote),
    .text(
      .trustDomain, on: .certificates, label: "Trust domain",
      help: "The domain in the names of the mesh's identities. cluster.local suits nearly every "
        + "cluster; it can't be changed later without a new install.",
      expected: "a DNS name",
      read: { $0.certificates.trustDomain }, write: { $0.certificates.trustDomain = $1 },
      isShown: { !$0.isUpgrade }),
    .text(
      .anchorValidity, on: .certificates, label: "Anchor valid",
      help: "How long the trust anchor (ca.crt) is valid. Replacing it means restarting "
        + "everything in the mesh, so make it last: 87600h is ten years.",
      expected: "a length of time: 87600h, 3650d, 10y",
      read: { $0.certificates.anchorValidity }, write: { $0.certificates.anchorValidity = $1 },
      isShown: asks(.anchorValidity),
      note: { endNote(of: $0.answers.certificates.anchorValidity, now: $0.now) }),
    .text(
      .issuerValidity, on: .certificates, label: "Issuer valid",
      help: "How long the issuer (issuer.crt) is valid. It lives in the cluster and is renewed "
        + "with ca.key; when it ends, no new pod joins the mesh. 8760h is one year; the longer "
        + "87600h, ten years, means fewer renewals and a key that is exposed for longer.",
      expected: "a length of time, at most the anchor's",
      read: { $0.certificates.issuerValidity }, write: { $0.certificates.issuerValidity = $1 },
      isShown: asks(.issuerValidity),
      note: { endNote(of: $0.answers.certificates.issuerValidity, now: $0.now) }),
  ]

  private static func asks(_ field: FieldID) -> @Sendable (WizardState) -> Bool {
    { !$0.isUpgrade && $0.answers.certificates.asks(field) }
  }

  @Sendable private static func label(_ source: CertificateSource) -> String {
    switch source {
    case .builtIn: "Built in"
    case .step: "step"
    case .stepInDocker: "step in Docker"
    case .files: "Files I have"
    case .existingRoot: "Existing root"
    }
  }

  /// What makes the certificates, where it isn't this program.
  @Sendable private static func sourceNote(_ state: WizardState) -> String {
    switch state.answers.certificates.source {
    case .builtIn, .files, .existingRoot: return ""
    case .step:
      guard let step = state.facts.step.value else { return "" }
      return "step \(step.version.text), \(step.path)"
    case .stepInDocker:
      guard let engine = state.facts.engine.value else { return "" }
      return "engine \(engine.version)\(engine.isRootless ? ", rootless" : ""); "
        + (engine.imageID == nil ? "it will fetch the image" : "it has the image")
    }
  }

  @Sendable private static func anchorNote(_ state: WizardState) -> String {
    guard let given = state.facts.given.value, let first = given.anchors.first else { return "" }
    let end = given.root?.notAfter ?? first.notAfter
    return given.anchors.count == 1 || given.root != nil
      ? "until \(end.date)" : "\(given.anchors.count) anchors"
  }

  @Sendable private static func issuerNote(_ state: WizardState) -> String {
    state.facts.given.value?.issuer.map { "until \($0.notAfter.date)" } ?? ""
  }

  @Sendable private static func directoryNote(_ state: WizardState) -> String {
    if state.answers.certificates.source.isGiven { return givenDirectoryNote(state) }
    guard case .known(let directory) = state.facts.directory else { return "" }
    return switch directory.state {
    case .new: "new"
    case .usable: "empty of certificates"
    case .holdsCertificates, .notADirectory, .notWritable, .writableByOthers: ""
    }
  }

  @Sendable private static func givenDirectoryNote(_ state: WizardState) -> String {
    guard let given = state.facts.given.value,
      !given.problems.contains(where: { $0.problem.severity == .error })
    else { return "" }
    let missing = CertificatePlan.neededFiles.filter { !given.inPlace.contains($0) }
    return missing.isEmpty ? "right as it is" : "gets " + missing.joined(separator: ", ")
  }

  private static func endNote(of text: String, now: Instant) -> String {
    guard case .success(let lifetime) = Lifetime.parse(text) else { return "" }
    let end = now.adding(seconds: lifetime.seconds)
    return end > .lastInCertificates
      ? lifetime.humanText : "\(lifetime.humanText)  until \(end.date)"
  }
}
