import Foundation
import Glibc
import MeshCertificates
import Planning

/// A directory of a test's own, gone when the test is.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/mesh-certificates-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    chmod(path, 0o755)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }
}

/// Everything in a directory with its mode in octal, such as `ca.key 600`, sorted.
func listing(_ directory: String) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
  return names.sorted().map { "\($0) \(mode(directory + "/" + $0))" }
}

/// The mode of what stands at a path, in octal; `none` where nothing does.
func mode(_ path: String) -> String {
  var status = stat()
  guard lstat(path, &status) == 0 else { return "none" }
  return String(status.st_mode & 0o7777, radix: 8)
}

func bytes(_ path: String) -> [UInt8]? {
  FileManager.default.contents(atPath: path).map(Array.init)
}

/// The moment at which the tests' recipes begin: 2026-11-20T22:00:00Z.
let beginning = Instant(secondsSince1970: 1_795_212_000)

/// A recipe such as the wizard's own, ten years and one year.
func recipe(
  _ directory: String = "/nowhere", anchor: Int64 = 87600 * 3600, issuer: Int64 = 8760 * 3600
) -> CertificatePlan {
  CertificatePlan(
    directory: directory, anchorName: "root.linkerd.cluster.local",
    issuerName: "identity.linkerd.cluster.local", notBefore: beginning,
    anchorNotAfter: beginning.adding(seconds: anchor),
    issuerNotAfter: beginning.adding(seconds: issuer))
}

/// A generator that gives the same numbers in every run (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
