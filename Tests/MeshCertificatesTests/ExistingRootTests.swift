import Foundation
import Planning
import Testing

@testable import MeshCertificates

private let name = "identity.linkerd.cluster.local"

/// A root in a directory, with what it can be read as.
private struct Root {
  let scratch: Scratch
  let root: ExistingRoot

  init(_ set: MeshCertificateSet) throws {
    scratch = try Scratch()
    try scratch.write(set.anchorCertificate, to: "ca.crt")
    root = try CertificateSet.readRoot(
      anchor: Array(set.anchorCertificate.utf8), anchorKey: set.anchorKey,
      at: set.anchorSummary.notBefore
    ).get()
  }

  /// Makes an issuer and writes its certificate, for OpenSSL to read.
  func issuer(from begin: Instant, until end: Instant) throws -> MadeIssuer {
    let made = try root.makeIssuer(name: name, notBefore: begin, notAfter: end)
    try scratch.write(made.certificate, to: "issuer.crt")
    return made
  }

  func openssl(at moment: Instant) throws -> Int32 {
    try ToolRun.run(
      "openssl", "verify", "-x509_strict", "-attime", "\(moment.secondsSince1970)", "-CAfile",
      "ca.crt", "issuer.crt", in: scratch.path
    ).status
  }
}

struct ExistingRootTests {
  @Test func openSSLVerifiesTheNewIssuerAndReadsItsExtensions() throws {
    let root = try Root(try CertificateMaker.make(recipe()))
    let made = try root.issuer(from: beginning, until: beginning.adding(seconds: 86400))
    #expect(try root.openssl(at: beginning.adding(seconds: 1)) == 0)
    let shown = try ToolRun.succeed(
      "openssl", "x509", "-noout", "-text", "-in", "issuer.crt", in: root.scratch.path)
    #expect(shown.contains("CA:TRUE, pathlen:0"))
    #expect(shown.contains("X509v3 Authority Key Identifier"))
    #expect(made.summary.subject == name)
  }

  @Test(
    arguments: [
      (1_795_212_000, 1_795_212_001), (2_524_607_999, 2_524_608_000),
      (2_524_608_000, 2_524_608_001),
      (1_835_395_199, 1_835_481_600), (4_107_542_400, 253_402_300_799),
    ] as [(Int64, Int64)])
  func livesAtTheEdgesAreExactForOpenSSLToo(begin: Int64, end: Int64) throws {
    var plan = recipe()
    plan.anchorNotAfter = .lastInCertificates
    let root = try Root(try CertificateMaker.make(plan))
    let (from, until) = (Instant(secondsSince1970: begin), Instant(secondsSince1970: end))
    let made = try root.issuer(from: from, until: until)
    #expect(made.summary.notBefore == from && made.summary.notAfter == until)
    #expect(try root.openssl(at: from) == 0)
    // For OpenSSL the last second of a life is over, for Go and RFC 5280 it isn't.
    #expect(try root.openssl(at: until.adding(seconds: -1)) == 0)
    #expect(try root.openssl(at: from.adding(seconds: -1)) != 0)
    if until < .lastInCertificates {
      #expect(try root.openssl(at: until.adding(seconds: 1)) != 0)
    }
  }

  @Test func aLifeThatCannotBeIsRefused() throws {
    let set = try CertificateMaker.make(recipe())
    let root = try Root(set).root
    func code(_ begin: Instant, _ end: Instant, _ name: String = name) -> CertificateFailure.Code? {
      do {
        _ = try root.makeIssuer(name: name, notBefore: begin, notAfter: end)
        return nil
      } catch {
        return error.code
      }
    }
    let end = set.anchorSummary.notAfter
    #expect(code(beginning, beginning) == .validityNotUsable)
    #expect(code(beginning, beginning.adding(seconds: -1)) == .validityNotUsable)
    #expect(code(beginning, end) == nil)
    #expect(code(beginning, end.adding(seconds: 1)) == .issuerOutlivesAnchor)
    #expect(code(beginning, .lastInCertificates.adding(seconds: 1)) == .validityNotUsable)
    #expect(code(beginning, Instant(secondsSince1970: .max)) == .validityNotUsable)
    #expect(code(Instant(secondsSince1970: .min), end) == nil, "it begins with its root")
    #expect(code(beginning, end, "") == .nameNotUsable)
    #expect(code(beginning, end, "root.linkerd.cluster.local") == .nameNotUsable)
  }

  @Test func aRootOfRSASignsAnIssuerThatLinkerdAccepts() throws {
    let scratch = try Scratch()
    var set = OpenSSLSet()
    set.anchorKey = OpenSSLSet.rsa(2048)
    try set.make(in: scratch)
    let files = try CertificateDirectory.read(scratch.path)
    let now = try #require(CertificateDetails.read(files.anchorCertificate).first).summary.notBefore
    let root = try CertificateSet.readRoot(
      anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: now
    ).get()
    let made = try root.makeIssuer(
      name: name, notBefore: now, notAfter: now.adding(seconds: 86400 * 100))
    try scratch.write(made.certificate, to: "issuer.crt")
    try ToolRun.succeed("openssl", "verify", "-CAfile", "ca.crt", "issuer.crt", in: scratch.path)
    let judgement = CertificateJudge.judge(
      CertificateFiles(
        anchorCertificate: files.anchorCertificate, issuerCertificate: Array(made.certificate.utf8),
        issuerKey: made.key), trustDomain: "cluster.local", at: now.adding(seconds: 400))
    #expect(judgement.findings == [])
  }

  @Test func theAnchorOfTheBundleThatTheKeyBelongsToSigns() throws {
    let (one, other) = (
      try CertificateMaker.make(recipe()), try CertificateMaker.make(recipe())
    )
    let root = try CertificateSet.readRoot(
      anchor: Array((other.anchorCertificate + one.anchorCertificate).utf8),
      anchorKey: one.anchorKey, at: beginning
    ).get()
    #expect(root.summary == one.anchorSummary)
    #expect(root.anchorCertificate == other.anchorCertificate + one.anchorCertificate)
  }

  @Test func aRootThatCannotSignIsRefusedWithItsCode() throws {
    let set = try CertificateMaker.make(recipe())
    let anchor = Array(set.anchorCertificate.utf8)
    func codes(_ anchor: [UInt8]?, _ key: PrivateKeyPEM?, at now: Instant = beginning) -> [String] {
      switch CertificateSet.readRoot(anchor: anchor, anchorKey: key, at: now) {
      case .success: []
      case .failure(let refused): refused.findings.map(\.code)
      }
    }
    #expect(codes(anchor, set.anchorKey) == [])
    #expect(codes(nil, set.anchorKey) == ["anchor-missing"])
    #expect(codes(anchor, nil) == ["anchor-key-missing"])
    #expect(codes(anchor, set.issuerKey) == ["anchor-key-mismatch"])
    #expect(codes(anchor, PrivateKeyPEM(bytes: [1])) == ["anchor-key-not-pem"])
    #expect(
      codes(Array(set.issuerCertificate.utf8), set.issuerKey) == ["anchor-path-length"])
    let end = set.anchorSummary.notAfter.adding(seconds: 1)
    #expect(codes(anchor, set.anchorKey, at: end) == ["anchor-expired"])
  }
}
