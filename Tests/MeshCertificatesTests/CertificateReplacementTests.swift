import Glibc
import Planning
import Testing

@testable import MeshCertificates

struct CertificateReplacementTests {
  private let stamp = beginning.compactStamp

  @Test func aNamedFileIsReplacedAndTheOldOneIsKeptUnderADatedName() throws {
    let scratch = try Scratch()
    try scratch.write("old", to: "ca.key")
    chmod(scratch.file("ca.key"), 0o400)
    let plan = recipe(scratch.path)
    let set = try CertificateMaker.make(plan)
    let kept = try CertificateWriter.write(set, plan, over: ["ca.key"], at: beginning)
    #expect(kept == [scratch.file("ca.key.20261120T220000Z")])
    #expect(bytes(scratch.file("ca.key.\(stamp)")) == Array("old".utf8))
    #expect(
      listing(scratch.path) == [
        "ca.crt 600", "ca.key 600", "ca.key.\(stamp) 400", "issuer.crt 600", "issuer.key 600",
      ])
    #expect(bytes(scratch.file("ca.key")) == set.anchorKey.withBytes { $0 })
  }

  @Test(arguments: CertificateWriter.order)
  func whatIsNotNamedIsNeverReplaced(name: String) throws {
    let scratch = try Scratch()
    for file in CertificateWriter.order { try scratch.write("old \(file)", to: file) }
    let plan = recipe(scratch.path)
    let set = try CertificateMaker.make(plan)
    let others = Set(CertificateWriter.order).subtracting([name])
    let failure = #expect(throws: CertificateFailure.self) {
      try CertificateWriter.write(set, plan, over: others, at: beginning)
    }
    #expect(failure?.code == .fileExists)
    #expect(failure?.path == scratch.file(name))
    #expect(listing(scratch.path).count == 4)
    for file in CertificateWriter.order {
      #expect(bytes(scratch.file(file)) == Array("old \(file)".utf8))
    }
  }

  @Test func twoReplacementsInOneSecondKeepBothOldFiles() throws {
    let scratch = try Scratch()
    let plan = recipe(scratch.path)
    let all = Set(CertificateWriter.order)
    var keys: [[UInt8]] = []
    for _ in 0..<3 {
      let set = try CertificateMaker.make(plan)
      keys.append(set.anchorKey.withBytes { $0 })
      _ = try CertificateWriter.write(set, plan, over: all, at: beginning)
    }
    #expect(bytes(scratch.file("ca.key.\(stamp)")) == keys[0])
    #expect(bytes(scratch.file("ca.key.\(stamp).2")) == keys[1])
    #expect(bytes(scratch.file("ca.key")) == keys[2])
    #expect(listing(scratch.path).count == 12)
  }

  @Test(
    arguments: [.create, .write, .synchronize, .keep, .publish, .synchronizeDirectory]
      as [ProtectedFileFailure.Operation], CertificateWriter.order)
  func aFailureAnywhereLeavesTheOldFilesInPlace(
    operation: ProtectedFileFailure.Operation, name: String
  ) throws {
    let scratch = try Scratch()
    for file in CertificateWriter.order { try scratch.write("old \(file)", to: file) }
    let set = try CertificateMaker.make(recipe())
    let update = FileSetUpdate(
      files: CertificateWriter.files(of: set), replaced: Set(CertificateWriter.order),
      stamp: stamp, faults: FaultInjection { $0 == operation && $1 == name ? EIO : nil })
    let comes = operation != .synchronizeDirectory || name == CertificateWriter.order.last
    guard comes else {
      #expect(try update.carryOut(in: scratch.path).count == 4)
      return
    }
    #expect(throws: CertificateFailure.self) { try update.carryOut(in: scratch.path) }
    #expect(listing(scratch.path).count == 4)
    for file in CertificateWriter.order {
      #expect(bytes(scratch.file(file)) == Array("old \(file)".utf8))
    }
  }
}
