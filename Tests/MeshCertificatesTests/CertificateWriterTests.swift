import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

private let allFour = ["ca.crt 600", "ca.key 600", "issuer.crt 600", "issuer.key 600"]

/// Makes and writes a set into a directory; gives the failure, if there was one.
private func attempt(
  _ directory: String, faults: FaultInjection = FaultInjection()
) throws -> CertificateFailure? {
  let set = try CertificateMaker.make(recipe(directory))
  do {
    try FileSetUpdate(files: CertificateWriter.files(of: set), faults: faults)
      .carryOut(in: directory)
    return nil
  } catch {
    return error
  }
}

struct CertificateWriterTests {
  @Test(arguments: [0o000, 0o022, 0o077, 0o777] as [mode_t])
  func modesAreRightWhateverTheUmask(mask: mode_t) async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .success) { [path = path as String, mask = mask as mode_t] in
      umask(mask)
      let failure = try attempt(path + "/parent/other/set")
      exit(failure == nil ? EXIT_SUCCESS : EXIT_FAILURE)
    }
    #expect(listing(path) == ["parent 755"])
    #expect(listing(path + "/parent") == ["other 755"])
    #expect(listing(path + "/parent/other") == ["set 700"])
    #expect(listing(path + "/parent/other/set") == allFour)
  }

  @Test func anExistingDirectoryKeepsItsModeAndItsFiles() throws {
    let scratch = try Scratch()
    try scratch.write("mine", to: "notes.txt")
    #expect(try attempt(scratch.path) == nil)
    #expect(mode(scratch.path) == "755")
    #expect(listing(scratch.path).filter { !$0.hasPrefix("notes") } == allFour)
    #expect(bytes(scratch.file("notes.txt")) == Array("mine".utf8))
  }

  @Test(arguments: CertificateWriter.order)
  func aFileThatIsThereIsNeverTouched(name: String) throws {
    let scratch = try Scratch()
    try scratch.write("precious", to: name)
    let failure = try #require(try attempt(scratch.path))
    #expect(failure.code == .fileExists)
    #expect(failure.path == scratch.file(name))
    #expect(failure.sentence.contains(scratch.file(name)))
    #expect(listing(scratch.path).count == 1)
    #expect(bytes(scratch.file(name)) == Array("precious".utf8))
  }

  @Test func aLinkInAFilesPlaceIsNotFollowed() throws {
    let scratch = try Scratch()
    symlink(scratch.file("elsewhere"), scratch.file("issuer.key"))
    #expect(try attempt(scratch.path)?.code == .fileExists)
    #expect(listing(scratch.path) == ["issuer.key 777"])
  }

  @Test(arguments: CertificateWriter.order)
  func aFileThatAppearsMeanwhileIsNotOverwritten(name: String) throws {
    let scratch = try Scratch()
    let path = scratch.path
    let failure = try attempt(
      path,
      faults: FaultInjection { operation, file in
        if operation == .publish, file == name {
          _ = FileManager.default.createFile(atPath: path + "/" + name, contents: Data([1]))
        }
        return nil
      })
    #expect(failure?.code == .fileExists)
    #expect(listing(path).map { $0.prefix { $0 != " " } } == [name[...]])
    #expect(bytes(path + "/" + name) == [1])
  }

  @Test(arguments: [0o770, 0o707, 0o777, 0o1777] as [mode_t])
  func aDirectoryThatOthersCanWriteIsRefused(mode: mode_t) throws {
    let scratch = try Scratch()
    let directory = scratch.file("shared")
    mkdir(directory, 0o700)
    chmod(directory, mode)
    let failure = try #require(try attempt(directory))
    #expect(failure.code == .directoryWritableByOthers)
    #expect(listing(directory).isEmpty)
    #expect(DirectoryInspection.inspect(directory) == .writableByOthers)
  }

  @Test(
    arguments: [ENOSPC, EACCES, EROFS, EDQUOT, EIO],
    [.create, .write, .synchronize, .publish, .synchronizeDirectory]
      as [ProtectedFileFailure.Operation])
  func aFailureAnywhereLeavesNothingBehind(
    number: Int32, operation: ProtectedFileFailure.Operation
  ) throws {
    for name in CertificateWriter.order {
      let scratch = try Scratch()
      // Only the last file's name is used for the directory as a whole.
      let isLast = name == CertificateWriter.order.last
      if operation == .synchronizeDirectory, !isLast { continue }
      let failure = try #require(
        try attempt(
          scratch.path,
          faults: FaultInjection { $0 == operation && $1 == name ? number : nil }))
      #expect(failure.code == .fileNotWritten)
      #expect(failure.sentence.contains(scratch.file(name)))
      #expect(!failure.remedy.isEmpty)
      #expect(listing(scratch.path).isEmpty)
    }
  }

  @Test(
    arguments: [ENOSPC, EACCES, EROFS, EDQUOT, EIO],
    [.create, .write, .synchronize] as [ProtectedFileFailure.Operation])
  func aFailureInANewDirectoryLeavesNothingBehind(
    number: Int32, operation: ProtectedFileFailure.Operation
  ) throws {
    for name in CertificateWriter.order {
      let scratch = try Scratch()
      let directory = scratch.file("new/set")
      let failure = try #require(
        try attempt(
          directory,
          faults: FaultInjection { $0 == operation && $1 == name ? number : nil }))
      #expect(failure.code == .fileNotWritten)
      #expect(failure.sentence.contains(directory + "/" + name))
      #expect(!failure.remedy.isEmpty)
      #expect(listing(scratch.path).isEmpty)
    }
  }

  @Test(arguments: [.publish, .synchronizeDirectory] as [ProtectedFileFailure.Operation])
  func aNewDirectoryThatGetsNoNameIsGone(operation: ProtectedFileFailure.Operation) throws {
    let scratch = try Scratch()
    let failure = try #require(
      try attempt(
        scratch.file("new/set"),
        faults: FaultInjection { $0 == operation && $1 == "set" ? EIO : nil }))
    #expect(failure.code == .fileNotWritten)
    #expect(listing(scratch.path).isEmpty)
  }

  @Test func aFullDiskIsSaidAndLeavesNothingBehind() throws {
    let scratch = try Scratch()
    let disk = scratch.file("disk")
    mkdir(disk, 0o700)
    let mounted = try ToolRun.run(
      "mount", "-t", "tmpfs", "-o", "size=8k,mode=700", "tmpfs", disk)
    try #require(
      mounted.status == 0, "this test mounts a small tmpfs, for which it must be run as root")
    defer { _ = try? ToolRun.run("umount", disk) }
    let failure = try #require(try attempt(disk + "/set"))
    #expect(failure.code == .fileNotWritten)
    #expect(failure.sentence.contains("the disk is full"))
    #expect(listing(disk).isEmpty)
  }

  @Test func aReadOnlyDiskIsSaid() throws {
    let scratch = try Scratch()
    let disk = scratch.file("disk")
    mkdir(disk, 0o700)
    let mounted = try ToolRun.run("mount", "-t", "tmpfs", "-o", "ro,mode=700", "tmpfs", disk)
    try #require(
      mounted.status == 0, "this test mounts a small tmpfs, for which it must be run as root")
    defer { _ = try? ToolRun.run("umount", disk) }
    #expect(DirectoryInspection.inspect(disk) == .notWritable("Read-only file system"))
    #expect(DirectoryInspection.inspect(disk + "/new") == .notWritable("Read-only file system"))
    #expect(try attempt(disk)?.sentence.contains("read-only") == true)
    #expect(try attempt(disk + "/new")?.code == .directoryNotUsable)
  }

  @Test func aDirectoryOfSomebodyElseIsRefusedWithTheSystemsReason() async throws {
    let scratch = try Scratch()
    let directory = scratch.file("theirs")
    mkdir(directory, 0o755)
    if geteuid() != 0 { chmod(directory, 0o555) }
    await #expect(processExitsWith: .success) { [directory = directory as String] in
      if geteuid() == 0 {
        try #require(setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0)
      }
      #expect(DirectoryInspection.inspect(directory) == .notWritable("Permission denied"))
      #expect(DirectoryInspection.inspect(directory + "/new") == .notWritable("Permission denied"))
      let failure = try #require(try attempt(directory))
      #expect(failure.sentence.contains("Permission denied"))
      #expect(try attempt(directory + "/new/set")?.code == .directoryNotUsable)
    }
    #expect(listing(directory).isEmpty)
  }

  @Test(arguments: 0...4)
  func anInterruptedRunIsCompletedWithTheKeysItLeft(count: Int) throws {
    let scratch = try Scratch()
    let plan = recipe(scratch.path)
    let whole = CertificateWriter.files(of: try CertificateMaker.make(plan))
    try FileSetUpdate(files: Array(whole.prefix(count))).carryOut(in: scratch.path)
    let before = CertificatePlan.files.map { bytes(plan.path(of: $0)) }
    let found = try CertificateDirectory.read(scratch.path)
    let set = try CertificateMaker.complete(plan, found: found)
    try CertificateWriter.write(set, plan, besides: found)
    #expect(listing(scratch.path) == allFour)
    for (name, old) in zip(CertificatePlan.files, before) where old != nil {
      #expect(bytes(plan.path(of: name)) == old, "\(name) stays as it was")
    }
    let judgement = CertificateJudge.judge(
      try CertificateDirectory.read(scratch.path), at: beginning.adding(seconds: 3600))
    #expect(judgement.findings.isEmpty)
    #expect(judgement.issuer == set.issuerSummary)
    #expect(judgement.anchors == [set.anchorSummary])
  }

  @Test func whatAnotherPlanLeftIsNotCompleted() throws {
    let plan = recipe()
    var files = CertificateFiles(try CertificateMaker.make(recipe(anchor: 86400, issuer: 86400)))
    func code() -> CertificateFailure.Code? {
      do {
        _ = try CertificateMaker.complete(plan, found: files)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code() == .foundDiffers)
    files = CertificateFiles(try CertificateMaker.make(plan))
    #expect(code() == nil)
    files.issuerKey = files.anchorKey
    #expect(code() == .foundDiffers)
    files.issuerKey = nil
    #expect(code() == .foundDiffers)
    files = CertificateFiles(anchorKey: PrivateKeyPEM(bytes: Array("junk".utf8)))
    #expect(code() == .foundDiffers)
  }
}
