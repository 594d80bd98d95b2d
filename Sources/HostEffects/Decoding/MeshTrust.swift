import Diagnosis
import FoundationEssentials
import MeshCertificates
import Planning

/// The certificates of a Secret, and which keys it holds; the keys themselves are never asked for.
struct SecretLine: Equatable, Sendable {
  /// The Secrets that a proof looks at; the last two are older releases' (linkerd2 #4813).
  static let names =
    ["linkerd-identity-issuer"]
    + ["proxy-injector", "sp-validator", "policy-validator"].map { "linkerd-\($0)-k8s-tls" }
    + ["proxy-injector", "sp-validator"].map { "linkerd-\($0)-tls" }

  var name: String
  /// The members that are there, as text; `tls.key` and `key.pem` are never among them.
  var certificates: [String: [UInt8]]
  /// Those of `tls.key` and `key.pem` that there are.
  var keys: Set<String>

  init(_ cells: [String]) {
    name = cells[0]
    certificates = [:]
    for (key, cell) in zip(["tls.crt", "ca.crt", "crt.pem"], cells[1...3]) where !cell.isEmpty {
      certificates[key] = Data(base64Encoded: cell).map(Array.init) ?? []
    }
    keys = Set(zip(["tls.key", "key.pem"], cells[4...5]).filter { !$0.1.isEmpty }.map(\.0))
  }
}

/// A webhook configuration and the bundle that it trusts.
struct WebhookLine: Equatable, Sendable {
  var kind: String
  var name: String
  /// nil where it has none, or more than one webhook.
  var bundle: [UInt8]?

  init(_ cells: [String]) {
    (kind, name) = (cells[0], cells[1])
    let bundles = MeshLines.words(cells[2])
    bundle = bundles.count == 1 ? Data(base64Encoded: bundles[0]).map(Array.init) : nil
  }

  static func names(_ lines: [WebhookLine]) -> MeshFacts.Webhooks {
    func names(_ kind: String) -> Set<String> {
      Set(lines.filter { $0.kind.hasPrefix(kind) }.map(\.name))
    }
    return MeshFacts.Webhooks(mutating: names("Mutating"), validating: names("Validating"))
  }
}

/// Turns certificates into what Diagnosis judges.
enum MeshTrust {
  private typealias Kind = CertificateFinding.Kind
  private static let unreadable: Set<Kind> = [
    .missing, .tooLarge, .notPEM, .notACertificate, .unreadable, .severalBlocks, .trailingText,
    .encoding,
  ]
  private static let algorithms: Set<Kind> = [.wrongAlgorithm, .wrongCurve, .wrongSignature]
  private static let lives: Set<Kind> = [.expired, .notYetValid, .justBegun, .endsSoon]

  /// Anchors and issuer. `anchors` is the ConfigMap's bundle; nil where it is absent.
  static func identity(
    _ secrets: [SecretLine], anchors: String?, isExternal: Bool, at now: Instant
  ) -> MeshFacts.Identity {
    guard let secret = secrets.first(where: { $0.name == "linkerd-identity-issuer" }) else {
      return refused("The Secret linkerd-identity-issuer is missing.")
    }
    let (certificate, key) = isExternal ? ("tls.crt", "tls.key") : ("crt.pem", "key.pem")
    guard let issuer = secret.certificates[certificate] else {
      return refused("key \(certificate) needs to exist in secret linkerd-identity-issuer.")
    }
    guard secret.keys.contains(key) else {
      return refused("key \(key) needs to exist in secret linkerd-identity-issuer.")
    }
    var bundle = Array((anchors ?? "").utf8)
    if isExternal {
      guard let own = secret.certificates["ca.crt"] else {
        return refused(
          "key ca.crt containing the trust anchors needs to exist in secret "
            + "linkerd-identity-issuer if somebody else keeps the issuer.")
      }
      bundle = own
    }
    return judge(bundle, issuer, at: now)
  }

  private static func refused(_ sentence: String) -> MeshFacts.Identity {
    MeshFacts.Identity(
      configurationProblem: Problem(
        "issuer-secret", sentence,
        remedy: "Write the Secret anew: linkerd-wizard certificates renew --help tells how."))
  }

  private static func judge(
    _ bundle: [UInt8], _ issuer: [UInt8], at now: Instant
  ) -> MeshFacts.Identity {
    let judgement = CertificateJudge.judge(
      CertificateFiles(anchorCertificate: bundle, issuerCertificate: issuer), at: now)
    // Linkerd takes an empty bundle for one that trusts nobody.
    let isEmpty = bundle.allSatisfy { $0 <= 0x20 }
    let errors = judgement.findings.filter { finding in
      finding.severity == .error && ![.issuerKey, .anchorKey].contains(finding.part)
        && !(isEmpty && finding.part == .anchor)
    }
    var identity = MeshFacts.Identity()
    identity.configurationProblem = errors.first { unreadable.contains($0.kind) }?.problem
    func algorithm(_ part: CertificateFinding.Part) -> String? {
      errors.first { $0.part == part && algorithms.contains($0.kind) }?.sentence
    }
    identity.anchors = judgement.anchors.map(MeshFacts.Certificate.init)
    if !identity.anchors.isEmpty {
      identity.anchors[0].algorithmProblem = algorithm(.anchor)
    }
    identity.issuer = judgement.issuer.map(MeshFacts.Certificate.init)
    identity.issuer?.algorithmProblem = algorithm(.issuer)
    identity.chainProblem =
      isEmpty ? noAnchors : chainProblem(errors, judgement)
    return identity
  }

  private static let noAnchors = Problem(
    "anchors-missing", "The issuer is signed by no trust anchor, because the cluster has none.",
    remedy: "Install again with the anchor: Helm's identityTrustAnchorsPEM.")

  private static func chainProblem(
    _ errors: [CertificateFinding], _ judgement: CertificateJudgement
  ) -> Problem? {
    // Nothing hangs below an issuer that is its own anchor.
    let isRoot = judgement.anchors.contains { $0.fingerprint == judgement.issuer?.fingerprint }
    return errors.first { finding in
      let isOfRoot = isRoot && finding.kind == .pathLength
      let isElsewhere =
        unreadable.contains(finding.kind) || algorithms.contains(finding.kind)
        || lives.contains(finding.kind) && finding.part != .intermediate
      return !isOfRoot && !isElsewhere
    }?.problem
  }

  /// The certificates of the webhooks whose configurations and Secrets there are.
  static func webhooks(
    _ secrets: [SecretLine], _ lines: [WebhookLine], _ namespace: String, at now: Instant
  ) -> [String: MeshFacts.WebhookTrust] {
    var found: [String: MeshFacts.WebhookTrust] = [:]
    for name in ["proxy-injector", "sp-validator", "policy-validator"] {
      let secret =
        secrets.first { $0.name == "linkerd-\(name)-k8s-tls" }
        ?? secrets.first { $0.name == "linkerd-\(name)-tls" }
      guard let secret, let line = lines.first(where: { $0.name.hasPrefix("linkerd-\(name)-") })
      else { continue }
      guard let text = secret.certificates["tls.crt"] ?? secret.certificates["crt.pem"],
        !secret.keys.isEmpty
      else {
        found[name] = MeshFacts.WebhookTrust(
          problem: "The Secret \(secret.name) holds no certificate with its key.")
        continue
      }
      let judged = WebhookCertificate(
        text, under: line.bundle ?? [], name: "linkerd-\(name).\(namespace).svc", at: now)
      found[name] = MeshFacts.WebhookTrust(
        problem: judged.problem,
        certificate: judged.certificate.map(MeshFacts.Certificate.init))
    }
    return found
  }
}

extension MeshFacts.Certificate {
  fileprivate init(_ summary: CertificateSummary) {
    self.init(name: summary.subject, notBefore: summary.notBefore, notAfter: summary.notAfter)
  }
}
