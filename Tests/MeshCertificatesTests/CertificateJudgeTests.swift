import Foundation
import Planning
import Testing

@testable import MeshCertificates

/// A way of breaking a set, and the codes that it must have, warnings among them.
struct Breakage: Sendable, CustomTestStringConvertible {
  var name: String
  var codes: [String]
  var set = OpenSSLSet()
  /// Changes the files behind OpenSSL's back.
  var edit: @Sendable (Scratch) throws -> Void = { _ in }
  /// The moment of judging, as seconds behind the anchor's beginning.
  var later: Int64 = 0

  var testDescription: String { name }

  init(
    _ name: String, _ codes: [String], later: Int64 = 0,
    set change: (inout OpenSSLSet) -> Void = { _ in },
    edit: @escaping @Sendable (Scratch) throws -> Void = { _ in }
  ) {
    (self.name, self.codes, self.later, self.edit) = (name, codes, later, edit)
    change(&set)
  }
}

private let day: Int64 = 86400

private func append(_ text: String, to name: String, in scratch: Scratch) throws {
  let old = String(decoding: bytes(scratch.file(name)) ?? [], as: UTF8.self)
  try scratch.write(old + text, to: name)
}

private func text(_ name: String, in scratch: Scratch) -> String {
  String(decoding: bytes(scratch.file(name)) ?? [], as: UTF8.self)
}

/// A set that OpenSSL makes differently.
private func made(
  _ name: String, _ codes: [String], _ change: (inout OpenSSLSet) -> Void
) -> Breakage {
  Breakage(name, codes, set: change)
}

/// A good set whose files are changed afterwards.
private func edited(
  _ name: String, _ codes: [String], _ edit: @escaping @Sendable (Scratch) throws -> Void
) -> Breakage {
  Breakage(name, codes, edit: edit)
}

private let good: [Breakage] = [
  made("an anchor that permits the trust domain", []) {
    $0.anchorExtra = ["nameConstraints=critical,permitted;DNS:cluster.local"]
  },
  made("an issuer signed by RSA", []) {
    ($0.anchorKey, $0.anchorDigest) = (OpenSSLSet.rsa(4096), "-sha256")
  },
  Breakage("as the table has it", []),
  Breakage("an RSA anchor of 2048 bits", [], set: { $0.anchorKey = OpenSSLSet.rsa(2048) }),
  Breakage("no path length", [], set: { $0.anchorConstraints = "critical,CA:TRUE" }),
  Breakage("no key usage", [], set: { ($0.anchorUsage, $0.issuerUsage) = (nil, nil) }),
  made("purposes that include both", []) {
    $0.issuerExtra = ["extendedKeyUsage=serverAuth,clientAuth"]
  },
  Breakage(
    "no anchor key", [], edit: { try FileManager.default.removeItem(atPath: $0.file("ca.key")) }),
  edited("keys of the older form", []) { scratch in
    for name in ["ca.key", "issuer.key"] {
      try ToolRun.succeed("openssl", "ec", "-in", name, "-out", name, in: scratch.path)
    }
  },
  edited("CRLF and leading text", []) { scratch in
    for name in CertificatePlan.files {
      let old = text(name, in: scratch)
      try scratch.write("bag of words\r\n" + old.replacing("\n", with: "\r\n"), to: name)
    }
  },
  edited("an anchor bundle of two", []) { scratch in
    let other = try CertificateMaker.make(recipe())
    try scratch.write(other.anchorCertificate + text("ca.crt", in: scratch), to: "ca.crt")
  },
  Breakage("61 days before the end", [], later: 304 * day),
]

private let badTexts: [Breakage] = [
  edited("no anchor", ["anchor-missing"]) {
    try FileManager.default.removeItem(atPath: $0.file("ca.crt"))
  },
  edited("no issuer", ["issuer-missing"]) {
    try FileManager.default.removeItem(atPath: $0.file("issuer.crt"))
  },
  edited("no issuer key", ["issuer-key-missing"]) {
    try FileManager.default.removeItem(atPath: $0.file("issuer.key"))
  },
  edited("an empty anchor", ["anchor-not-pem"]) { try $0.write("", to: "ca.crt") },
  edited("words for an issuer", ["issuer-not-pem"]) { try $0.write("hello", to: "issuer.crt") },
  edited("DER for an issuer", ["issuer-not-pem"]) {
    try ToolRun.succeed(
      "openssl", "x509", "-in", "issuer.crt", "-outform", "DER", "-out", "issuer.crt", in: $0.path)
  },
  edited("half an issuer", ["issuer-not-pem"]) {
    try $0.write(String(text("issuer.crt", in: $0).prefix(300)), to: "issuer.crt")
  },
  edited("an issuer with a hole", ["issuer-unreadable"]) {
    var lines = text("issuer.crt", in: $0).split(separator: "\n")
    lines.remove(at: 4)
    try $0.write(lines.joined(separator: "\n") + "\n", to: "issuer.crt")
  },
  edited("a star in the base64", ["issuer-not-pem"]) {
    var lines = text("issuer.crt", in: $0).split(separator: "\n").map(String.init)
    lines[3] = "*" + lines[3].dropFirst()
    try $0.write(lines.joined(separator: "\n") + "\n", to: "issuer.crt")
  },
  edited("a key for an issuer", ["issuer-not-a-certificate"]) {
    try $0.write(text("issuer.key", in: $0), to: "issuer.crt")
  },
  edited("a certificate for a key", ["issuer-key-not-a-key"]) {
    try $0.write(text("issuer.crt", in: $0), to: "issuer.key")
  },
  edited("the anchor behind the issuer", ["issuer-several-blocks"]) {
    try append(text("ca.crt", in: $0), to: "issuer.crt", in: $0)
  },
  edited("the anchor before the issuer", ["issuer-wrong-order"]) {
    try $0.write(text("ca.crt", in: $0) + text("issuer.crt", in: $0), to: "issuer.crt")
  },
  edited("an empty line behind the issuer", ["issuer-blank-lines"]) {
    try append("\n", to: "issuer.crt", in: $0)
  },
  edited("lines that end in CR", ["anchor-encoding"]) {
    try $0.write(text("ca.crt", in: $0).replacing("\n", with: "\r"), to: "ca.crt")
  },
  edited("a byte order mark", ["issuer-key-encoding"]) {
    try $0.write("\u{FEFF}" + text("issuer.key", in: $0), to: "issuer.key")
  },
  edited("an indented issuer", ["issuer-encoding"]) {
    let lines = text("issuer.crt", in: $0).split(separator: "\n")
    try $0.write(lines.map { "  \($0)\n" }.joined(), to: "issuer.crt")
  },
  edited("an issuer in UTF-16", ["issuer-encoding"]) {
    try text("issuer.crt", in: $0).write(
      toFile: $0.file("issuer.crt"), atomically: false, encoding: .utf16)
  },
  edited("a key that others can read", ["issuer-key-readable-by-others"]) {
    chmod($0.file("issuer.key"), 0o640)
  },
  edited("two keys", ["issuer-key-several-blocks"]) {
    try append(text("ca.key", in: $0), to: "issuer.key", in: $0)
  },
  edited("text behind the anchor", ["anchor-trailing-text"]) {
    try append("that was it\n", to: "ca.crt", in: $0)
  },
  edited("text behind the issuer", ["issuer-trailing-text"]) {
    try append("that was it\n", to: "issuer.crt", in: $0)
  },
  edited("text behind the key", ["issuer-key-trailing-text"]) {
    try append("that was it\n", to: "issuer.key", in: $0)
  },
  edited("a huge anchor", ["anchor-too-large"]) {
    try append(String(repeating: "\n", count: 1 << 20), to: "ca.crt", in: $0)
  },
  edited("an EC PARAMETERS prelude", ["issuer-key-ec-parameters"]) { scratch in
    try ToolRun.succeed(
      "openssl", "ecparam", "-name", "prime256v1", "-out", "parameters.pem", in: scratch.path)
    try scratch.write(
      text("parameters.pem", in: scratch) + text("issuer.key", in: scratch), to: "issuer.key")
  },
  edited("an encrypted key", ["issuer-key-encrypted"]) {
    try ToolRun.succeed(
      "openssl", "pkcs8", "-topk8", "-in", "issuer.key", "-passout", "pass:x", "-out",
      "new.key", in: $0.path)
    try $0.write(text("new.key", in: $0), to: "issuer.key")
  },
  edited("an encrypted key of the older form", ["issuer-key-encrypted"]) {
    try ToolRun.succeed(
      "openssl", "ec", "-in", "issuer.key", "-aes256", "-passout", "pass:x", "-out", "new.key",
      in: $0.path)
    try $0.write(text("new.key", in: $0), to: "issuer.key")
  },
  edited("a key of nothing", ["issuer-key-unreadable"]) {
    try $0.write(PEMText.block("EC PRIVATE KEY", der: [0x30, 0]), to: "issuer.key")
  },
  edited("a RSA key for a P-256 issuer", ["issuer-key-wrong-algorithm"]) {
    try ToolRun.succeed("openssl", "genrsa", "-out", "issuer.key", "2048", in: $0.path)
  },
  edited("a P-384 key for a P-256 issuer", ["issuer-key-wrong-curve"]) {
    try ToolRun.succeed(
      "openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "issuer.key",
      in: $0.path)
  },
  edited("the anchor's key for the issuer", ["issuer-key-mismatch"]) {
    try $0.write(text("ca.key", in: $0), to: "issuer.key")
  },
  edited("the issuer's key for the anchor", ["anchor-key-mismatch"]) {
    try $0.write(text("issuer.key", in: $0), to: "ca.key")
  },
]

private let badCertificates: [Breakage] = [
  Breakage(
    "a RSA issuer", ["issuer-wrong-algorithm"], set: { $0.issuerKey = OpenSSLSet.rsa(2048) }),
  made("an Ed25519 issuer", ["issuer-wrong-algorithm"]) {
    $0.issuerKey = ["genpkey", "-algorithm", "ED25519"]
  },
  made("an Ed448 issuer", ["issuer-wrong-algorithm"]) {
    $0.issuerKey = ["genpkey", "-algorithm", "ED448"]
  },
  Breakage(
    "a P-384 issuer", ["issuer-wrong-curve"], set: { $0.issuerKey = OpenSSLSet.ec("P-384") }),
  Breakage(
    "a P-521 issuer", ["issuer-wrong-curve"], set: { $0.issuerKey = OpenSSLSet.ec("P-521") }),
  made("a secp256k1 issuer", ["issuer-wrong-curve"]) {
    $0.issuerKey = OpenSSLSet.ec("secp256k1")
  },
  Breakage(
    "a P-384 anchor", ["anchor-wrong-curve"], set: { $0.anchorKey = OpenSSLSet.ec("P-384") }),
  made("a RSA anchor of 3072 bits", ["anchor-wrong-algorithm"]) {
    $0.anchorKey = OpenSSLSet.rsa(3072)
  },
  made("an issuer signed with SHA-384", ["issuer-wrong-signature"]) {
    $0.issuerDigest = "-sha384"
  },
  made("an anchor signed with SHA-512", ["anchor-wrong-signature"]) {
    $0.anchorDigest = "-sha512"
  },
  made("an issuer that is a leaf", ["issuer-not-a-ca"]) {
    $0.issuerConstraints = "critical,CA:FALSE"
  },
  made("an issuer without constraints", ["issuer-not-a-ca"]) { $0.issuerConstraints = nil },
  made("an anchor that is a leaf", ["anchor-not-a-ca"]) { $0.anchorConstraints = "CA:FALSE" },
  made("an anchor with path length 0", ["anchor-path-length"]) {
    $0.anchorConstraints = "critical,CA:TRUE,pathlen:0"
  },
  made("an issuer that may not sign", ["issuer-key-usage"]) {
    $0.issuerUsage = "critical,digitalSignature"
  },
  made("an anchor that may not sign", ["anchor-key-usage"]) {
    $0.anchorUsage = "critical,cRLSign"
  },
  made("an issuer for clients only", ["issuer-extended-key-usage"]) {
    $0.issuerExtra = ["extendedKeyUsage=clientAuth"]
  },
  made("an anchor for mail", ["anchor-extended-key-usage"]) {
    $0.anchorExtra = ["extendedKeyUsage=emailProtection"]
  },
  made("an unknown critical extension", ["issuer-critical-extension"]) {
    $0.issuerExtra = ["1.2.3.4=critical,DER:0500"]
  },
  made("an anchor for other names", ["anchor-name-constraints"]) {
    $0.anchorExtra = ["nameConstraints=critical,permitted;DNS:example.org"]
  },
  made("an issuer for all but the mesh", ["issuer-name-constraints"]) {
    $0.issuerExtra = ["nameConstraints=critical,excluded;DNS:.linkerd.cluster.local"]
  },
  made("names that Go can't check", ["issuer-critical-extension"]) {
    $0.issuerExtra = ["nameConstraints=critical,permitted;dirName:dn"]
  },
  made("an issuer of another name", ["issuer-name"]) {
    $0.issuerSubject = "/CN=identity.linkerd.example.org"
  },
  made("a negative serial number", ["issuer-unreadable"]) { $0.issuerSerial = "-5" },
  made("an anchor of version 1", ["anchor-version"]) { $0.anchorIsFirstVersion = true },
  Breakage("just made", ["issuer-just-begun"], later: -300),
  made("malformed constraints", ["issuer-unreadable"]) {
    $0.issuerConstraints = "critical,DER:0203010203"
  },
  edited("an anchor of the same name", ["issuer-chain"]) {
    try OpenSSLSet.replaceAnchor(in: $0)
  },
  edited("an anchor of another name", ["issuer-chain"]) { scratch in
    var plan = recipe()
    plan.anchorName = "other"
    let other = try CertificateMaker.make(plan)
    try scratch.write(other.anchorCertificate, to: "ca.crt")
    try FileManager.default.removeItem(atPath: scratch.file("ca.key"))
  },
  Breakage("after the issuer's end", ["issuer-expired"], later: 365 * day + 100),
  Breakage(
    "after the anchor's end", ["anchor-expired"], later: 10 * day + 100,
    set: { ($0.anchorDays, $0.issuerDays) = (10, 365) }),
  Breakage("too early", ["anchor-not-yet-valid", "issuer-not-yet-valid"], later: -1000),
  Breakage("59 days before the end", ["issuer-ends-soon"], later: 306 * day),
  made("an issuer that outlives its anchor", ["issuer-outlives-anchor"]) {
    $0.issuerDays = 3651
  },
]

extension OpenSSLSet {
  /// Puts another anchor of the same name in the anchor's place.
  static func replaceAnchor(in scratch: Scratch) throws {
    let other = try Scratch()
    try OpenSSLSet().make(in: other)
    for name in ["ca.crt", "ca.key"] { try scratch.write(text(name, in: other), to: name) }
  }
}

struct CertificateJudgeTests {
  @Test(arguments: good)
  func aSetThatLinkerdAcceptsHasNoFinding(_ breakage: Breakage) throws {
    let judgement = try judge(breakage)
    #expect(judgement.findings == [])
    #expect(judgement.checks(hasAnchorKey: true).allSatisfy { $0.outcome == .success })
  }

  @Test(arguments: badTexts + badCertificates)
  func aBrokenSetHasExactlyItsCode(_ breakage: Breakage) throws {
    let judgement = try judge(breakage)
    #expect(judgement.findings.map(\.code) == breakage.codes)
    let isWarning = Set(breakage.codes).isSubset(of: [
      "issuer-ends-soon", "issuer-outlives-anchor", "issuer-key-trailing-text",
      "issuer-several-blocks", "issuer-blank-lines", "issuer-key-readable-by-others",
      "issuer-name", "anchor-version", "issuer-just-begun",
    ])
    #expect(judgement.isAccepted == isWarning)
    let checks = judgement.checks(hasAnchorKey: true)
    #expect(checks.flatMap(\.findings).map(\.code).sorted() == breakage.codes.sorted())
    #expect(checks.filter { $0.outcome == .error }.isEmpty == isWarning)
    for finding in judgement.findings {
      #expect(finding.sentence.hasSuffix(".") && finding.remedy.hasSuffix("."))
      #expect(finding.problem.code == finding.code)
    }
  }

  @Test func everyKindOfFindingIsBroughtAboutByATest() {
    let seen = (badTexts + badCertificates).flatMap(\.codes)
    for kind in CertificateFinding.Kind.allCases {
      #expect(seen.contains { $0.hasSuffix("-" + kind.rawValue) }, "\(kind)")
    }
  }

  @Test func hostileNamesAreShownWithoutControlCharacters() throws {
    let scratch = try Scratch()
    try OpenSSLSet().make(in: scratch)
    try ToolRun.succeed(
      "openssl", "req", "-x509", "-new", "-key", "ca.key", "-config", "req.cnf", "-utf8",
      "-subj", "/CN=a\u{1b}[2Jb\u{202e}c", "-out", "ca.crt", in: scratch.path)
    let summary = CertificateJudge.judge(
      try CertificateDirectory.read(scratch.path), at: beginning
    ).anchors.first
    #expect(summary?.subject == "a·[2Jb·c")
  }

  private func judge(_ breakage: Breakage) throws -> CertificateJudgement {
    let scratch = try Scratch()
    try breakage.set.make(in: scratch)
    let made = CertificateJudge.judge(try CertificateDirectory.read(scratch.path), at: beginning)
    try breakage.edit(scratch)
    // Kinds that the library can't read have no dates; the edges of time aren't theirs.
    let begin = made.anchors.first?.notBefore ?? beginning
    let now = begin.adding(seconds: breakage.later + 302)
    let judgement = CertificateJudge.judge(
      try CertificateDirectory.read(scratch.path), trustDomain: "cluster.local", at: now)
    // What OpenSSL refuses is refused here too.
    let second = try ToolRun.run(
      "openssl", "verify", "-attime", "\(now.secondsSince1970)", "-CAfile", "ca.crt", "issuer.crt",
      in: scratch.path)
    #expect(second.status == 0 || !judgement.isAccepted, "\(second.output)")
    return judgement
  }
}
