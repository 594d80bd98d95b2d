import Glibc
import Planning
import TestSupport
import Testing

@testable import HostEffects

struct FilesTests {
  @Test func directoriesAreMadeWithMode0700() throws {
    let folder = try TemporaryFolder()
    try ProtectedDirectory.make("\(folder.path)/a/b/c")
    for name in ["a", "a/b", "a/b/c"] { #expect(mode(of: "\(folder.path)/\(name)") == 0o700) }
    try ProtectedDirectory.make("\(folder.path)/a/b/c")
    let file = try folder.write("file", "")
    #expect(throws: FileProblem(.wrongKind, file)) { try ProtectedDirectory.make(file) }
    #expect(throws: FileProblem(.wrongKind, "\(file)/below")) {
      try ProtectedDirectory.make("\(file)/below")
    }
  }

  @Test func aFullDiskLeavesNothingHalfWritten() async throws {
    // /dev/full gives ENOSPC to every write, wherever the test runs.
    let file = open("/dev/full", O_WRONLY)
    try #require(file >= 0)
    defer { close(file) }
    #expect(FileBytes.write([1, 2, 3], to: file) == ENOSPC)
    let problem = FileProblem(errno: ENOSPC, "/x/ca.key")
    #expect(problem.code == .full)
    #expect(problem.problem.sentence.contains("disk is full"))
    #expect(!problem.problem.remedy.isEmpty)
  }

  @Test func theRunDirectoryIsNamedAfterTimeAndPlan() throws {
    let folder = try TemporaryFolder()
    let now = try #require(Instant(iso8601: "2026-11-20T21:01:05Z"))
    let first = try RunDirectory.make(in: folder.path, now: now, digest: "3f9a02c1deadbeef")
    let second = try RunDirectory.make(in: folder.path, now: now, digest: "3f9a02c1deadbeef")
    #expect(first.path == "\(folder.path)/runs/20261120T210105Z-3f9a02c1")
    #expect(second.path == first.path + "-2")
    #expect(mode(of: first.path) == 0o700)
  }

  @Test func theLogIsPrivateAndHoldsNoKey() throws {
    let folder = try TemporaryFolder()
    let log = try RunLog(path: "\(folder.path)/install.log")
    log.append(Array("raw \u{1b}[31m -----BEGIN PRIV".utf8))
    log.append(Array("ATE KEY-----\nCanary\n-----END PRIVATE KEY-----\n".utf8))
    log.note("$ helm")
    log.end()
    log.append([1])
    #expect(folder.text("install.log") == "raw \u{1b}[31m ‹private key hidden›\n$ helm\n")
    #expect(mode(of: "\(folder.path)/install.log") == 0o600)
    #expect(log.problem == nil)
  }

  @Test(.enabled(if: SmallDisk.isPermitted, "\(SmallDisk.isMissing)"))
  func theLogGoesOnWhenTheFullDiskHasRoomAgain() throws {
    let folder = try TemporaryFolder()
    let disk = try #require(SmallDisk("\(folder.path)/disk", kilobytes: 64))
    let path = "\(disk.path)/install.log"
    let log = try RunLog(path: path)
    let text = {
      String(decoding: (try? FileBytes.read(path, limit: 1 << 20)) ?? [], as: UTF8.self)
    }
    log.append(Array("before\n".utf8))
    disk.fill(leaving: 0)
    for _ in 0..<3 { log.append([UInt8](repeating: 0x78, count: 3000)) }
    #expect(log.problem == FileProblem(.full, path))
    #expect(log.takeProblem() == FileProblem(.full, path) && log.takeProblem() == nil)
    #expect(text().utf8.count == 4096, "what fitted was not kept")
    disk.makeRoom()
    log.append(Array("behind\n".utf8))
    #expect(text().hasPrefix("before\nxxx"))
    #expect(
      text().hasSuffix("x\n# Some output is missing here: it could not be written.\nbehind\n"))
    #expect(log.takeProblem() == nil)
    disk.fill(leaving: 0)
    log.append([UInt8](repeating: 0x78, count: 9000))
    #expect(log.takeProblem() == FileProblem(.full, path))
  }

  @Test func onlyRegularFilesAreRead() throws {
    #expect(throws: FileProblem(.wrongKind, "/dev/zero")) {
      try FileBytes.read("/dev/zero", limit: 10)
    }
    #expect(throws: FileProblem(.absent, "/nowhere")) { try FileBytes.read("/nowhere", limit: 10) }
    let folder = try TemporaryFolder()
    let path = try folder.write("big", String(repeating: "x", count: 100))
    #expect(throws: FileProblem(.tooLarge, path)) { try FileBytes.read(path, limit: 99) }
  }

  @Test func digestsAreThoseOfSHA256() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a", "abc")
    #expect(
      try FileDigest.file(path)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let before = try FileDigest.tree(folder.path)
    try folder.write("b", "")
    #expect(try FileDigest.tree(folder.path) != before)
  }

  @Test func relativePlacesInTheEnvironmentDoNotCount() {
    let folders = WizardFolders(
      environment: ["HOME": "/home/me", "XDG_STATE_HOME": "relative", "XDG_CACHE_HOME": "/c"],
      working: "/w")
    #expect(folders.state == "/home/me/.local/state/linkerd-wizard")
    #expect(folders.cache == "/c/linkerd-wizard")
    #expect(folders.hostPaths == HostPaths(workingDirectory: "/w", home: "/home/me"))
  }
}
