import Crypto
import Subprocess
import Testing

@testable import PracticeCluster

struct ChartRepositoryTests {
  private static let address = "http://127.0.0.1:1234"

  private func body(_ path: String) throws -> [UInt8] {
    try #require(ChartRepository.response(path: path, baseURL: Self.address)).body
  }

  private static let archives = LinkerdRelease.all.flatMap { release in
    PracticeChart.charts(of: release).map { "/charts/\(release.channel.rawValue)/\($0.fileName)" }
  }

  @Test(arguments: archives)
  func tarListsEveryArchiveWithItsChart(path: String) async throws {
    let listing = try await runTool("tar", ["-tzf", "-"], input: body(path))
    let files = String(decoding: listing, as: UTF8.self).split(separator: "\n").map(String.init)
    let names = ["linkerd-crds", "linkerd-control-plane", "linkerd2-cni", "linkerd2"]
    let name = try #require(names.first { path.contains("/\($0)-") })
    #expect(files.first == "\(name)/Chart.yaml")
    #expect(files.contains("\(name)/values.yaml"))
    #expect(files.allSatisfy { $0.hasPrefix("\(name)/") })
    #expect(Set(files).count == files.count)
  }

  @Test(arguments: archives)
  func gzipUnpacksEveryArchiveWithoutComplaint(path: String) async throws {
    let archive = try body(path)
    let unpacked = try await runTool("gzip", ["-dc"], input: archive)
    #expect(unpacked.count % 512 == 0)
    #expect(Gzip.stored(unpacked) == archive)
  }

  @Test(arguments: LinkerdRelease.Channel.allCases)
  func theIndexNamesEveryArchiveWithItsDigest(channel: LinkerdRelease.Channel) throws {
    let folder = "/charts/\(channel.rawValue)"
    let index = String(decoding: try body("\(folder)/index.yaml"), as: UTF8.self)
    let lines = index.split(separator: "\n").map { $0.drop { $0 == " " } }
    let digests = lines.filter { $0.hasPrefix("digest: ") }.map { $0.dropFirst(8) }
    let urls = lines.filter { $0.hasPrefix("- \(Self.address)") }.map { String($0.dropFirst(2)) }
    let releases = LinkerdRelease.all.filter { $0.channel == channel }
    #expect(urls.count == releases.map { $0.isOneChart ? 2 : 3 }.reduce(0, +))
    #expect(digests.count == urls.count)
    for (url, digest) in zip(urls, digests) {
      let archive = try body(String(url.dropFirst(Self.address.count)))
      let hash = SHA256.hash(data: archive).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }
      #expect(hash.joined() == digest)
    }
  }

  @Test func theNewestVersionOfAChannelStandsFirst() throws {
    let index = String(decoding: try body("/charts/edge/index.yaml"), as: UTF8.self)
    let versions = index.split(separator: "\n").compactMap { line in
      line.hasPrefix("    version: ") ? String(line.dropFirst(13)) : nil
    }
    let expected = ["2026.8.3", "2026.6.3", "2025.10.7", "2025.4.4", "2024.11.8"]
    #expect(versions == expected + expected + expected)
  }

  @Test func anArchiveIsTheSameBytesEveryTime() throws {
    let again = LinkerdRelease.all.flatMap(PracticeChart.charts(of:))
    for (path, chart) in zip(Self.archives, again) {
      #expect(try body(path) == chart.archive)
    }
  }

  @Test(arguments: [
    "", "/", "/charts", "/charts/edge", "/charts/edge/", "/charts/edge/none.tgz",
    "/charts/beta/index.yaml", "/charts/edge/index.yaml/", "charts/edge/index.yaml",
    "/charts/stable/linkerd-crds-2026.8.3.tgz", "/charts/edge/../edge/index.yaml",
  ])
  func aPathThatTheRepositoryLacksHasNoAnswer(path: String) {
    #expect(ChartRepository.response(path: path, baseURL: Self.address) == nil)
  }

  @Test(arguments: [
    ("", UInt32(0)), ("123456789", UInt32(0xcbf4_3926)),
  ])
  func theChecksumIsTheUsualOne(text: String, checksum: UInt32) {
    #expect(Gzip.checksum(of: Array(text.utf8)) == checksum)
  }

  @Test func contentOfManyBlocksComesBackWhole() async throws {
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try await runTool("gzip", ["-dc"], input: Gzip.stored(content)) == content)
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
  ])
  func base64IsAsTheStandardHasIt(text: String, encoded: String) {
    #expect(Base64.text(of: Array(text.utf8)) == encoded)
  }
}

/// Runs a tool with the bytes as its standard input, and gives back what it prints.
///
/// Throws where the tool isn't there; a tool that ends with a failure fails the test.
func runTool(_ tool: String, _ arguments: [String], input: [UInt8]) async throws -> [UInt8] {
  let result = try await Subprocess.run(
    .name(tool), arguments: Arguments(arguments), input: .array(input),
    output: .bytes(limit: 1 << 22), error: .discarded)
  #expect(result.terminationStatus.isSuccess, "\(tool) \(arguments) failed")
  return result.standardOutput
}
