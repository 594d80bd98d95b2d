import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

/// What is written of files that a person has.
struct GivenSetWriteTests {
  private func text(_ key: PrivateKeyPEM) -> [UInt8] { key.withBytes { $0 } }

  /// Writes by a plan; gives the failure's code, if there was one.
  private func attempt(_ plan: CertificatePlan, at now: Instant) -> CertificateFailure.Code? {
    do {
      _ = try GivenSet.write(plan, at: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: distortions)
  func whateverTheFormHelmGetsTheNormalOne(_ distortion: Distortion) throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    let made = try makeSet(in: person.path)
    try distortion.change(person)
    let before = snapshot(person.path)
    let mesh = scratch.file("mesh")
    let given = GivenFiles(.files, from: person.path, into: mesh)
    let plan = try given.plan()
    let told = try GivenSet.write(plan, at: given.now)
    #expect(listing(scratch.path) == ["mesh 700"])
    #expect(listing(mesh) == ["ca.crt 600", "issuer.crt 600", "issuer.key 600"])
    #expect(bytes(mesh + "/ca.crt") == Array(made.anchorCertificate.utf8))
    #expect(bytes(mesh + "/issuer.crt") == Array(made.issuerCertificate.utf8))
    let isSame = bytes(mesh + "/issuer.key") == text(made.issuerKey)
    #expect(isSame)
    #expect(told.map(\.file) == ["ca.crt", "issuer.crt"])
    #expect(told.map(\.summary) == [made.anchorSummary, made.issuerSummary])
    #expect(snapshot(person.path) == before)
    // What was shown is what is there now.
    guard case .files(let shown) = plan.origin else { return }
    for text in shown.normalised { #expect(bytes(mesh + "/" + text.file) == Array(text.text.utf8)) }
    // Once more there is nothing to do.
    #expect(try given.inspect().inPlace == CertificatePlan.neededFiles)
  }

  @Test func twoIssuersOfOneRootBothVerify() throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    let before = snapshot(person.path)
    var issuers: [[UInt8]] = []
    for name in ["east", "west"] {
      let given = GivenFiles(.existingRoot, from: person.path, into: scratch.file(name))
      let plan = try given.plan()
      let told = try GivenSet.write(plan, at: given.now)
      #expect(listing(scratch.file(name)) == ["ca.crt 600", "issuer.crt 600", "issuer.key 600"])
      #expect(told.last?.summary.notAfter == plan.issuerNotAfter)
      #expect(told.last?.summary.notBefore == plan.notBefore)
      #expect(told.last?.summary.subject == "identity.linkerd.cluster.local")
      try ToolRun.succeed(
        "openssl", "verify", "-x509_strict", "-attime", "\(given.now.secondsSince1970)", "-CAfile",
        person.file("ca.crt"), "issuer.crt", in: scratch.file(name))
      let own = try ToolRun.succeed(
        "openssl", "pkey", "-in", "issuer.key", "-pubout", in: scratch.file(name))
      let certified = try ToolRun.succeed(
        "openssl", "x509", "-in", "issuer.crt", "-noout", "-pubkey", in: scratch.file(name))
      #expect(own == certified)
      #expect(bytes(scratch.file(name + "/ca.crt")) == bytes(person.file("ca.crt")))
      issuers.append(try #require(bytes(scratch.file(name + "/issuer.key"))))
    }
    let areTheSame = issuers[0] == issuers[1]
    #expect(!areTheSame)
    #expect(snapshot(person.path) == before)
  }

  @Test func aRootInItsPlaceGetsAnIssuerBesideIt() throws {
    let person = try Scratch()
    try makeSet(in: person.path)
    for name in ["issuer.crt", "issuer.key"] { unlink(person.file(name)) }
    let before = snapshot(person.path)
    let given = GivenFiles(.existingRoot, from: person.path, into: person.path)
    _ = try GivenSet.write(try given.plan(), at: given.now)
    let after = snapshot(person.path)
    for (name, text) in before { #expect(after[name] == text) }
    #expect(
      listing(person.path) == ["ca.crt 600", "ca.key 600", "issuer.crt 600", "issuer.key 600"])
    let files = try CertificateDirectory.read(person.path)
    #expect(CertificateJudge.judge(files, at: given.now).findings == [])
  }

  @Test(arguments: [CertificateSource.files, .existingRoot])
  func filesThatChangedSinceReviewAreRefused(source: CertificateSource) throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    let given = GivenFiles(source, from: person.path, into: scratch.file("mesh"))
    let plan = try given.plan()
    for file in plan.givenFiles {
      let old = try #require(bytes(file.path))
      for change in [old + [10], Array(old.dropLast()), []] {
        try Data(change).write(to: URL(fileURLWithPath: file.path))
        #expect(attempt(plan, at: given.now) == .givenChanged)
      }
      unlink(file.path)
      #expect(attempt(plan, at: given.now) == .givenChanged)
      mkfifo(file.path, 0o600)
      #expect(attempt(plan, at: given.now) == .fileNotRead)
      unlink(file.path)
      try Data(old).write(to: URL(fileURLWithPath: file.path))
    }
    #expect(listing(scratch.path) == [])
    #expect(attempt(plan, at: given.now) == nil)
  }

  @Test func whatWasInPlaceAndChangedIsRefused() throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    let made = try makeSet(in: person.path)
    let given = GivenFiles(.files, from: person.path, into: scratch.path)
    try scratch.write(made.anchorCertificate, to: "ca.crt")
    let plan = try given.plan()
    #expect(plan.written == ["issuer.crt", "issuer.key"])
    try scratch.write("other", to: "ca.crt")
    #expect(attempt(plan, at: given.now) == .givenChanged)
    unlink(scratch.file("ca.crt"))
    #expect(attempt(plan, at: given.now) == .givenChanged)
    #expect(listing(scratch.path) == [])
  }

  @Test func whatEndedSinceReviewIsRefused() throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    let made = try makeSet(in: person.path)
    let plan = try GivenFiles(.files, from: person.path, into: scratch.file("mesh")).plan()
    #expect(
      attempt(plan, at: made.issuerSummary.notAfter.adding(seconds: 1)) == .givenRefused)
    let root = try GivenFiles(.existingRoot, from: person.path, into: scratch.file("mesh")).plan()
    #expect(attempt(root, at: made.anchorSummary.notAfter.adding(seconds: 1)) == .givenRefused)
    #expect(listing(scratch.path) == [])
  }

  @Test(arguments: CertificatePlan.neededFiles)
  func aFileThatAppearedSinceReviewIsNeverTouched(name: String) throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    for source in [CertificateSource.files, .existingRoot] {
      let given = GivenFiles(source, from: person.path, into: scratch.path)
      unlink(scratch.file(name))
      let plan = try given.plan()
      try scratch.write("precious", to: name)
      #expect(attempt(plan, at: given.now) == .fileExists)
      #expect(bytes(scratch.file(name)) == Array("precious".utf8))
      #expect(listing(scratch.path).count == 1)
    }
  }

  @Test func aDirectoryThatOthersMayWriteToSinceReviewIsRefused() throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    let given = GivenFiles(.files, from: person.path, into: scratch.path)
    let plan = try given.plan()
    chmod(scratch.path, 0o777)
    #expect(attempt(plan, at: given.now) == .directoryWritableByOthers)
    #expect(listing(scratch.path) == [])
  }

  @Test func recipesOfOtherOriginsWriteNothingHere() throws {
    let scratch = try Scratch()
    #expect(try GivenSet.write(recipe(scratch.file("mesh")), at: beginning).isEmpty)
    #expect(listing(scratch.path) == [])
  }
}

/// What a kill leaves of a person's files, and what the next run makes of it.
struct GivenSetKillTests {
  static let moments = KillMoment.all(
    [.create, .write, .synchronize, .publish, .synchronizeDirectory],
    [CertificatePlan.issuerKeyFile, CertificatePlan.issuerCertificateFile])

  private static func kill(at operation: String, _ file: String) -> FaultInjection {
    FaultInjection { now, name in
      if now.rawValue == operation, name == file { raise(SIGKILL) }
      return nil
    }
  }

  @Test(arguments: moments)
  func theNextRunWritesTheSameFiles(moment: KillMoment) async throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    let made = try makeSet(in: person.path)
    let before = snapshot(person.path)
    // The anchor is there, so that the directory is one that stands already.
    try scratch.write(made.anchorCertificate, to: "ca.crt")
    let (operation, file, from, into) = (
      moment.operation.rawValue, moment.file, person.path, scratch.path
    )
    let comes = operation != "synchronizeDirectory" || file == CertificatePlan.issuerCertificateFile
    await #expect(processExitsWith: comes ? .signal(SIGKILL) : .success) {
      [
        operation = operation as String, file = file as String, from = from as String,
        into = into as String
      ] in
      let set = try CertificateSet.read(
        try CertificateDirectory.read(from), at: beginning.adding(seconds: 3600)
      ).get()
      let files = GivenSet.newFiles(of: set).filter { $0.name != "ca.crt" }
      try FileSetUpdate(files: files, faults: Self.kill(at: operation, file)).carryOut(in: into)
    }
    #expect(snapshot(person.path) == before)
    let given = GivenFiles(.files, from: from, into: into)
    let plan = try given.plan()
    _ = try GivenSet.write(plan, at: given.now)
    if !plan.written.isEmpty { #expect(CertificateWriter.leftovers(in: into) == []) }
    #expect(bytes(into + "/issuer.crt") == Array(made.issuerCertificate.utf8))
    let isSame = bytes(into + "/issuer.key") == made.issuerKey.withBytes { $0 }
    #expect(isSame)
    #expect(snapshot(person.path) == before)
  }

  @Test(arguments: moments)
  func aRootLosesNothingAndItsIssuerIsWholeOrRefused(moment: KillMoment) async throws {
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    let before = snapshot(person.path)
    let (operation, file, from, into) = (
      moment.operation.rawValue, moment.file, person.path, scratch.path
    )
    try Data(try #require(bytes(from + "/ca.crt"))).write(
      to: URL(fileURLWithPath: into + "/ca.crt"))
    let comes = operation != "synchronizeDirectory" || file == CertificatePlan.issuerCertificateFile
    await #expect(processExitsWith: comes ? .signal(SIGKILL) : .success) {
      [
        operation = operation as String, file = file as String, from = from as String,
        into = into as String
      ] in
      let files = try CertificateDirectory.read(from)
      let root = try CertificateSet.readRoot(
        anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: beginning
      ).get()
      let issuer = try root.makeIssuer(
        name: "identity.linkerd.cluster.local", notBefore: beginning,
        notAfter: beginning.adding(seconds: 86400 * 300))
      try FileSetUpdate(
        files: GivenSet.newFiles(of: issuer), faults: Self.kill(at: operation, file)
      ).carryOut(in: into)
    }
    #expect(snapshot(person.path) == before)
    let given = GivenFiles(.existingRoot, from: from, into: into)
    let isHere = try given.inspect().errors == ["certificates.directory certificates-exist"]
    if isHere {
      // A name was given already: the person decides.
      #expect(bytes(into + "/issuer.key") != nil)
      _ = try CertificateWriter.settle(into)
    } else {
      _ = try? GivenSet.write(try given.plan(), at: given.now)
    }
    #expect(CertificateWriter.leftovers(in: into) == [])
    let judgement = CertificateJudge.judge(
      try CertificateDirectory.read(into), at: given.now)
    #expect(judgement.findings.filter { $0.severity == .error } == [])
  }
}
