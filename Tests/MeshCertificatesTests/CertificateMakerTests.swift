import Foundation
import Planning
import Testing

@testable import MeshCertificates

/// A set that was made and written, for outside programs to read.
private struct Written {
  let scratch: Scratch
  let set: MeshCertificateSet

  init(_ change: (inout CertificatePlan) -> Void = { _ in }) throws {
    scratch = try Scratch()
    var plan = recipe(scratch.file("set"))
    change(&plan)
    set = try CertificateMaker.make(plan)
    try CertificateWriter.write(set, plan)
  }

  func path(_ name: String) -> String { scratch.file("set/" + name) }
}

struct CertificateMakerTests {
  @Test func openSSLVerifiesTheChainStrictly() throws {
    let written = try Written()
    let output = try ToolRun.succeed(
      "openssl", "verify", "-x509_strict", "-attime",
      "\(beginning.secondsSince1970 + 1)", "-CAfile",
      written.path("ca.crt"), written.path("issuer.crt"))
    #expect(output.hasSuffix("issuer.crt: OK\n"))
  }

  @Test(arguments: [("ca.crt", 1), ("issuer.crt", 0)])
  func openSSLSeesExactlyTheExtensionsOfStep(file: String, pathLength: Int) throws {
    let written = try Written()
    let text = try ToolRun.succeed(
      "openssl", "x509", "-noout", "-text", "-in", written.path(file))
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let start = try #require(lines.firstIndex(of: "X509v3 extensions:"))
    let end = try #require(
      lines[(start + 1)...].firstIndex { $0.hasPrefix("Signature Algorithm") })
    let isIdentifier = { (line: String) in line.split(separator: ":").count == 20 }
    let extensions = lines[(start + 1)..<end].filter { !isIdentifier($0) }
    #expect(
      extensions == [
        "X509v3 Key Usage: critical", "Certificate Sign, CRL Sign",
        "X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:\(pathLength)",
        "X509v3 Subject Key Identifier:",
      ] + (pathLength == 0 ? ["X509v3 Authority Key Identifier:"] : []))
    #expect(lines.contains("Version: 3 (0x2)"))
    #expect(lines.contains("Signature Algorithm: ecdsa-with-SHA256"))
    #expect(lines.contains("ASN1 OID: prime256v1"))
    #expect(lines.contains("Issuer: CN = root.linkerd.cluster.local"))
  }

  @Test(arguments: ["ca", "issuer"])
  func openSSLReadsTheKeyAndFindsItMatches(name: String) throws {
    let written = try Written()
    let key = written.path(name + ".key")
    let check = try ToolRun.succeed("openssl", "ec", "-check", "-noout", "-in", key)
    #expect(check.contains("EC Key valid."))
    let ofKey = try ToolRun.succeed("openssl", "pkey", "-pubout", "-in", key)
    let ofCertificate = try ToolRun.succeed(
      "openssl", "x509", "-pubkey", "-noout", "-in", written.path(name + ".crt"))
    #expect(ofKey == ofCertificate)
    let again = written.scratch.file("again.key")
    try ToolRun.succeed("openssl", "ec", "-in", key, "-out", again)
    #expect(bytes(again) == bytes(key), "OpenSSL would write the very same bytes")
  }

  @Test func eachFileIsOneBlockAndANewline() throws {
    let files = CertificateFiles(try CertificateMaker.make(recipe()))
    let keys = [files.anchorKey, files.issuerKey].compactMap { $0?.withBytes { $0 } }
    let texts = [files.anchorCertificate, files.issuerCertificate].compactMap { $0 } + keys
    #expect(texts.count == 4)
    for text in texts {
      let lines = String(decoding: text, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first?.hasPrefix("-----BEGIN ") == true)
      #expect(lines.filter { $0.hasPrefix("-----") }.count == 2)
      #expect(lines.dropLast().last?.hasPrefix("-----END ") == true)
      #expect(lines.last == "")
      #expect(lines.allSatisfy { $0.count <= 64 })
    }
  }

  @Test func pythonsCryptographyAgreesOnEveryField() throws {
    let written = try Written()
    let report = try cryptographyReport(written.path("ca.crt"), written.path("issuer.crt"))
    let end = beginning.secondsSince1970
    #expect(
      report == """
        subject CN=root.linkerd.cluster.local
        issuer CN=root.linkerd.cluster.local
        key secp256r1
        signature ecdsa-with-SHA256
        serial positive 16
        dates \(end) \(end + 87600 * 3600)
        2.5.29.15 critical keyCertSign cRLSign
        2.5.29.19 critical CA 1
        2.5.29.14 method 1
        signed by the first
        subject CN=identity.linkerd.cluster.local
        issuer CN=root.linkerd.cluster.local
        key secp256r1
        signature ecdsa-with-SHA256
        serial positive 16
        dates \(end) \(end + 8760 * 3600)
        2.5.29.15 critical keyCertSign cRLSign
        2.5.29.19 critical CA 0
        2.5.29.14 method 1
        2.5.29.35 the first's, no name, no serial
        signed by the first

        """)
  }

  @Test(arguments: [
    // begin, the anchor's end, the issuer's end, the three kinds of time that are expected
    (1_795_212_000, 1_795_212_001, 1_795_212_001, "UTCTIME UTCTIME"),
    (1_795_212_000, 2_524_607_999, 2_524_607_998, "UTCTIME UTCTIME"),
    (1_795_212_000, 2_524_608_000, 2_524_607_999, "UTCTIME GENERALIZEDTIME"),
    (2_524_607_999, 2_524_608_001, 2_524_608_000, "UTCTIME GENERALIZEDTIME"),
    (2_524_608_000, 253_402_300_799, 253_402_300_799, "GENERALIZEDTIME GENERALIZEDTIME"),
    (951_782_400, 1_835_395_200, 1_835_395_199, "UTCTIME UTCTIME"),  // 2000-02-29, 2028-02-29
    (1_835_395_199, 4_107_542_400, 4_107_542_399, "UTCTIME GENERALIZEDTIME"),  // 2100-03-01
    (-631_152_000, 0, -1, "UTCTIME UTCTIME"),
  ])
  func validitiesAtTheEdgesAreExact(
    begin: Int64, anchorEnd: Int64, issuerEnd: Int64, kinds: String
  ) throws {
    let written = try Written { plan in
      plan.notBefore = Instant(secondsSince1970: begin)
      plan.anchorNotAfter = Instant(secondsSince1970: anchorEnd)
      plan.issuerNotAfter = Instant(secondsSince1970: issuerEnd)
    }
    #expect(written.set.anchorSummary.notBefore.secondsSince1970 == begin)
    #expect(written.set.anchorSummary.notAfter.secondsSince1970 == anchorEnd)
    #expect(written.set.issuerSummary.notAfter.secondsSince1970 == issuerEnd)
    let dump = try ToolRun.succeed("openssl", "asn1parse", "-in", written.path("ca.crt"))
    let times = dump.split(separator: "\n").compactMap { line in
      ["UTCTIME", "GENERALIZEDTIME"].first { line.contains($0) }
    }
    #expect(times.joined(separator: " ") == kinds)
    let report = try cryptographyReport(written.path("ca.crt"), written.path("issuer.crt"))
    #expect(report.contains("dates \(begin) \(anchorEnd)\n"))
    #expect(report.contains("dates \(begin) \(issuerEnd)\n"))
  }

  @Test func aVeryLongTrustDomainStillVerifies() throws {
    let domain = String(repeating: "a-very-long-label.", count: 13) + "local"
    let written = try Written { $0.issuerName = "identity.linkerd." + domain }
    let output = try ToolRun.succeed(
      "openssl", "verify", "-x509_strict", "-attime", "\(beginning.secondsSince1970)",
      "-CAfile", written.path("ca.crt"), written.path("issuer.crt"))
    #expect(output.hasSuffix("OK\n"))
  }

  @Test func noTwoSetsShareAKeyOrASerial() throws {
    let sets = try (0..<20).map { _ in try CertificateMaker.make(recipe()) }
    let serials = sets.flatMap { [$0.anchorSummary.serial, $0.issuerSummary.serial] }
    let prints = sets.flatMap { [$0.anchorSummary.fingerprint, $0.issuerSummary.fingerprint] }
    #expect(Set(serials).count == 40)
    #expect(Set(prints).count == 40)
    #expect(serials.allSatisfy { $0.count == 32 && $0.first?.hexDigitValue ?? 8 < 8 })
  }

  @Test func theFingerprintIsTheOneThatOpenSSLShows() throws {
    let written = try Written()
    let shown = try ToolRun.succeed(
      "openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", written.path("issuer.crt"))
    let hexadecimal = shown.split(separator: "=").last?.filter { $0.isHexDigit }.lowercased()
    #expect(written.set.issuerSummary.fingerprint == hexadecimal)
    #expect(written.set.issuerSummary.subject == "identity.linkerd.cluster.local")
    #expect(written.set.issuerSummary.algorithm == "ECDSA P-256")
  }

  @Test func aRecipeThatCannotBeCarriedOutIsRefused() {
    func code(_ change: (inout CertificatePlan) -> Void) -> CertificateFailure.Code? {
      var plan = recipe()
      change(&plan)
      do {
        _ = try CertificateMaker.make(plan)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { $0.anchorName = "" } == .nameNotUsable)
    #expect(code { $0.issuerName = "a\u{1b}[31m" } == .nameNotUsable)
    #expect(code { $0.issuerName = String(repeating: "a", count: 301) } == .nameNotUsable)
    #expect(code { $0.issuerName = $0.anchorName } == .nameNotUsable)
    #expect(code { $0.issuerNotAfter = $0.notBefore } == .validityNotUsable)
    #expect(
      code { $0.anchorNotAfter = .lastInCertificates.adding(seconds: 1) } == .validityNotUsable)
    #expect(code { $0.anchorNotAfter = Instant(secondsSince1970: .max) } == .validityNotUsable)
    #expect(code { $0.notBefore = Instant(secondsSince1970: .min) } == .validityNotUsable)
    #expect(
      code { $0.issuerNotAfter = $0.anchorNotAfter.adding(seconds: 1) } == .issuerOutlivesAnchor)
    #expect(code { $0.issuerNotAfter = $0.anchorNotAfter } == nil)
  }

  /// What Python's cryptography says about an anchor and an issuer, in lines.
  private func cryptographyReport(_ anchor: String, _ issuer: String) throws -> String {
    let python = ProcessInfo.processInfo.environment["WIZARD_PYTHON"] ?? "python3"
    let present = try ToolRun.run(python, "-c", "import cryptography")
    try #require(
      present.status == 0,
      "install Python's cryptography (pip install cryptography), or name a Python in WIZARD_PYTHON")
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let script = tests.deletingLastPathComponent().appendingPathComponent("read-certificates.py")
      .path
    return try ToolRun.succeed(python, script, anchor, issuer)
  }
}
