import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

/// What is said about files that a person has.
struct GivenSetTests {
  let scratch: Scratch
  let made: MeshCertificateSet

  init() throws {
    scratch = try Scratch()
    made = try makeSet(in: scratch.file("pki"))
  }

  private func given(
    _ source: CertificateSource = .files, _ change: (inout GivenFiles) -> Void = { _ in }
  ) -> GivenFiles {
    var given = GivenFiles(source, from: scratch.file("pki"), into: scratch.file("mesh"))
    change(&given)
    return given
  }

  @Test func goodFilesAreDescribedAndNothingIsTouched() throws {
    let before = snapshot(scratch.path)
    let found = try given().inspect()
    #expect(found.problems == [] && found.repairs == [] && found.inPlace == [])
    #expect(found.anchors == [CertificateFacts(made.anchorSummary)])
    #expect(found.issuer == CertificateFacts(made.issuerSummary))
    #expect(found.root == CertificateFacts(made.anchorSummary))
    #expect(
      found.files.map(\.path)
        == ["ca.crt", "issuer.crt", "issuer.key"].map { scratch.file("pki/" + $0) })
    #expect(
      found.normalised == [
        NormalisedText(file: "ca.crt", text: made.anchorCertificate),
        NormalisedText(file: "issuer.crt", text: made.issuerCertificate),
      ])
    let root = try given(.existingRoot).inspect()
    #expect(root.problems == [] && root.issuer == nil)
    #expect(root.root == CertificateFacts(made.anchorSummary))
    #expect(root.normalised == [NormalisedText(file: "ca.crt", text: made.anchorCertificate)])
    #expect(snapshot(scratch.path) == before)
  }

  @Test func hashesAreThoseOfTheFiles() throws {
    for file in try given().inspect().files {
      let shown = try ToolRun.succeed("sha256sum", file.path)
      #expect(shown.hasPrefix(file.sha256 + " "))
    }
  }

  @Test func nothingOfAKeyIsTold() throws {
    let lines = try ["ca.key", "issuer.key"].flatMap { name in
      String(decoding: try #require(bytes(scratch.file("pki/" + name))), as: UTF8.self)
        .split(separator: "\n").filter { !$0.hasPrefix("-") }
    }
    #expect(lines.count > 4)
    for source in [CertificateSource.files, .existingRoot] {
      let told =
        String(reflecting: try given(source).inspect())
        + String(reflecting: try given(source).plan())
      #expect(!lines.contains { told.contains($0) })
      #expect(!told.contains("PRIVATE KEY"))
    }
  }

  @Test func whatIsMissingIsToldAtItsQuestion() throws {
    #expect(
      try given { $0.answers.from = scratch.file("nowhere") }.inspect().errors
        == ["certificates.from given-directory-missing"])
    #expect(
      try given { $0.answers.from = scratch.file("pki/ca.crt") }.inspect().errors
        == ["certificates.from given-directory-missing"])
    let absent = try given {
      $0.answers.anchor = "root.pem"
      $0.answers.issuerKey = scratch.file("elsewhere.key")
    }.inspect()
    #expect(
      absent.errors == [
        "certificates.anchor given-file-missing", "certificates.issuerKey given-file-missing",
      ])
    #expect(absent.problems.map(\.problem.sentence)[0].contains(scratch.file("pki/root.pem")))
    #expect(absent.files.map(\.path) == [scratch.file("pki/issuer.crt")])
    #expect(
      try given(.existingRoot) { $0.answers.anchorKey = "gone.key" }.inspect().errors
        == ["certificates.anchorKey given-file-missing"])
    // Files that all are elsewhere need no directory.
    let pki = scratch.file("pki/")
    #expect(
      try given {
        $0.answers.from = scratch.file("nowhere")
        $0.answers.anchor = pki + "ca.crt"
        $0.answers.issuer = pki + "issuer.crt"
        $0.answers.issuerKey = pki + "issuer.key"
      }.inspect().problems == [])
  }

  @Test func whatIsNoFileIsToldAndStopsNobody() throws {
    try #require(mkfifo(scratch.file("pki/pipe"), 0o600) == 0)
    try #require(mkdir(scratch.file("pki/folder"), 0o700) == 0)
    symlink("loop", scratch.file("pki/loop"))
    for name in ["pipe", "folder", "loop", "/dev/zero", "ca.crt/x"] {
      let found = try given { $0.answers.issuer = name }.inspect()
      #expect(found.errors == ["certificates.issuer file-not-read"], "\(name)")
      #expect(found.problems.allSatisfy { !$0.problem.remedy.isEmpty })
    }
    symlink("issuer.crt", scratch.file("pki/link"))
    #expect(try given { $0.answers.issuer = "link" }.inspect().problems == [])
  }

  @Test func whatMayNotBeReadIsNotTakenForMissing() async throws {
    let (path, key) = (scratch.path, scratch.file("pki/issuer.key"))
    chmod(scratch.file("pki"), 0o755)
    for name in ["ca.crt", "issuer.crt"] { chmod(scratch.file("pki/" + name), 0o644) }
    await #expect(processExitsWith: .success) { [path = path as String, key = key as String] in
      asNobody {
        let given = GivenFiles(.files, from: path + "/pki", into: "/tmp/mesh-never-made")
        let found = try given.inspect()
        return found.errors == ["certificates.issuerKey file-not-read"]
          && found.problems[0].problem.sentence.contains(key)
          && found.problems[0].problem.sentence.contains("Permission denied")
      }
    }
    chmod(scratch.file("pki"), 0o700)
    await #expect(processExitsWith: .success) { [path = path as String] in
      asNobody {
        let given = GivenFiles(.files, from: path + "/pki", into: "/tmp/mesh-never-made")
        let found = try given.inspect()
        return found.errors.count == 3
          && found.problems.allSatisfy { $0.problem.sentence.contains("Permission denied") }
      }
    }
  }

  @Test func aKeyThatOthersMayReadIsAWarningOfItsQuestion() throws {
    chmod(scratch.file("pki/issuer.key"), 0o640)
    chmod(scratch.file("pki/ca.key"), 0o604)
    #expect(
      try given().inspect().warnings == [
        "certificates.issuerKey issuer-key-readable-by-others"
      ])
    #expect(
      try given(.existingRoot).inspect().warnings == [
        "certificates.anchorKey anchor-key-readable-by-others"
      ])
    #expect(try given().inspect().repairs == [])
  }

  @Test func exchangedFilesAreToldAsSuch() throws {
    let found = try given {
      $0.answers.anchor = "issuer.crt"
      $0.answers.issuer = "ca.crt"
    }.inspect()
    #expect(found.errors == ["certificates.anchor given-files-exchanged"])
    let problem = try #require(found.problems.first).problem
    #expect(
      problem.sentence == "\(scratch.file("pki/issuer.crt")) is an issuer, and "
        + "\(scratch.file("pki/ca.crt")) is the trust anchor that signed it.")
    #expect(found.anchors == [] && found.issuer == nil && found.normalised == [])
  }

  @Test func keysOfOtherCertificatesAreRefusedAtTheirQuestion() throws {
    #expect(
      try given { $0.answers.issuerKey = "ca.key" }.inspect().errors
        == ["certificates.issuerKey issuer-key-mismatch"])
    #expect(
      try given(.existingRoot) { $0.answers.anchorKey = "issuer.key" }.inspect().errors
        == ["certificates.anchorKey anchor-key-mismatch"])
    #expect(
      try given { $0.answers.issuerKey = "issuer.crt" }.inspect().errors
        == ["certificates.issuerKey issuer-key-not-a-key"])
    let other = try Scratch()
    try makeSet(in: other.path)
    let mixed = try given { $0.answers.anchor = other.file("ca.crt") }.inspect()
    #expect(mixed.errors == ["certificates.issuer issuer-chain"])
    #expect(mixed.anchors.count == 1 && mixed.issuer != nil)
  }

  @Test func whatHasEndedOrNotBegunIsToldAtItsQuestion() throws {
    func errors(_ source: CertificateSource, at moment: Instant) throws -> [String] {
      try given(source) { $0.now = moment }.inspect().errors
    }
    let end = made.issuerSummary.notAfter.adding(seconds: 1)
    #expect(try errors(.files, at: end) == ["certificates.issuer issuer-expired"])
    #expect(try errors(.existingRoot, at: end) == [])
    #expect(
      try errors(.existingRoot, at: made.anchorSummary.notAfter.adding(seconds: 1))
        == ["certificates.anchor anchor-expired"])
    #expect(
      try errors(.files, at: beginning.adding(seconds: -1)) == [
        "certificates.anchor anchor-not-yet-valid", "certificates.issuer issuer-not-yet-valid",
      ])
  }

  @Test func aRootThatIsCalledAsItsIssuerWouldBeIsRefused() throws {
    let found = given(.existingRoot) { $0.answers.trustDomain = "cluster.local" }
    #expect(try found.inspect().errors == [])
    var plan = recipe(scratch.file("linkerds"))
    plan.anchorName = "identity.linkerd.cluster.local"
    plan.issuerName = "other"
    try CertificateWriter.write(try CertificateMaker.make(plan), plan)
    let named = given(.existingRoot) { $0.answers.from = scratch.file("linkerds") }
    #expect(try named.inspect().errors == ["certificates.anchor anchor-named-as-issuer"])
    var elsewhere = named
    elsewhere.answers.trustDomain = "example.org"
    #expect(try elsewhere.inspect().errors == [])
  }

  @Test func aRootWithADamagedKeyIdentifierIsRefusedBeforeItHasToSign() throws {
    let block = try #require(PEMText(Array(made.anchorCertificate.utf8)).blocks.first)
    var der = try #require(block.der)
    let identifier: [UInt8] = [0x55, 0x1D, 0x0E, 0x04, 0x16, 0x04, 0x14]
    let place = try #require(der.firstRange(of: identifier))
    der[place.lowerBound + 5] = 0x03
    try scratch.write(PEMText.block("CERTIFICATE", der: der), to: "pki/damaged.crt")
    #expect(
      try given(.existingRoot) { $0.answers.anchor = "damaged.crt" }.inspect().errors
        == ["certificates.anchor anchor-unreadable"])
  }

  // MARK: The directory that Helm gets them from

  @Test(arguments: distortions)
  func whatLinkerdTakesAsItIsCanBeUsedInItsPlace(_ distortion: Distortion) throws {
    let place = try Scratch()
    try makeSet(in: place.path)
    try distortion.change(place)
    let given = GivenFiles(.files, from: place.path, into: place.path)
    let before = snapshot(place.path)
    let found = try given.inspect()
    let repairs = distortion.repairs.filter { !$0.hasPrefix("anchor-key") }
    #expect(found.repairs.map(\.code) == repairs)
    if repairs.isEmpty {
      #expect(found.errors == [])
      #expect(found.inPlace == CertificatePlan.neededFiles)
      let plan = try given.plan()
      #expect(plan.written == [])
      #expect(try GivenSet.write(plan, at: given.now).map(\.file) == ["ca.crt", "issuer.crt"])
    } else {
      #expect(found.errors == ["certificates.directory given-files-differ-in-form"])
    }
    #expect(snapshot(place.path) == before)
  }

  @Test func whatIsThereAlreadyAsWantedIsInPlaceAndAnythingElseInTheWay() throws {
    let mesh = scratch.file("mesh")
    try #require(mkdir(mesh, 0o700) == 0)
    try scratch.write(made.anchorCertificate, to: "mesh/ca.crt")
    #expect(try given().inspect().inPlace == ["ca.crt"])
    #expect(try given(.existingRoot).inspect().inPlace == ["ca.crt"])
    try scratch.write("mine", to: "mesh/ca.key")
    #expect(try given().inspect().errors == [])
    for name in CertificatePlan.neededFiles {
      let old = bytes(mesh + "/" + name)
      try scratch.write("mine", to: "mesh/" + name)
      let found = try given().inspect()
      #expect(found.errors == ["certificates.directory certificates-exist"])
      #expect(try #require(found.problems.last).problem.sentence.contains(" \(name) "))
      if let old {
        try Data(old).write(to: URL(fileURLWithPath: mesh + "/" + name))
      } else {
        unlink(mesh + "/" + name)
      }
    }
    // A link that leads nowhere has the name all the same.
    symlink("nowhere", mesh + "/issuer.key")
    #expect(try given().inspect().errors == ["certificates.directory certificates-exist"])
  }

  @Test func aRootsOldIssuerIsNeverTaken() throws {
    let place = GivenFiles(.existingRoot, from: scratch.file("pki"), into: scratch.file("pki"))
    #expect(try place.inspect().errors == ["certificates.directory certificates-exist"])
    for name in ["issuer.crt", "issuer.key"] { unlink(scratch.file("pki/" + name)) }
    #expect(try place.inspect().errors == [])
    #expect(try place.plan().written == ["issuer.crt", "issuer.key"])
  }

  @Test func aDirectoryThatCannotBeUsedIsToldBefore() throws {
    func errors(_ directory: String) throws -> [String] {
      try given { $0.answers.directory = directory }.inspect().errors
    }
    try scratch.write("", to: "file")
    try #require(mkdir(scratch.file("open"), 0o700) == 0)
    chmod(scratch.file("open"), 0o777)
    #expect(try errors(scratch.file("file")) == ["certificates.directory not-a-directory"])
    #expect(
      try errors(scratch.file("open")) == ["certificates.directory directory-writable-by-others"])
    #expect(try errors(scratch.file("deep/er/new")) == [])
    #expect(try errors("/proc/mesh") == [])
  }

  @Test func theEndThatIsShownIsTheOneOfTheAnchorThatSigned() throws {
    let other = try Scratch()
    var longer = recipe(other.path)
    longer.anchorNotAfter = longer.anchorNotAfter.adding(seconds: 86400)
    longer.anchorName = "another"
    let second = try CertificateMaker.make(longer)
    try scratch.write(second.anchorCertificate + made.anchorCertificate, to: "pki/bundle.pem")
    let plan = try given { $0.answers.anchor = "bundle.pem" }.plan()
    #expect(plan.anchorName == "root.linkerd.cluster.local")
    #expect(plan.anchorNotAfter == made.anchorSummary.notAfter)
  }

  @Test func everyAnchorOfABundleIsTold() throws {
    let other = try Scratch()
    let second = try makeSet(in: other.path)
    let bundle = made.anchorCertificate + second.anchorCertificate
    try scratch.write(bundle, to: "pki/bundle.pem")
    let found = try given { $0.answers.anchor = "bundle.pem" }.inspect()
    #expect(found.errors == [])
    #expect(
      found.anchors == [
        CertificateFacts(made.anchorSummary), CertificateFacts(second.anchorSummary),
      ])
    #expect(found.root == CertificateFacts(made.anchorSummary))
    let root = try given(.existingRoot) {
      $0.answers.anchor = "bundle.pem"
      $0.answers.anchorKey = other.file("ca.key")
    }.inspect()
    #expect(root.root == CertificateFacts(second.anchorSummary))
    #expect(root.normalised.map(\.text) == [bundle])
  }
}
