import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

/// A way in which another program may make something else, and the words that say so.
struct Strangeness: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var words: String
  var set: @Sendable (inout OpenSSLSet) -> Void = { _ in }
  var plan: @Sendable (inout CertificatePlan) -> Void = { _ in }
  var files: @Sendable (Scratch) throws -> Void = { _ in }
}

private let strangenesses: [Strangeness] = [
  Strangeness(testDescription: "curve of the issuer", words: "P-384") {
    $0.issuerKey = OpenSSLSet.ec("P-384")
  },
  Strangeness(testDescription: "curve of the anchor", words: "P-521") {
    $0.anchorKey = OpenSSLSet.ec("P-521")
  },
  Strangeness(testDescription: "anchor of RSA", words: "the trust anchor has a key of the kind RSA")
  {
    $0.anchorKey = OpenSSLSet.rsa(2048)
  },
  Strangeness(testDescription: "issuer of RSA", words: "RSA") {
    $0.issuerKey = OpenSSLSet.rsa(2048)
  },
  Strangeness(testDescription: "name of the issuer", words: "the issuer is called elsewhere") {
    $0.issuerSubject = "/CN=elsewhere"
  },
  Strangeness(
    testDescription: "name of the anchor",
    words: "the trust anchor is called root.linkerd.cluster.local",
    plan: { $0.anchorName = "root.linkerd.example.org" }),
  Strangeness(
    testDescription: "beginning", words: "the trust anchor is valid from",
    plan: { $0.notBefore = $0.notBefore.adding(seconds: -1) }),
  Strangeness(
    testDescription: "end of the anchor", words: "the trust anchor is valid from",
    plan: { $0.anchorNotAfter = $0.anchorNotAfter.adding(seconds: 1) }),
  Strangeness(
    testDescription: "end of the issuer", words: "the issuer is valid from",
    plan: { $0.issuerNotAfter = $0.issuerNotAfter.adding(seconds: -1) }),
  Strangeness(
    testDescription: "path length of the anchor",
    words: "the trust anchor has another path length than 1"
  ) { $0.anchorConstraints = "critical,CA:TRUE,pathlen:2" },
  Strangeness(testDescription: "anchor that signs no CA", words: "path length 0") {
    $0.anchorConstraints = "critical,CA:TRUE,pathlen:0"
  },
  Strangeness(
    testDescription: "no path length", words: "the issuer has another path length than 0"
  ) { $0.issuerConstraints = "critical,CA:TRUE" },
  Strangeness(testDescription: "no CA", words: "isn't a CA") {
    $0.issuerConstraints = "critical,CA:FALSE"
  },
  Strangeness(testDescription: "key usage", words: "keyCertSign") {
    $0.issuerUsage = "critical,digitalSignature"
  },
  Strangeness(testDescription: "purposes that don't suit", words: "extended key usage") {
    $0.issuerExtra = ["extendedKeyUsage=clientAuth"]
  },
  Strangeness(testDescription: "purposes at all", words: "the issuer has an extended key usage") {
    $0.issuerExtra = ["extendedKeyUsage=serverAuth,clientAuth"]
  },
  Strangeness(
    testDescription: "purposes of the anchor",
    words: "the trust anchor has an extended key usage"
  ) { $0.anchorExtra = ["extendedKeyUsage=serverAuth"] },
  Strangeness(
    testDescription: "key of another", words: "The issuer's key doesn't belong to its certificate",
    files: { scratch in
      try ToolRun.succeedAll(
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "issuer.key"],
        in: scratch.path)
    }),
  Strangeness(
    testDescription: "one is missing", words: "issuer.key is missing",
    files: { unlink($0.file("issuer.key")) }),
  Strangeness(
    testDescription: "nothing was made",
    words: "ca.crt, ca.key, issuer.crt, issuer.key are missing",
    files: { scratch in for name in CertificatePlan.files { unlink(scratch.file(name)) } }),
  Strangeness(
    testDescription: "encrypted key", words: "encrypted",
    files: { scratch in
      try ToolRun.succeedAll(
        [
          "openssl", "ec", "-aes256", "-passout", "pass:x", "-in", "ca.key", "-out", "ca.key",
        ], in: scratch.path)
    }),
]

/// Whether what another program made is what the recipe says.
struct CertificateAcceptanceTests {
  /// A set by OpenSSL, and the recipe that it follows.
  private func make(_ set: OpenSSLSet) throws -> (Scratch, CertificatePlan) {
    for _ in 0..<10 {
      let scratch = try Scratch()
      try set.make(in: scratch)
      func life(_ name: String) throws -> CertificateSummary? {
        CertificateDetails.read(bytes(scratch.file(name))).first?.summary
      }
      // Both have to begin in the same second, which they nearly always do.
      let (anchor, issuer) = (try life("ca.crt"), try life("issuer.crt"))
      if let anchor, let issuer, anchor.notBefore != issuer.notBefore { continue }
      var plan = recipe(scratch.path)
      if let anchor {
        plan.notBefore = anchor.notBefore
        plan.anchorNotAfter = anchor.notAfter
        plan.issuerNotAfter = plan.notBefore.adding(seconds: 365 * 86400)
      }
      return (scratch, plan)
    }
    throw Missing()
  }

  private struct Missing: Error {}

  @Test func whatFollowsTheRecipeIsTakenWithItsKeysInTheirForm() throws {
    let (scratch, plan) = try make(OpenSSLSet())
    let files = try CertificateDirectory.read(scratch.path)
    let set = try CertificateMaker.accept(files, plan)
    #expect(set.anchorSummary.subject == plan.anchorName)
    #expect(set.issuerSummary.notAfter == plan.issuerNotAfter)
    #expect(set.anchorCertificate.utf8.elementsEqual(try #require(files.anchorCertificate)))
    for key in [set.anchorKey, set.issuerKey] {
      let isOwnForm = key.withBytes { bytes in
        String(decoding: bytes, as: UTF8.self).hasPrefix("-----BEGIN EC PRIVATE KEY-----\n")
      }
      #expect(isOwnForm)
    }
    let mesh = try Scratch()
    var target = plan
    target.directory = mesh.file("mesh")
    try CertificateWriter.write(set, target)
    for name in ["ca", "issuer"] {
      let keys = try [scratch.path, target.directory].map { folder in
        try ToolRun.succeed("openssl", "pkey", "-in", "\(name).key", "-pubout", in: folder)
      }
      #expect(keys[0] == keys[1])
    }
    #expect(listing(target.directory).allSatisfy { $0.hasSuffix(" 600") })
  }

  @Test func whatTheWizardItselfMakesIsTakenAsItIs() throws {
    let made = try CertificateMaker.make(recipe())
    let set = try CertificateMaker.accept(CertificateFiles(made), recipe())
    #expect(set.issuerCertificate == made.issuerCertificate)
    #expect(set.anchorSummary == made.anchorSummary)
  }

  @Test(arguments: strangenesses)
  func anythingElseIsRefusedWithTheReason(_ strangeness: Strangeness) throws {
    var wanted = OpenSSLSet()
    strangeness.set(&wanted)
    var (scratch, plan) = try make(wanted)
    strangeness.plan(&plan)
    try strangeness.files(scratch)
    let files = try CertificateDirectory.read(scratch.path)
    do {
      _ = try CertificateMaker.accept(files, plan)
      Issue.record("it was taken")
    } catch {
      #expect(error.code == .madeOther)
      #expect(error.sentence.contains(strangeness.words), "\(error.sentence)")
      #expect(error.sentence.hasPrefix("step has made other certificates than it was asked for: "))
      #expect(error.sentence.hasSuffix(".") && !error.sentence.hasSuffix(".."))
      #expect(error.remedy.contains("\"Built in\""))
    }
  }
}
