import Glibc
import Testing

@testable import MeshCertificates

struct DirectoryInspectionTests {
  @Test func eachStateIsToldAndNothingIsMade() throws {
    let scratch = try Scratch()
    #expect(DirectoryInspection.inspect(scratch.path) == .usable)
    #expect(DirectoryInspection.inspect(scratch.path + "/") == .usable)
    #expect(DirectoryInspection.inspect(scratch.file("new")) == .new)
    #expect(DirectoryInspection.inspect(scratch.file("new/deep/er")) == .new)
    #expect(listing(scratch.path).isEmpty)
    try scratch.write("x", to: "file")
    symlink("nowhere", scratch.file("link"))
    #expect(DirectoryInspection.inspect(scratch.file("file")) == .notADirectory)
    #expect(DirectoryInspection.inspect(scratch.file("file/below")) == .notADirectory)
    #expect(DirectoryInspection.inspect(scratch.file("link")) == .notADirectory)
    #expect(DirectoryInspection.inspect(scratch.file("link/below")) == .notADirectory)
    #expect(DirectoryInspection.inspect("relative") == .notWritable("Invalid argument"))
    #expect(DirectoryInspection.inspect("") == .notWritable("Invalid argument"))
    #expect(
      DirectoryInspection.inspect(scratch.file(String(repeating: "n", count: 300)))
        == .notWritable("File name too long"))
  }

  @Test func whichOfTheFourAreThereIsTold() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "issuer.crt")
    symlink("nowhere", scratch.file("ca.key"))
    try scratch.write("", to: "values.yaml")
    #expect(
      DirectoryInspection.inspect(scratch.path) == .holdsCertificates(["ca.key", "issuer.crt"]))
  }
}
