import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

/// One moment at which a test kills the writer: just before an operation on a file.
struct KillMoment: Sendable, CustomTestStringConvertible {
  var operation: ProtectedFileFailure.Operation
  var file: String
  var testDescription: String { "\(operation.rawValue) \(file)" }

  static func all(
    _ operations: [ProtectedFileFailure.Operation], _ files: [String] = CertificateWriter.order
  ) -> [KillMoment] {
    operations.flatMap { operation in files.map { KillMoment(operation: operation, file: $0) } }
  }
}

private let operations: [ProtectedFileFailure.Operation] = [
  .create, .write, .synchronize, .publish, .synchronizeDirectory,
]

private let issuerFiles = [CertificatePlan.issuerKeyFile, CertificatePlan.issuerCertificateFile]

/// A fault that ends the process at that moment; `after` lets it happen so many times before.
private func kill(at operation: String, _ file: String) -> FaultInjection {
  FaultInjection { now, name in
    if now.rawValue == operation, name == file { raise(SIGKILL) }
    return nil
  }
}

private func visible(_ directory: String) -> [String] {
  listing(directory).filter { !$0.hasPrefix(".") }.map { String($0.prefix { $0 != " " }) }
}

private func errors(in directory: String) throws -> [String] {
  CertificateJudge.judge(
    try CertificateDirectory.read(directory), at: beginning.adding(seconds: 3600)
  ).findings.filter { $0.severity == .error }.map(\.code)
}

struct CertificateKillTests {
  @Test(
    arguments: KillMoment.all(operations)
      + KillMoment.all([.synchronizeDirectory, .publish], ["set"]))
  func aNewDirectoryIsThereWholeOrNotAtAll(moment: KillMoment) async throws {
    let scratch = try Scratch()
    let directory = scratch.file("set")
    let (operation, file) = (moment.operation.rawValue, moment.file)
    // In a new directory the files get their names with it, so not every moment comes.
    let comes = ["create", "write", "synchronize"].contains(operation) || file == "set"
    await #expect(processExitsWith: comes ? .signal(SIGKILL) : .success) {
      [directory = directory as String, operation = operation as String, file = file as String] in
      let files = CertificateWriter.files(of: try CertificateMaker.make(recipe()))
      try FileSetUpdate(files: files, faults: kill(at: operation, file)).carryOut(in: directory)
    }
    #expect(visible(scratch.path) == (comes ? [] : ["set"]))
    #expect(listing(scratch.path).allSatisfy { $0.hasSuffix(" 700") })
    // The next start takes the remains away and makes the directory.
    if comes {
      let plan = recipe(directory)
      try CertificateWriter.write(try CertificateMaker.make(plan), plan)
    }
    #expect(listing(scratch.path) == ["set 700"])
    #expect(try errors(in: directory) == [])
  }

  @Test(arguments: KillMoment.all(operations))
  func whatAKillLeavesInADirectoryIsFinishedOrTakenAway(moment: KillMoment) async throws {
    let scratch = try Scratch()
    let directory = scratch.path
    let (operation, file) = (moment.operation.rawValue, moment.file)
    let comes = operation != "synchronizeDirectory" || file == CertificateWriter.order.last
    await #expect(processExitsWith: comes ? .signal(SIGKILL) : .success) {
      [directory = directory as String, operation = operation as String, file = file as String] in
      let files = CertificateWriter.files(of: try CertificateMaker.make(recipe()))
      try FileSetUpdate(files: files, faults: kill(at: operation, file)).carryOut(in: directory)
    }
    let named = visible(directory)
    let before = named.map { bytes(scratch.file($0)) }
    #expect(listing(directory).allSatisfy { $0.hasSuffix(" 600") })
    let finished = try CertificateWriter.settle(directory)
    #expect(CertificateWriter.leftovers(in: directory) == [])
    for (name, old) in zip(named, before) { #expect(bytes(scratch.file(name)) == old) }
    if named.isEmpty {
      #expect(finished == [])
      #expect(listing(directory) == [])
    } else {
      #expect(Set(finished) == Set(CertificateWriter.order).subtracting(named))
      #expect(try errors(in: directory) == [])
    }
  }

  @Test(arguments: KillMoment.all(operations + [.keep], issuerFiles))
  func aKilledRenewalLosesNeitherTheOldIssuerNorTheNew(moment: KillMoment) async throws {
    let scratch = try Scratch()
    let directory = scratch.path
    let plan = recipe(directory)
    try CertificateWriter.write(try CertificateMaker.make(plan), plan)
    let old = issuerFiles.map { bytes(scratch.file($0)) }
    let (operation, file) = (moment.operation.rawValue, moment.file)
    let comes = operation != "synchronizeDirectory" || file == issuerFiles.last
    await #expect(processExitsWith: comes ? .signal(SIGKILL) : .success) {
      [directory = directory as String, operation = operation as String, file = file as String] in
      let other = CertificateWriter.files(of: try renewed(directory)).suffix(2)
      try FileSetUpdate(
        files: Array(other), replaced: Set(other.map(\.name)), stamp: "then",
        faults: kill(at: operation, file)
      ).carryOut(in: directory)
    }
    // Whatever the moment, the old pair is there under its own or its dated name.
    for (name, text) in zip(issuerFiles, old) {
      #expect([bytes(scratch.file(name)), bytes(scratch.file(name + ".then"))].contains(text))
    }
    let finished = try CertificateWriter.settle(directory)
    #expect(CertificateWriter.leftovers(in: directory) == [])
    #expect(try errors(in: directory) == [])
    let isHalf = operation == "publish" && file == CertificatePlan.issuerCertificateFile
    #expect(finished == (isHalf ? [CertificatePlan.issuerCertificateFile] : []))
  }

  @Test func aChildThatIsJustBeingStartedKeepsNobodyOut() throws {
    let scratch = try Scratch()
    var copy: Int32 = -1
    do {
      let holder = try DirectoryHandle(opening: scratch.path)
      let isIn = holder.lock()
      #expect(isIn)
      copy = dup(holder.descriptor)
    }
    defer { close(copy) }
    let plan = recipe(scratch.path)
    try CertificateWriter.write(try CertificateMaker.make(plan), plan)
    #expect(visible(scratch.path).count == 4)
  }

  @Test func aRunThatGoesOnKeepsOthersOut() throws {
    let scratch = try Scratch()
    let holder = try DirectoryHandle(opening: scratch.path)
    let isIn = holder.lock()
    #expect(isIn)
    let plan = recipe(scratch.path)
    let set = try CertificateMaker.make(plan)
    #expect(throws: CertificateFailure.self) { try CertificateWriter.write(set, plan) }
    #expect(listing(scratch.path) == [])
    _ = holder.path
  }
}

/// A set whose issuer is new and whose root is the directory's.
private func renewed(_ directory: String) throws -> MeshCertificateSet {
  let files = try CertificateDirectory.read(directory)
  let root = try CertificateSet.readRoot(
    anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: beginning
  ).get()
  let issuer = try root.makeIssuer(
    name: "identity.linkerd.cluster.local", notBefore: beginning,
    notAfter: beginning.adding(seconds: 86400 * 300))
  let made = try CertificateMaker.make(recipe(directory))
  return MeshCertificateSet(
    anchorCertificate: root.anchorCertificate, anchorKey: made.anchorKey,
    issuerCertificate: issuer.certificate, issuerKey: issuer.key, anchorSummary: root.summary,
    issuerSummary: issuer.summary)
}
