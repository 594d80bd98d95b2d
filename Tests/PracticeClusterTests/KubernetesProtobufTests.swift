import Testing

@testable import PracticeCluster

struct KubernetesProtobufTests {
  private func envelope(
    _ apiVersion: String, _ kind: String, _ fill: (inout ProtobufWriter) -> Void
  ) -> [UInt8] {
    var writer = ProtobufWriter()
    writer.message(1) {
      $0.text(1, apiVersion)
      $0.text(2, kind)
    }
    writer.message(2, fill)
    return [0x6B, 0x38, 0x73, 0x00] + writer.bytes
  }

  @Test func aSecretIsReadWithItsDataAndLabels() throws {
    let body = envelope("v1", "Secret") { secret in
      secret.message(1) { metadata in
        metadata.text(1, "sh.helm.release.v1.x.v1")
        metadata.text(2, "")
        metadata.message(11) {
          $0.text(1, "owner")
          $0.text(2, "helm")
        }
      }
      secret.message(2) {
        $0.text(1, "release")
        $0.text(2, "abc")
      }
      secret.text(3, "helm.sh/release.v1")
    }
    #expect(KubernetesProtobuf.isProtobuf(body))
    #expect(
      try KubernetesProtobuf.decode(body) == [
        "apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1",
        "metadata": ["name": "sh.helm.release.v1.x.v1", "labels": ["owner": "helm"]],
        "data": ["release": "YWJj"],
      ])
  }

  @Test func anUnknownKindIsRefused() {
    #expect(throws: APIError.self) {
      try KubernetesProtobuf.decode(envelope("example.org/v1", "Gadget") { _ in })
    }
  }

  @Test func brokenBytesAreRefusedNotACrash() {
    let good = envelope("v1", "Namespace") { $0.message(1) { $0.text(1, "demo") } }
    for end in 5..<good.count {
      _ = try? KubernetesProtobuf.decode(Array(good[..<end]))
    }
    #expect(throws: APIError.self) {
      try KubernetesProtobuf.decode([0x6B, 0x38, 0x73, 0x00, 0x0A, 0xFF, 0xFF, 0xFF, 0x7F])
    }
  }
}
