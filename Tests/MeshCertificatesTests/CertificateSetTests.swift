import Foundation
import Planning
import Testing

@testable import MeshCertificates

/// A way in which files that people have differ from what Linkerd reads, and what is said about it.
struct Distortion: Sendable, CustomTestStringConvertible {
  var name: String
  var repairs: [String]
  var change: @Sendable (Scratch) throws -> Void

  var testDescription: String { name }

  init(
    _ name: String, _ repairs: [String], _ change: @escaping @Sendable (Scratch) throws -> Void
  ) {
    (self.name, self.repairs, self.change) = (name, repairs, change)
  }
}

private let later = beginning.adding(seconds: 3600)

private func text(_ name: String, _ scratch: Scratch) -> String {
  String(decoding: bytes(scratch.file(name)) ?? [], as: UTF8.self)
}

private func change(
  _ scratch: Scratch, _ names: [String] = CertificatePlan.files, _ body: (String) -> String
) throws {
  for name in names { try scratch.write(body(text(name, scratch)), to: name) }
}

private func openssl(_ scratch: Scratch, _ arguments: String...) throws {
  let run = try ToolRun.run(["openssl"] + arguments, in: scratch.path)
  try #require(run.status == 0, "\(arguments): \(run.output)")
}

let distortions: [Distortion] = [
  Distortion("as it is", []) { _ in },
  Distortion("leading text", []) { try change($0) { "subject: somebody\n\n" + $0 } },
  Distortion(
    "trailing text",
    [
      "anchor-trailing-text", "issuer-trailing-text", "anchor-key-trailing-text",
      "issuer-key-trailing-text",
    ]
  ) { try change($0) { $0 + "the end" } },
  Distortion("empty lines behind", ["anchor-blank-lines", "issuer-blank-lines"]) {
    try change($0) { $0 + "\n\n" }
  },
  Distortion("CRLF", []) { try change($0) { $0.replacing("\n", with: "\r\n") } },
  Distortion(
    "CR", ["anchor-encoding", "issuer-encoding", "anchor-key-encoding", "issuer-key-encoding"]
  ) { try change($0) { $0.replacing("\n", with: "\r") } },
  Distortion("indented", ["issuer-encoding", "issuer-key-encoding"]) {
    try change($0, ["issuer.crt", "issuer.key"]) {
      $0.split(separator: "\n").map { "    \($0)\n" }.joined()
    }
  },
  Distortion("UTF-16", ["anchor-encoding"]) {
    try text("ca.crt", $0).write(toFile: $0.file("ca.crt"), atomically: false, encoding: .utf16)
  },
  Distortion("DER", ["anchor-not-pem", "issuer-not-pem"]) {
    for name in ["ca.crt", "issuer.crt"] {
      try openssl($0, "x509", "-in", name, "-outform", "DER", "-out", name)
    }
  },
  Distortion("an EC PARAMETERS block", ["issuer-key-ec-parameters"]) { scratch in
    try openssl(scratch, "ecparam", "-name", "prime256v1", "-out", "parameters")
    try change(scratch, ["issuer.key"]) { text("parameters", scratch) + $0 }
  },
  Distortion("EC PARAMETERS behind the key", ["issuer-key-several-blocks"]) { scratch in
    try openssl(scratch, "ecparam", "-name", "prime256v1", "-out", "parameters")
    try change(scratch, ["issuer.key"]) { $0 + text("parameters", scratch) }
  },
  Distortion("PKCS#8", []) {
    for name in ["ca.key", "issuer.key"] {
      try openssl($0, "pkcs8", "-topk8", "-nocrypt", "-in", name, "-out", "new.key")
      try text("new.key", $0).write(toFile: $0.file(name), atomically: false, encoding: .utf8)
    }
  },
  Distortion("the anchor before the issuer", ["issuer-wrong-order"]) { scratch in
    try change(scratch, ["issuer.crt"]) { text("ca.crt", scratch) + $0 }
  },
  Distortion("the anchor behind the issuer", ["issuer-several-blocks"]) { scratch in
    try change(scratch, ["issuer.crt"]) { $0 + text("ca.crt", scratch) }
  },
  Distortion(
    "key and certificate in both files", ["issuer-not-a-certificate", "issuer-key-several-blocks"]
  ) { scratch in
    let both = text("issuer.key", scratch) + text("issuer.crt", scratch)
    try change(scratch, ["issuer.crt", "issuer.key"]) { _ in both }
  },
  Distortion("the anchor twice", []) { try change($0, ["ca.crt"]) { $0 + $0 } },
]

struct CertificateSetTests {
  @Test(arguments: distortions)
  func whatCanBePutRightIsPutRight(_ distortion: Distortion) throws {
    let scratch = try Scratch()
    let plan = recipe(scratch.path)
    let made = try CertificateMaker.make(plan)
    try CertificateWriter.write(made, plan)
    try distortion.change(scratch)
    let set = try CertificateSet.read(
      try CertificateDirectory.read(scratch.path), trustDomain: "cluster.local", at: later
    ).get()
    #expect(set.anchorCertificate == made.anchorCertificate)
    #expect(set.issuerCertificate == made.issuerCertificate)
    let isHeldBack = set.issuerKey.withBytes { $0 } != made.issuerKey.withBytes { $0 }
    #expect(!isHeldBack, "the key has its normal form")
    let isAnchors = set.anchorKey?.withBytes { $0 } == made.anchorKey.withBytes { $0 }
    #expect(isAnchors)
    #expect(set.repairs.map(\.code) == distortion.repairs)
    #expect(set.repairs.allSatisfy { $0.severity == .warning })
    #expect(set.warnings == [])
    #expect(set.issuer == made.issuerSummary && set.anchors == [made.anchorSummary])
  }

  @Test(arguments: [
    (
      "issuer-key-encrypted",
      ["ec", "-aes256", "-passout", "pass:x", "-in", "issuer.key", "-out", "issuer.key"]
    ),
    (
      "issuer-key-wrong-curve",
      ["ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "issuer.key"]
    ),
    (
      "issuer-key-mismatch",
      ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "issuer.key"]
    ),
    ("issuer-key-wrong-algorithm", ["genrsa", "-out", "issuer.key", "2048"]),
  ])
  func whatCannotBePutRightIsRefusedWithItsCode(code: String, arguments: [String]) throws {
    let scratch = try Scratch()
    let plan = recipe(scratch.path)
    try CertificateWriter.write(try CertificateMaker.make(plan), plan)
    try ToolRun.succeedAll(["openssl"] + arguments, in: scratch.path)
    let result = CertificateSet.read(try CertificateDirectory.read(scratch.path), at: later)
    guard case .failure(let refused) = result else {
      Issue.record("it was accepted")
      return
    }
    #expect(refused.findings.map(\.code) == [code])
    #expect(refused.problems.map(\.code) == [code])
  }

  @Test func aSetOfNothingIsRefusedWithEveryMissingFile() {
    guard
      case .failure(let refused) = CertificateSet.read(
        anchor: nil, issuer: nil, issuerKey: nil, at: later)
    else {
      Issue.record("it was accepted")
      return
    }
    #expect(
      refused.findings.map(\.code) == ["anchor-missing", "issuer-missing", "issuer-key-missing"])
  }
}

struct IntermediateTests {
  /// A root, an authority below it and an issuer below that, made by OpenSSL.
  private func chain(rootPathLength: Int, middlePathLength: Int) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("[req]\ndistinguished_name=dn\n[dn]\n", to: "req.cnf")
    for (name, length) in [("ca", rootPathLength), ("middle", middlePathLength), ("issuer", 0)] {
      try scratch.write(
        "basicConstraints=critical,CA:TRUE,pathlen:\(length)\nkeyUsage=critical,keyCertSign\n"
          + "subjectKeyIdentifier=hash\n", to: "\(name).ext")
      try openssl(
        scratch, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(name).key")
      try openssl(
        scratch, "req", "-new", "-config", "req.cnf", "-key", "\(name).key", "-subj",
        "/CN=\(name)", "-out", "\(name).csr")
    }
    for (name, signer, days) in [
      ("ca", "ca", 365), ("middle", "ca", 300), ("issuer", "middle", 200),
    ] {
      let by =
        name == signer
        ? ["-signkey", "ca.key"] : ["-CA", "\(signer).crt", "-CAkey", "\(signer).key"]
      try ToolRun.succeedAll(
        [
          "openssl", "x509", "-req", "-in", "\(name).csr", "-days", "\(days)", "-set_serial", "7",
          "-extfile", "\(name).ext", "-out", "\(name).crt",
        ] + by, in: scratch.path)
    }
    return scratch
  }

  private func files(_ scratch: Scratch, issuer names: [String]) throws -> CertificateFiles {
    var files = try CertificateDirectory.read(scratch.path)
    files.issuerCertificate = names.flatMap { bytes(scratch.file($0)) ?? [] }
    files.readableByOthers = []
    return files
  }

  private func now(_ scratch: Scratch) -> Instant {
    let details = CertificateDetails.read(bytes(scratch.file("ca.crt")))
    return (details.first?.summary.notBefore ?? beginning).adding(seconds: 400)
  }

  @Test func whatIsBetweenIssuerAndAnchorIsFollowed() throws {
    let scratch = try chain(rootPathLength: 2, middlePathLength: 1)
    let whole = try files(scratch, issuer: ["issuer.crt", "middle.crt"])
    let judgement = CertificateJudge.judge(whole, at: now(scratch))
    #expect(judgement.findings == [])
    let alone = CertificateJudge.judge(
      try files(scratch, issuer: ["issuer.crt"]), at: now(scratch))
    #expect(alone.findings.map(\.code) == ["issuer-chain"])
  }

  @Test func theOrderOfAChainIsPutRight() throws {
    let scratch = try chain(rootPathLength: 2, middlePathLength: 1)
    let whole = try files(scratch, issuer: ["issuer.crt", "middle.crt"])
    for names in [["middle.crt", "ca.crt", "issuer.crt"], ["ca.crt", "issuer.crt", "middle.crt"]] {
      let set = try CertificateSet.read(try files(scratch, issuer: names), at: now(scratch)).get()
      let normal = try CertificateSet.read(whole, at: now(scratch)).get()
      #expect(set.issuerCertificate == normal.issuerCertificate)
      #expect(set.repairs.map(\.code) == ["issuer-wrong-order"])
    }
  }

  @Test func pathLengthsCountEveryAuthorityBelow() throws {
    for (root, middle, code) in [
      (1, 1, "anchor-path-length"), (2, 0, "intermediate-path-length"),
    ] {
      let scratch = try chain(rootPathLength: root, middlePathLength: middle)
      let judgement = CertificateJudge.judge(
        try files(scratch, issuer: ["issuer.crt", "middle.crt"]), at: now(scratch))
      #expect(judgement.findings.map(\.code) == [code])
    }
  }

  @Test func anAnchorThatTheIssuerDoesNotHangOnMayBeAnything() throws {
    let scratch = try Scratch()
    try OpenSSLSet().make(in: scratch)
    let other = try Scratch()
    var set = OpenSSLSet()
    set.anchorConstraints = "critical,CA:TRUE,pathlen:0"
    try set.make(in: other)
    let bundle = text("ca.crt", other) + text("ca.crt", scratch)
    try scratch.write(bundle, to: "ca.crt")
    let judgement = CertificateJudge.judge(
      try CertificateDirectory.read(scratch.path), at: now(scratch))
    #expect(judgement.findings.map(\.code) == ["anchor-path-length"])
    #expect(judgement.isAccepted)
  }
}
