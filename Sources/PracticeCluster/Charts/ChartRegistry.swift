import Crypto

/// The same charts as in the repository, as an OCI registry of images serves them: those of the edge
/// repository are at charts/edge, those of the stable one at charts/stable.
///
/// It reads only: nothing can be pushed. The paths and the answers are those of the distribution
/// specification (github.com/opencontainers/distribution-spec, spec.md), the media types those of
/// Helm (helm.sh/docs/topics/registries).
package enum ChartRegistry {
  /// What the registry says to a request.
  package struct Answer: Equatable, Sendable {
    /// HTTP's status.
    package var status: Int
    /// What the body is.
    package var contentType: String
    /// The digest of a manifest or a blob, with its algorithm before it; nil for other answers.
    package var digest: String?
    /// All of it; an answer to HEAD leaves it out.
    package var body: [UInt8]
  }

  /// The answer to a GET or a HEAD of that path; nil where the path is none of a registry's.
  package static func answer(path: String) -> Answer? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts[0].isEmpty, parts[1] == "v2" else { return nil }
    if parts.count == 3, parts[2].isEmpty {
      return Answer(status: 200, contentType: "application/json", body: Array("{}".utf8))
    }
    guard parts.count >= 5 else { return missing("NAME_UNKNOWN", "no such repository") }
    let name = parts[2..<(parts.count - 2)].joined(separator: "/")
    guard let images = images[name] else {
      return missing("NAME_UNKNOWN", "repository name not known to registry")
    }
    let reference = parts[parts.count - 1]
    switch parts[parts.count - 2] {
    case "tags" where reference == "list":
      let tags: JSON = [
        "name": .string(name), "tags": .array(images.map { .string($0.tag) }),
      ]
      return Answer(status: 200, contentType: "application/json", body: tags.printed)
    case "manifests":
      guard
        let image = images.first(where: { [$0.tag, $0.manifest.digest].contains(reference) })
      else { return missing("MANIFEST_UNKNOWN", "manifest unknown") }
      return answer(image.manifest)
    case "blobs":
      let blobs = images.flatMap { [$0.configuration, $0.archive] }
      guard let blob = blobs.first(where: { $0.digest == reference }) else {
        return missing("BLOB_UNKNOWN", "blob unknown to registry")
      }
      return answer(blob)
    default: return missing("UNSUPPORTED", "the operation is unsupported")
    }
  }

  private static let images: [String: [ChartImage]] = Dictionary(
    grouping: LinkerdRelease.all.flatMap { release in
      PracticeChart.charts(of: release).map { chart in
        ("charts/\(release.channel.rawValue)/\(chart.name)", ChartImage(chart))
      }
    }, by: \.0
  ).mapValues { $0.map(\.1) }

  private static func answer(_ blob: ChartImage.Blob) -> Answer {
    Answer(status: 200, contentType: blob.mediaType, digest: blob.digest, body: blob.bytes)
  }

  private static func missing(_ code: String, _ message: String) -> Answer {
    let errors: JSON = ["errors": [["code": .string(code), "message": .string(message)]]]
    return Answer(status: 404, contentType: "application/json", body: errors.printed)
  }
}

/// A chart as an image of a registry: its archive, a description, and the manifest of both.
private struct ChartImage: Sendable {
  /// Bytes that are found by their hash.
  struct Blob: Sendable {
    let mediaType: String
    let bytes: [UInt8]
    let digest: String

    init(_ mediaType: String, _ bytes: [UInt8]) {
      self.mediaType = mediaType
      self.bytes = bytes
      digest =
        "sha256:"
        + SHA256.hash(data: bytes).map {
          String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }.joined()
    }

    /// How a manifest points to it.
    var descriptor: JSON {
      [
        "mediaType": .string(mediaType), "digest": .string(digest),
        "size": .int(bytes.count),
      ]
    }
  }

  let tag: String
  let configuration: Blob
  let archive: Blob
  let manifest: Blob

  init(_ chart: PracticeChart) {
    tag = chart.version
    let description: JSON = [
      "apiVersion": "v2", "name": .string(chart.name), "version": .string(chart.version),
      "appVersion": .string(chart.appVersion), "kubeVersion": .string(chart.kubeVersion),
      "description": .string(chart.description), "type": "application",
    ]
    configuration = Blob("application/vnd.cncf.helm.config.v1+json", description.printed)
    archive = Blob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", chart.archive)
    let mediaType = "application/vnd.oci.image.manifest.v1+json"
    let manifest: JSON = [
      "schemaVersion": 2, "mediaType": .string(mediaType),
      "config": configuration.descriptor, "layers": [archive.descriptor],
    ]
    self.manifest = Blob(mediaType, manifest.printed)
  }
}
