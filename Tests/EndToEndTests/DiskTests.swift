import Glibc
import TestSupport
import Testing

/// Disks that are full, or may only be read, at whatever moment of an install.
@Suite(.fewAtATime, .enabled(if: SmallDisk.isPermitted, "\(SmallDisk.isMissing)"))
struct DiskTests {
  private static let keys = ["ca.key", "issuer.key"]

  private func disk(in run: StandInRun, options: String = "mode=700") throws -> SmallDisk {
    try #require(SmallDisk(run.place.work + "/disk", kilobytes: 400, options: options))
  }

  /// The lines that a person reads, as one.
  private func told(_ result: Finished) -> String {
    (result.out + result.err).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func expectWholeKeysOnly(
    in folder: String, _ run: StandInRun, _ place: SourceLocation = #_sourceLocation
  ) async throws {
    let names = Folder.names(in: folder)
    #expect(!names.contains { $0.hasSuffix(".part") }, "\(names)", sourceLocation: place)
    for name in names where name.hasSuffix(".key") {
      let read = try await run.place.run(
        try Tools.find("openssl"), ["pkey", "-in", "\(folder)/\(name)", "-noout"])
      #expect(read.status == 0, "\(name): \(read)", sourceLocation: place)
    }
  }

  @Test(arguments: [0, 4, 8, 12])
  func aDiskThatGetsFullUnderTheCertificatesLeavesNoneAndTheNextRunWorks(room: Int) async throws {
    let run = try StandInRun(upgrade: "")
    let disk = try disk(in: run)
    // Where the stand-ins look for them.
    try #require(symlink("disk/mesh", run.place.work + "/mesh-certificates") == 0)
    let answers = Folder.text(run.place.work + "/answers.yaml")
    try run.place.write("answers.yaml", answers.replacing("./mesh-certificates", with: "disk/mesh"))
    disk.fill(leaving: room)
    let first = try await Turnstile.shared.pass { try await run.apply() }
    #expect(first.status == 1, "\(first.testDescription)")
    #expect(told(first).contains("could not be written: the disk is full."), "\(first.out)")
    #expect(told(first).contains("Free some space"), "\(first.out)")
    #expect(Folder.names(in: disk.path) == ["filling"])
    #expect(run.helm == nil)
    disk.makeRoom()
    let second = try await Turnstile.shared.pass { try await run.apply() }
    #expect(second.status == 0, "\(second.testDescription)")
    #expect(Self.keys.allSatisfy { Folder.mode("\(disk.path)/mesh/\($0)") == 0o600 })
    try await expectWholeKeysOnly(in: disk.path + "/mesh", run)
  }

  /// At 28 KiB the run's own files fit, but not its log.
  @Test(arguments: [0, 4, 8, 12, 16, 20, 24, 28])
  func aDiskThatGetsFullUnderTheStateIsToldAndTheNextRunWorks(room: Int) async throws {
    let run = try StandInRun(upgrade: "")
    let disk = try disk(in: run)
    disk.fill(leaving: room)
    let first = try await Turnstile.shared.pass { try await run.apply(state: disk.path) }
    let certificates = run.place.work + "/mesh-certificates"
    #expect(told(first).contains("the disk is full"), "\(first.testDescription)")
    if first.status == 0 {
      #expect(told(first).contains("The log is incomplete."), "\(first.out)")
      #expect(told(first).contains("The install goes on"), "\(first.out)")
      #expect(told(first).contains("Linkerd is running"), "\(first.out)")
    } else {
      #expect(first.status == 1 && room < 28, "\(first.testDescription)")
      #expect(told(first).contains("Free some space"), "\(first.testDescription)")
      // What can't be written down beforehand is not done.
      #expect(Folder.names(in: certificates) == [] && run.helm == nil)
    }
    try await expectWholeKeysOnly(in: certificates, run)
    disk.makeRoom()
    let runs = try await run.run(["runs"], state: disk.path)
    #expect(runs.status == 0, "\(runs.testDescription)")
    guard first.status != 0 else { return }
    let second = try await Turnstile.shared.pass { try await run.apply(state: disk.path) }
    #expect(second.status == 0, "\(second.testDescription)")
    #expect(told(second).contains("Linkerd is running"), "\(second.out)")
    #expect(!told(second).contains("incomplete"), "\(second.out)")
  }

  @Test func aDiskThatACommandFillsStopsTheLogAndNothingElse() async throws {
    let run = try StandInRun(
      upgrade: """
        cat /dev/zero >"$here/../work/disk/filling" 2>/dev/null
        for line in 1 2 3 4; do head -c 5000 /dev/zero | tr '\\0' x; echo; done
        rm "$here/../work/disk/filling"; echo 'there is room'
        """)
    let disk = try disk(in: run)
    let result = try await Turnstile.shared.pass { try await run.apply(state: disk.path) }
    #expect(result.status == 0, "\(result.testDescription)")
    #expect(told(result).contains("The log is incomplete."), "\(result.out)")
    #expect(told(result).split(separator: "The log is incomplete.").count == 2, "\(result.out)")
    let folder = disk.path + "/linkerd-wizard/runs"
    let name = try #require(Folder.names(in: folder).first)
    let log = Folder.text("\(folder)/\(name)/install.log")
    #expect(log.contains("# Some output is missing here"), "\(log.suffix(500))")
    #expect(log.contains("there is room"), "\(log.suffix(500))")
    #expect(try await run.run(["runs"], state: disk.path).out.contains("finished"))
  }

  @Test func aDiskThatMayOnlyBeReadIsToldBeforeAnythingIsDone() async throws {
    let run = try StandInRun(upgrade: "")
    let disk = try disk(in: run, options: "ro")
    let result = try await Turnstile.shared.pass { try await run.apply(state: disk.path) }
    #expect(result.status == 1, "\(result.testDescription)")
    #expect(told(result).contains("its file system can only be read"), "\(result.testDescription)")
    #expect(told(result).contains("Choose a directory"), "\(result.testDescription)")
    #expect(Folder.names(in: run.place.work + "/mesh-certificates") == [] && run.helm == nil)
  }
}

/// Directories that belong to somebody else, for a program that isn't root's.
@Suite(.fewAtATime, .enabled(if: geteuid() == 0, "only root can become another user"))
struct OthersDirectoriesTests {
  @Test(arguments: ["XDG_STATE_HOME", "XDG_CACHE_HOME"])
  func aDirectoryOfSomebodyElseIsToldBeforeAnythingIsDone(variable: String) async throws {
    let run = try StandInRun(upgrade: "")
    let place = run.place
    let theirs = place.folder.folder("theirs")
    let open = try await place.run("chmod", ["-R", "a+rX", place.folder.path])
    let given = try await place.run("chown", ["-R", "65534:65534", place.home, place.work])
    try #require(open.status == 0 && given.status == 0)
    let result = try await Turnstile.shared.pass {
      try await place.run(
        try Tools.find("setpriv"),
        [
          "--reuid=65534", "--regid=65534", "--clear-groups", try Tools.wizard(), "apply",
          "--answers", "answers.yaml", "--yes",
        ], environment: ["PATH": "\(place.bin):/usr/bin:/bin", variable: theirs])
    }
    #expect(result.status == (variable == "XDG_STATE_HOME" ? 1 : 69), "\(result.testDescription)")
    #expect(result.err.contains("You may not read or write \(theirs)"), "\(result.err)")
    #expect(result.err.contains("Choose a directory of your own"), "\(result.err)")
    #expect(Folder.names(in: theirs) == [] && run.helm == nil)
    #expect(Folder.names(in: place.work + "/mesh-certificates") == [])
  }
}
