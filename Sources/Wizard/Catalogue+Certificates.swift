import Diagnosis
import Planning

extension Catalogue {
  static let certificateFields: [Field] = [
    .choice(
      .certificateSource, on: .certificates, label: "Source",
      help: "Who makes the trust anchor and the issuer.",
      path: \.certificates.source,
      labels: { source in
        switch source {
        case .builtIn: "Built in"
        }
      },
      isShown: { _ in CertificateSource.allCases.count > 1 }),
    .text(
      .certificateDirectory, on: .certificates, label: "Directory",
      help: "Where ca.crt, ca.key, issuer.crt and issuer.key are written. Only you can read it. "
        + "Files that are there already are never overwritten.",
      expected: "a directory",
      read: { $0.certificates.directory }, write: { $0.certificates.directory = $1 },
      note: directoryNote),
    .text(
      .trustDomain, on: .certificates, label: "Trust domain",
      help: "The domain in the names of the mesh's identities. cluster.local suits nearly every "
        + "cluster; it can't be changed later without a new install.",
      expected: "a DNS name",
      read: { $0.certificates.trustDomain }, write: { $0.certificates.trustDomain = $1 }),
    .text(
      .anchorValidity, on: .certificates, label: "Anchor valid",
      help: "How long the trust anchor (ca.crt) is valid. Replacing it means restarting "
        + "everything in the mesh, so make it last: 87600h is ten years.",
      expected: "a length of time: 87600h, 3650d, 10y",
      read: { $0.certificates.anchorValidity }, write: { $0.certificates.anchorValidity = $1 },
      note: { endNote(of: $0.answers.certificates.anchorValidity, now: $0.now) }),
    .text(
      .issuerValidity, on: .certificates, label: "Issuer valid",
      help: "How long the issuer (issuer.crt) is valid. It lives in the cluster and is renewed "
        + "with ca.key; when it ends, no new pod joins the mesh. 8760h is one year; the longer "
        + "87600h, ten years, means fewer renewals and a key that is exposed for longer.",
      expected: "a length of time, at most anchorValidity",
      read: { $0.certificates.issuerValidity }, write: { $0.certificates.issuerValidity = $1 },
      note: { endNote(of: $0.answers.certificates.issuerValidity, now: $0.now) }),
  ]

  @Sendable private static func directoryNote(_ state: WizardState) -> String {
    guard case .known(let directory) = state.facts.directory else { return "" }
    return switch directory.state {
    case .new: "new"
    case .usable: "empty of certificates"
    case .holdsCertificates, .notADirectory, .notWritable, .writableByOthers: ""
    }
  }

  private static func endNote(of text: String, now: Instant) -> String {
    guard case .success(let lifetime) = Lifetime.parse(text) else { return "" }
    let end = now.adding(seconds: lifetime.seconds)
    return end > .lastInCertificates
      ? lifetime.humanText : "\(lifetime.humanText)  until \(end.date)"
  }
}
