import Crypto
import Testing

@testable import PracticeCluster

struct ChartRegistryTests {
  private static let images = LinkerdRelease.all.flatMap { release in
    PracticeChart.charts(of: release).map { chart in
      (name: "charts/\(release.channel.rawValue)/\(chart.name)", chart: chart)
    }
  }

  private func json(_ path: String) throws -> JSON {
    let answer = try #require(ChartRegistry.answer(path: path))
    #expect(answer.status == 200, "\(path)")
    return try JSON(parsing: answer.body)
  }

  private func digest(_ bytes: [UInt8]) -> String {
    let pairs = SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "sha256:" + pairs.joined()
  }

  @Test func aRegistryAnswersAtItsRoot() throws {
    #expect(try #require(ChartRegistry.answer(path: "/v2/")).status == 200)
    for path in ["/", "/v2", "/api/v1", "/charts/edge/index.yaml"] {
      #expect(ChartRegistry.answer(path: path) == nil, "\(path)")
    }
  }

  @Test func theTagsAreTheChartsVersions() throws {
    let list = try json("/v2/charts/edge/linkerd-crds/tags/list")
    #expect(
      list["tags"]?.elements.compactMap(\.text)
        == ["2026.8.3", "2026.6.3", "2025.10.7", "2025.4.4", "2024.11.8"])
    #expect(list["name"]?.text == "charts/edge/linkerd-crds")
  }

  @Test func everyManifestLeadsToItsChart() throws {
    for (name, chart) in Self.images {
      let path = "/v2/\(name)/manifests/\(chart.version)"
      let answer = try #require(ChartRegistry.answer(path: path))
      #expect(answer.contentType == "application/vnd.oci.image.manifest.v1+json")
      #expect(answer.digest == digest(answer.body))
      let byDigest = ChartRegistry.answer(path: "/v2/\(name)/manifests/\(answer.digest ?? "")")
      #expect(byDigest == answer)
      let manifest = try JSON(parsing: answer.body)
      let layer = try #require(manifest["layers"]?.elements.first)
      #expect(
        layer["mediaType"]?.text == "application/vnd.cncf.helm.chart.content.v1.tar+gzip")
      let blob = try #require(
        ChartRegistry.answer(path: "/v2/\(name)/blobs/\(layer["digest"]?.text ?? "")"))
      #expect(blob.body == chart.archive)
      #expect(layer["size"] == .int(blob.body.count))
      let config = try json("/v2/\(name)/blobs/\(manifest["config"]?["digest"]?.text ?? "")")
      #expect(config["version"]?.text == chart.version)
    }
  }

  @Test(arguments: [
    ("/v2/charts/edge/linkerd-viz/tags/list", "NAME_UNKNOWN"),
    ("/v2/charts/edge/linkerd-crds/manifests/1.0.0", "MANIFEST_UNKNOWN"),
    ("/v2/charts/edge/linkerd-crds/blobs/sha256:00", "BLOB_UNKNOWN"),
    ("/v2/charts/edge/linkerd-crds/blobs/uploads", "BLOB_UNKNOWN"),
    ("/v2/charts/edge/linkerd-crds/referrers/x", "UNSUPPORTED"),
    ("/v2/x", "NAME_UNKNOWN"),
  ])
  func whatIsNotThereIsAnsweredWithACode(path: String, code: String) throws {
    let answer = try #require(ChartRegistry.answer(path: path))
    #expect(answer.status == 404)
    let errors = try JSON(parsing: answer.body)["errors"]
    #expect(errors?.elements.first?["code"]?.text == code)
  }
}
