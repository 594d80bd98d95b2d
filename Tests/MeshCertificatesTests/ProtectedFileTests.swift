import Glibc
import Testing

@testable import MeshCertificates

struct ProtectedFileTests {
  @Test(arguments: [0o600, 0o644, 0o700] as [UInt32], [0, 1, 5_000_000])
  func aFileHasItsBytesAndItsMode(mode wanted: UInt32, size: Int) throws {
    let scratch = try Scratch()
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try ProtectedFile.create(path: scratch.file("file"), bytes: content, mode: wanted)
    #expect(bytes(scratch.file("file")) == content)
    #expect(listing(scratch.path) == ["file \(String(wanted, radix: 8))"])
  }

  @Test func whatCannotBeWrittenIsSaidWithTheSystemsNumber() throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "file")
    func number(_ path: String) -> Int32? {
      do {
        try ProtectedFile.create(path: path, bytes: [1], mode: 0o600)
        return nil
      } catch {
        return error.errorNumber
      }
    }
    #expect(number(scratch.file("file")) == EEXIST)
    #expect(number(scratch.file("absent/file")) == ENOENT)
    #expect(number(scratch.file("file/file")) == ENOTDIR)
    #expect(number(scratch.path + "/") == EINVAL)
    #expect(number(scratch.file("a\0b")) == EINVAL)
    #expect(number(scratch.file(String(repeating: "n", count: 300))) == ENAMETOOLONG)
    #expect(listing(scratch.path).count == 1)
  }
}
