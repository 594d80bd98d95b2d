import Foundation
import Planning
import Testing

@testable import MeshCertificates

/// A webhook's certificate, made by OpenSSL.
@Suite struct WebhookCertificateTests {
  private static let name = "linkerd-proxy-injector.linkerd.svc"

  /// A certificate that signs itself, as Helm's charts make them, for that name.
  private func make(_ file: String, named name: String = name, in scratch: Scratch) throws
    -> [UInt8]
  {
    try ToolRun.succeed(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", "\(file).key", "-out", "\(file).crt", "-days", "365", "-subj", "/CN=\(name)",
      "-addext", "subjectAltName=DNS:\(name)", in: scratch.path)
    return try bytes("\(file).crt", in: scratch)
  }

  private func bytes(_ file: String, in scratch: Scratch) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: scratch.file(file))))
  }

  private func judged(
    _ certificate: [UInt8], under bundle: [UInt8], inDays days: Int64 = 1
  ) -> WebhookCertificate {
    let now = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970) + days * 86_400)
    return WebhookCertificate(certificate, under: bundle, name: Self.name, at: now)
  }

  @Test func aCertificateThatSignsItselfIsTaken() throws {
    let scratch = try Scratch()
    let own = try make("own", in: scratch)
    let found = judged(own, under: own)
    #expect(found.problem == nil)
    #expect(found.certificate?.subject.contains(Self.name) == true)
  }

  @Test func aBundleThatDidNotSignItIsTold() throws {
    let scratch = try Scratch()
    let found = judged(try make("own", in: scratch), under: try make("other", in: scratch))
    #expect(found.problem == "The webhook's certificate is not signed by its caBundle.")
  }

  @Test func oneOfSeveralInTheBundleIsEnough() throws {
    let scratch = try Scratch()
    let own = try make("own", in: scratch)
    #expect(judged(own, under: try make("other", in: scratch) + own).problem == nil)
  }

  @Test func aSignerBetweenMayStandBehindTheCertificate() throws {
    let scratch = try Scratch()
    let set = OpenSSLSet()
    try set.make(in: scratch)
    try ToolRun.succeed(
      "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=leaf", "-addext",
      "subjectAltName=DNS:\(Self.name)", in: scratch.path)
    try ToolRun.succeed(
      "openssl", "x509", "-req", "-in", "leaf.csr", "-CA", "issuer.crt", "-CAkey", "issuer.key",
      "-days", "30", "-set_serial", "7", "-copy_extensions", "copy", "-out", "leaf.crt",
      in: scratch.path)
    let (leaf, root) = (try bytes("leaf.crt", in: scratch), try bytes("ca.crt", in: scratch))
    #expect(judged(leaf, under: root).problem != nil)
    #expect(judged(leaf + (try bytes("issuer.crt", in: scratch)), under: root).problem == nil)
  }

  @Test func anotherNameIsTold() throws {
    let scratch = try Scratch()
    let own = try make("own", named: "linkerd-sp-validator.linkerd.svc", in: scratch)
    #expect(
      judged(own, under: own).problem
        == "The webhook's certificate is not made out to \(Self.name).")
  }

  @Test(arguments: [-2, 400] as [Int64])
  func aBundleOutsideItsTimeIsTold(days: Int64) throws {
    let scratch = try Scratch()
    let own = try make("own", in: scratch)
    let problem = try #require(judged(own, under: own, inDays: days).problem)
    #expect(problem.hasPrefix("The webhook's caBundle isn't within its validity period: "))
  }

  @Test func whatIsNoCertificateIsTold() throws {
    let scratch = try Scratch()
    let own = try make("own", in: scratch)
    #expect(judged(Array("hello".utf8), under: own).problem?.contains("can't be read") == true)
    #expect(judged(own, under: []).problem == "The webhook's caBundle can't be read.")
  }
}
