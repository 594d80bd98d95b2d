import Foundation
import Glibc
import Planning
import Synchronization
import Testing

@testable import MeshCertificates

/// The private place where another program writes keys.
struct StagingDirectoryTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private var place: String { scratch.file("mesh/.staging") }

  /// Why the place can't be had; nil where it can (and then it is gone again).
  private func refusal(_ path: String) -> CertificateFailure? {
    do {
      _ = try StagingDirectory(path).remove()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [0o000, 0o022, 0o077, 0o777] as [mode_t])
  func itIsPrivateWhateverTheUmask(mask: mode_t) async throws {
    chown(scratch.path, 65534, 65534)
    let path = scratch.file("deep/mesh/.staging")
    await #expect(processExitsWith: .success) { [path = path as String, mask = mask as mode_t] in
      asNobody {
        umask(mask)
        return try StagingDirectory(path).path == path
      }
    }
    #expect(listing(scratch.path) == ["deep 755"])
    #expect(listing(scratch.file("deep")) == ["mesh 700"])
    #expect(listing(scratch.file("deep/mesh")) == [".staging 700"])
  }

  @Test func itGivesBackEverythingAndTheDirectoriesThatItMade() throws {
    let staging = try StagingDirectory(scratch.file("a/b/mesh/.staging"))
    #expect(listing(scratch.file("a/b/mesh")) == [".staging 700"])
    try scratch.write("key", to: "a/b/mesh/.staging/ca.key")
    mkdir(scratch.file("a/b/mesh/.staging/.step"), 0o700)
    try scratch.write("{}", to: "a/b/mesh/.staging/.step/config")
    symlink(scratch.path, scratch.file("a/b/mesh/.staging/link"))
    #expect(staging.remove() == nil)
    #expect(listing(scratch.path) == [])
    #expect(staging.remove() == nil)
  }

  @Test func directoriesThatWereThereOrHoldSomethingStay() throws {
    mkdir(scratch.file("a"), 0o755)
    let staging = try StagingDirectory(scratch.file("a/mesh/.staging"))
    try scratch.write("x", to: "a/mesh/ca.crt")
    #expect(staging.remove() == nil)
    #expect(listing(scratch.file("a")) == ["mesh 700"])
    #expect(listing(scratch.file("a/mesh")).count == 1)
  }

  @Test func whatAKilledRunLeftIsTakenAway() async throws {
    let path = place
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let staging = try StagingDirectory(path)
      for name in ["ca.key", "issuer.crt"] {
        _ = FileManager.default.createFile(atPath: path + "/" + name, contents: Data([1]))
      }
      mkdir(path + "/.step", 0o700)
      _ = FileManager.default.createFile(atPath: path + "/.step/x", contents: Data([1]))
      withExtendedLifetime(staging) { _ = raise(SIGKILL) }
    }
    #expect(listing(path).count == 3)
    let staging = try StagingDirectory(path)
    #expect(listing(path) == [] && mode(path) == "700")
    #expect(staging.remove() == nil)
    #expect(listing(scratch.path) == ["mesh 700"], "the directory was there before this run")
  }

  @Test func aPlaceWhereSomebodyIsAtWorkIsRefused() throws {
    let other = try StagingDirectory(place)
    try scratch.write("key", to: "mesh/.staging/ca.key")
    let refused = try #require(refusal(place))
    #expect(refused.code == .directoryBusy)
    #expect(refused.sentence.contains(place) && !refused.remedy.isEmpty)
    #expect(listing(place).count == 1)
    #expect(other.remove() == nil)
    #expect(refusal(place) == nil)
  }

  @Test func nobodyTakesAPlaceThatAnotherHasJustMade() throws {
    let path = place
    mkdir(scratch.file("mesh"), 0o700)
    let counts = Mutex((had: 0, lost: 0))
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      for _ in 0..<60 {
        guard let staging = try? StagingDirectory(path) else { continue }
        let key = path + "/" + CertificatePlan.files[number]
        _ = FileManager.default.createFile(atPath: key, contents: Data([1]))
        let isThere = listing(path).count == 1 && bytes(key) == [1]
        // A place that is left is taken by the next, and one that is held is not.
        let isGone = number % 2 == 0 ? staging.remove() == nil : true
        counts.withLock { $0 = ($0.had + 1, $0.lost + (isThere && isGone ? 0 : 1)) }
      }
    }
    let (had, lost) = counts.withLock { $0 }
    #expect(had > 4 && lost == 0)
  }

  @Test func aPlaceIsNotTakenWhileTheDirectoryIsBeingWritten() throws {
    mkdir(scratch.file("mesh"), 0o700)
    let holder = try DirectoryHandle(opening: scratch.file("mesh"))
    let isIn = holder.lock()
    #expect(isIn)
    #expect(refusal(place)?.code == .directoryBusy)
    #expect(listing(scratch.file("mesh")) == [])
    _ = holder.path
  }

  @Test func aLinkOrAFileInItsPlaceIsRefusedAndLeft() throws {
    mkdir(scratch.file("mesh"), 0o700)
    mkdir(scratch.file("elsewhere"), 0o755)
    try scratch.write("precious", to: "elsewhere/ca.key")
    symlink(scratch.file("elsewhere"), place)
    #expect(refusal(place)?.code == .directoryNotUsable)
    #expect(bytes(scratch.file("elsewhere/ca.key")) == Array("precious".utf8))
    #expect(listing(scratch.file("mesh")) == [".staging 777"])
    unlink(place)
    try scratch.write("precious", to: "mesh/.staging")
    #expect(refusal(place)?.code == .directoryNotUsable)
    #expect(bytes(place) == Array("precious".utf8))
  }

  @Test func whatSomebodyKeepsThereIsNotTakenAway() throws {
    mkdir(scratch.file("mesh"), 0o700)
    mkdir(place, 0o700)
    for name in ["ca.key", "thesis.txt"] {
      try scratch.write("precious", to: "mesh/.staging/" + name)
    }
    let before = snapshot(scratch.path)
    let refused = try #require(refusal(place))
    #expect(refused.code == .directoryNotUsable)
    #expect(refused.sentence.contains("thesis.txt"))
    #expect(snapshot(scratch.path) == before)
  }

  @Test func aDirectoryThatCannotBeUsedIsToldAndLeftAsItIs() throws {
    mkdir(scratch.file("mesh"), 0o700)
    chmod(scratch.file("mesh"), 0o777)
    #expect(refusal(place)?.code == .directoryWritableByOthers)
    #expect(listing(scratch.file("mesh")) == [])
    try scratch.write("", to: "file")
    #expect(refusal(scratch.file("file/.staging"))?.code == .directoryNotUsable)
    #expect(refusal(scratch.file("new/file\0/.staging"))?.code == .directoryNotUsable)
    #expect(listing(scratch.path) == ["file 644", "mesh 777"])
  }

  @Test func aDirectoryThatMayNotBeWrittenIsToldAndNothingIsLeft() async throws {
    mkdir(scratch.file("mesh"), 0o755)
    let path = scratch.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      asNobody {
        for place in ["mesh/.staging", "new/.staging"] {
          do throws(CertificateFailure) {
            _ = try StagingDirectory(path + "/" + place)
            return false
          } catch {
            guard error.code == .directoryNotUsable, error.sentence.contains("Permission denied")
            else { return false }
          }
        }
        return true
      }
    }
    #expect(listing(path) == ["mesh 755"])
    #expect(listing(scratch.file("mesh")) == [])
  }

  @Test func whatIsThereIsReadAndWhatAnotherUserWroteIsTold() async throws {
    let staging = try StagingDirectory(place)
    let made = try CertificateMaker.make(recipe())
    try scratch.write(made.anchorCertificate, to: "mesh/.staging/ca.crt")
    let files = try staging.files()
    #expect(files.present == ["ca.crt"])
    #expect(files.anchorCertificate == Array(made.anchorCertificate.utf8))
    _ = staging.remove()
    // As a container does that runs as root.
    chown(scratch.path, 65534, 65534)
    let path = scratch.file("theirs/.staging")
    await #expect(processExitsWith: .success) { [path = path as String] in
      var isTold = false
      try #require(setegid(65534) == 0 && seteuid(65534) == 0)
      let staging = try StagingDirectory(path)
      try #require(seteuid(0) == 0)
      _ = FileManager.default.createFile(
        atPath: path + "/ca.key", contents: Data([1]), attributes: [.posixPermissions: 0o600])
      try #require(seteuid(65534) == 0)
      do throws(CertificateFailure) {
        _ = try staging.files()
      } catch {
        isTold =
          error.code == .fileNotRead && error.sentence.contains("Permission denied")
          && error.remedy.contains("rootless")
      }
      exit(isTold && staging.remove() == nil ? EXIT_SUCCESS : EXIT_FAILURE)
    }
    #expect(listing(scratch.path).map { $0.prefix(4) }.contains("thei") == false)
  }
}
