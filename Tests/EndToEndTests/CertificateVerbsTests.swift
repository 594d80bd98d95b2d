import Glibc
import Testing

/// The verbs of `certificates`, run as a person runs them; OpenSSL gives the second opinion.
@Suite(.fewAtATime) struct CertificateVerbsTests {
  private let wizard: WizardProgram

  init() throws { wizard = WizardProgram(try Workplace(), on: nil) }

  private func path(_ name: String) -> String { "\(wizard.place.work)/set/\(name)" }

  private func create(_ options: String...) async throws -> Finished {
    try await certificates(["create", "--directory", "set"] + options)
  }

  private func certificates(
    _ arguments: [String], environment: [String: String?] = [:]
  ) async throws -> Finished {
    try await wizard.place.run(
      try Tools.wizard(), ["certificates"] + arguments, environment: environment)
  }

  private func openssl(_ arguments: String...) async throws -> Finished {
    try await wizard.place.run(try Tools.find("openssl"), arguments)
  }

  @Test func whatIsCreatedIsAcceptedByCheckAndByOpenSSL() async throws {
    #expect(try await create().status == 0)
    let check = try await certificates(["check", "set"])
    #expect(check.status == 0, "\(check.testDescription)")
    #expect(check.out.contains("√ issuer cert is issued by the trust anchor\n"))
    #expect(check.out.hasSuffix("\nStatus check results are √\n"))
    #expect(!check.out.contains("×") && !check.out.contains("‼"))
    let verified = try await openssl("verify", "-CAfile", path("ca.crt"), path("issuer.crt"))
    #expect(verified.status == 0)
    #expect(Folder.mode(path("ca.key")) == 0o600)
    #expect(Folder.mode("\(wizard.place.work)/set") == 0o700)
  }

  @Test func noVerbPrintsAnythingOfAKey() async throws {
    #expect(try await create().status == 0)
    let secrets = ["ca.key", "issuer.key"].flatMap { name in
      Folder.text(path(name)).split(separator: "\n").map(String.init).filter { $0.count > 20 }
        .filter { !$0.hasPrefix("-----") }
    }
    #expect(secrets.count >= 4)
    // A key in the wrong place must not come out either.
    try wizard.place.write("set/wrong.crt", Folder.text(path("issuer.key")))
    for arguments in [
      ["check", "set"], ["check", "set", "--format", "json"], ["show", "set"],
      ["show", "set", "--format", "json"], ["check", "set", "--issuer", "wrong.crt"],
      ["show", "set", "--issuer", "wrong.crt"], ["check", "set", "--issuer-key", "issuer.crt"],
      ["renew", "set"], ["create", "--directory", "set"],
      ["create", "--directory", "set", "--replace", "ca.key"],
    ] {
      let run = try await certificates(arguments)
      for secret in secrets {
        #expect(!run.out.contains(secret) && !run.err.contains(secret), "\(arguments)")
      }
    }
  }

  @Test(arguments: ["anchor", "issuer", "key", "order", "expired"])
  func whatLinkerdWouldRefuseEndsWithOne(which: String) async throws {
    #expect(try await create().status == 0)
    let other = try await certificates(["create", "--directory", "other"])
    #expect(other.status == 0)
    let work = wizard.place.work
    var code: String
    switch which {
    case "anchor":
      code = "issuer-chain"
      try wizard.place.write("set/ca.crt", Folder.text("\(work)/other/ca.crt"))
      unlink(path("ca.key"))
    case "issuer":
      code = "issuer-missing"
      unlink(path("issuer.crt"))
    case "key":
      code = "issuer-key-mismatch"
      try wizard.place.write("set/issuer.key", Folder.text(path("ca.key")), mode: 0o600)
    case "order":
      code = "issuer-wrong-order"
      try wizard.place.write(
        "set/issuer.crt", Folder.text(path("ca.crt")) + Folder.text(path("issuer.crt")))
    default:
      code = "issuer-expired"
      let renewed = try await certificates([
        "renew", "set", "--issuer-not-after", "2020-01-01T00:00:00Z", "--not-before",
        "2019-01-01T00:00:00Z",
      ])
      // The root began later than that: no certificate can be made that ended before.
      #expect(renewed.status == 64)
      _ = try await certificates([
        "create", "--directory", "old", "--not-before", "2019-01-01T00:00:00Z",
        "--issuer-not-after", "2020-01-01T00:00:00Z",
      ])
      for name in ["ca.crt", "ca.key", "issuer.crt", "issuer.key"] {
        try wizard.place.write("set/\(name)", Folder.text("\(work)/old/\(name)"), mode: 0o600)
      }
    }
    let json = try await certificates(["check", "set", "--format", "json"])
    #expect(json.status == 1)
    #expect(json.out.contains("\"accepted\": false"))
    #expect(json.out.contains("\"code\": \"\(code)\""), "\(json.testDescription)")
    let text = try await certificates(["check", "set"], environment: ["LANG": "C"])
    #expect(text.status == 1)
    #expect(text.out.utf8.allSatisfy { $0 < 128 })
    let verified = try await openssl("verify", "-CAfile", path("ca.crt"), path("issuer.crt"))
    if which == "anchor" || which == "issuer" || which == "expired" {
      #expect(verified.status != 0)
    }
  }

  @Test func showTellsWhatIsThereAndFailsWhereNothingIs() async throws {
    #expect(try await create().status == 0)
    let show = try await certificates(["show", "set"])
    #expect(show.status == 0)
    #expect(show.out.contains("X.509v3 Root CA Certificate (ECDSA P-256) [Serial: "))
    #expect(show.out.contains("X.509v3 Intermediate CA Certificate (ECDSA P-256) [Serial: "))
    #expect(show.out.contains("  Issuer:      root.linkerd.cluster.local\n"))
    let json = try await certificates(["show", "set", "--format", "json"])
    let print = try await openssl(
      "x509", "-noout", "-fingerprint", "-sha256", "-in", path("ca.crt"))
    let hexadecimal = print.out.split(separator: "=").last.map {
      $0.filter(\.isHexDigit).lowercased()
    }
    #expect(json.out.contains("\"fingerprint\": \"\(hexadecimal ?? "?")\""))
    wizard.place.folder.folder("work/empty")
    #expect(try await certificates(["show", "empty"]).status == 1)
    #expect(try await certificates(["check", "empty"]).status == 1)
    #expect(try await certificates(["show", "nowhere"]).status == 64)
    #expect(try await certificates(["check", "nowhere"]).status == 64)
  }

  @Test func renewMakesAnIssuerOfTheSameRootAndKeepsTheOldOne() async throws {
    #expect(try await create("--trust-domain", "mesh.example").status == 0)
    let old = [Folder.text(path("issuer.crt")), Folder.text(path("issuer.key"))]
    let anchor = Folder.text(path("ca.crt"))
    let renewed = try await certificates(["renew", "set", "--issuer-validity", "100d"])
    #expect(renewed.status == 0, "\(renewed.testDescription)")
    #expect(Folder.text(path("ca.crt")) == anchor)
    #expect(Folder.text(path("issuer.crt")) != old[0])
    let kept = Folder.names(in: "\(wizard.place.work)/set").filter { $0.hasSuffix("Z") }
    #expect(kept.map { Folder.text(path($0)) } == old)
    #expect(kept.allSatisfy { Folder.mode(path($0)) == 0o600 })
    #expect(kept.allSatisfy { renewed.out.contains("Kept: \(path($0))\n") })
    #expect(renewed.out.contains("--set-file identity.issuer.tls.crtPEM=\(path("issuer.crt"))"))
    #expect(renewed.out.contains("--from-file=ca.crt=\(path("ca.crt"))"))
    let check = try await certificates(["check", "set", "--trust-domain", "mesh.example"])
    #expect(check.status == 0 && !check.out.contains("‼"), "\(check.testDescription)")
    #expect(
      try await openssl("verify", "-CAfile", path("ca.crt"), path("issuer.crt")).status == 0)
  }

  @Test func theAnchorsKeyMayBeKeptElsewhereToRenew() async throws {
    #expect(try await create().status == 0)
    let before = wizard.place.snapshot()
    #expect(rename(path("ca.key"), "\(wizard.place.work)/kept.key") == 0)
    let without = try await certificates(["renew", "set"])
    #expect(without.status == 1)
    #expect(without.err.contains("only it can sign a new issuer"))
    #expect(Folder.names(in: "\(wizard.place.work)/set").count == 3)
    let with = try await certificates(["renew", "set", "--anchor-key", "./kept.key"])
    #expect(with.status == 0, "\(with.testDescription)")
    #expect(wizard.place.snapshot().count == before.count + 2)
    #expect(try await certificates(["check", "set"]).status == 0)
  }

  @Test func createReplacesOnlyWhatIsNamed() async throws {
    #expect(try await create().status == 0)
    let before = wizard.place.snapshot()
    let refused = try await create("--replace", "ca.key", "--replace", "issuer.key")
    #expect(refused.status == 1)
    #expect(refused.err.contains("--replace ca.crt --replace issuer.crt"))
    #expect(wizard.place.snapshot() == before)
    #expect(try await create("--replace", "everything").status == 64)
    let names = ["ca.crt", "ca.key", "issuer.crt", "issuer.key"]
    let key = Folder.text(path("ca.key"))
    let replaced = try await create(names.flatMap { ["--replace", $0] })
    #expect(replaced.status == 0)
    let kept = Folder.names(in: "\(wizard.place.work)/set").filter { $0.hasPrefix("ca.key.") }
    #expect(kept.map { Folder.text(path($0)) } == [key])
    #expect(Folder.text(path("ca.key")) != key)
    #expect(try await certificates(["check", "set"]).status == 0)
  }

  private func create(_ options: [String]) async throws -> Finished {
    try await certificates(["create", "--directory", "set"] + options)
  }

  @Test(arguments: [
    ["--issuer-validity", "0h"], ["--issuer-validity", "-1h"], ["--issuer-validity", "10"],
    ["--anchor-validity", "10000y"], ["--anchor-validity", "99999999999999999999h"],
    ["--issuer-validity", "1s"], ["--issuer-not-after", "2020-01-01T00:00:00Z"],
    ["--issuer-not-after", "10000-01-01T00:00:00Z"],
    ["--anchor-not-after", "2027-02-29T00:00:00Z"], ["--not-before", "yesterday"],
    ["--not-before", "1949-12-31T23:59:59Z"],
  ])
  func aLifeThatNoCertificateHasIsWrongUsage(options: [String]) async throws {
    let run = try await create(options)
    #expect(run.status == 64, "\(run.testDescription)")
    #expect(!run.err.isEmpty && run.out.isEmpty)
    #expect(Folder.names(in: wizard.place.work) == [])
  }

  @Test(arguments: [
    ("UTC", "C"), ("Asia/Kolkata", "C.UTF-8"), ("America/St_Johns", "tr_TR.UTF-8"),
    ("<-14>14", "ar_EG.UTF-8"), ("nonsense", "no_such_locale"),
  ])
  func neitherTimeZoneNorLocaleMovesAnInstant(zone: String, locale: String) async throws {
    let surroundings: [String: String?] = ["TZ": zone, "LANG": locale, "LC_ALL": locale]
    for (begin, issuerEnd, anchorEnd, words) in [
      (
        "2027-12-31T23:59:59Z", "2028-02-29T00:00:00Z", "2050-01-01T00:00:00Z",
        "notBefore=Dec 31 23:59:59 2027 GMT\nnotAfter=Feb 29 00:00:00 2028 GMT\n"
      ),
      (
        "2028-02-29T12:00:00+14:00", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z",
        "notBefore=Feb 28 22:00:00 2028 GMT\nnotAfter=Dec 31 23:59:59 2049 GMT\n"
      ),
      (
        "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "9999-12-31T23:59:59Z",
        "notBefore=Jan  1 00:00:00 2026 GMT\nnotAfter=Jan  1 00:00:01 2026 GMT\n"
      ),
    ] {
      let run = try await certificates(
        [
          "create", "--directory", "set", "--not-before", begin, "--issuer-not-after", issuerEnd,
          "--anchor-not-after", anchorEnd,
        ], environment: surroundings)
      #expect(run.status == 0, "\(run.testDescription)")
      let dates = try await openssl("x509", "-noout", "-dates", "-in", path("issuer.crt"))
      #expect(dates.out == words)
      let show = try await certificates(["show", "set"], environment: surroundings)
      #expect(show.out.contains("          to:  \(issuerEnd) ("))
      for name in Folder.names(in: "\(wizard.place.work)/set") { unlink(path(name)) }
    }
  }
}
