import Foundation
import Glibc
import MeshCertificates
import Testing

/// A set that OpenSSL makes after the table of step's profiles, with one thing changed at a time.
struct OpenSSLSet: Sendable {
  var anchorKey = ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
  var issuerKey = ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
  var anchorDays = 3650
  var issuerDays = 365
  var anchorDigest = "-sha256"
  var issuerDigest = "-sha256"
  var anchorConstraints: String? = "critical,CA:TRUE,pathlen:1"
  var issuerConstraints: String? = "critical,CA:TRUE,pathlen:0"
  var anchorUsage: String? = "critical,keyCertSign,cRLSign"
  var issuerUsage: String? = "critical,keyCertSign,cRLSign"
  var anchorExtra: [String] = []
  var issuerExtra: [String] = []
  var issuerSubject = "/CN=identity.linkerd.cluster.local"
  var issuerSerial = "2"
  var anchorIsFirstVersion = false

  static func ec(_ curve: String) -> [String] {
    ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)"]
  }

  static func rsa(_ bits: Int) -> [String] {
    ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)"]
  }

  /// Makes the four files `ca.crt`, `ca.key`, `issuer.crt` and `issuer.key`; keys are PKCS#8.
  func make(in scratch: Scratch) throws {
    let directory = scratch.path
    try scratch.write("[req]\ndistinguished_name=dn\n[dn]\n", to: "req.cnf")
    let names = "[dn]\nCN=elsewhere\n"
    let anchor = extensions(anchorConstraints, anchorUsage, anchorExtra)
    try scratch.write(anchor + "subjectKeyIdentifier=hash\n" + names, to: "ca.ext")
    let issuer = extensions(issuerConstraints, issuerUsage, issuerExtra)
    try scratch.write(
      issuer + "subjectKeyIdentifier=hash\n"
        + (anchorIsFirstVersion ? "" : "authorityKeyIdentifier=keyid\n") + names,
      to: "issuer.ext")
    for (name, key, subject) in [
      ("ca", anchorKey, "/CN=root.linkerd.cluster.local"),
      ("issuer", issuerKey, issuerSubject),
    ] {
      try openssl(key + ["-out", "\(name).key"], directory)
      chmod(scratch.file("\(name).key"), 0o600)
      try openssl(
        [
          "req", "-new", "-config", "req.cnf", "-key", "\(name).key", "-subj", subject,
          "-out", "\(name).csr",
        ], directory)
    }
    try openssl(
      [
        "x509", "-req", anchorDigest, "-in", "ca.csr", "-signkey", "ca.key", "-days",
        "\(anchorDays)", "-set_serial", "1", "-out", "ca.crt",
      ] + (anchorIsFirstVersion ? [] : ["-extfile", "ca.ext"]), directory)
    try openssl(
      [
        "x509", "-req", issuerDigest, "-in", "issuer.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
        "-days", "\(issuerDays)", "-set_serial", issuerSerial, "-extfile", "issuer.ext", "-out",
        "issuer.crt",
      ], directory)
  }

  private func extensions(_ constraints: String?, _ usage: String?, _ extra: [String]) -> String {
    let lines = [constraints.map { "basicConstraints=\($0)" }, usage.map { "keyUsage=\($0)" }]
    return (lines.compactMap { $0 } + extra).map { $0 + "\n" }.joined()
  }

  private func openssl(_ arguments: [String], _ directory: String) throws {
    let run = try ToolRun.run(["openssl"] + arguments, in: directory)
    try #require(run.status == 0, "openssl \(arguments.joined(separator: " ")): \(run.output)")
  }
}
