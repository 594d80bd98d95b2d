import TestSupport
import Testing

@testable import Planning

/// A preview as `plan --preview` prints it.
struct PreviewTextTests {
  private static let preview: Preview = {
    func id(_ kind: String, _ name: String, in namespace: String? = nil) -> ObjectID {
      ObjectID(
        apiVersion: kind == "Deployment" ? "apps/v1" : "v1", kind: kind, namespace: namespace,
        name: name)
    }
    return Preview(
      parts: [
        PreviewPart(
          name: "namespace",
          objects: [
            PreviewObject(
              id: id("Namespace", "linkerd"), state: .changed, note: "changes metadata.labels",
              lines: 1..<2)
          ], lines: 0..<2),
        PreviewPart(
          name: "linkerd-crds",
          problem: Problem("forbidden", "The cluster does not let you.", remedy: "Ask for it."),
          lines: 2..<2),
        PreviewPart(
          name: "linkerd-control-plane", namespace: "linkerd", notes: ["A note about it."],
          objects: [
            PreviewObject(
              id: id("Secret", "issuer", in: "linkerd"), state: .new, lines: 3..<5),
            PreviewObject(
              id: id("Deployment", "identity", in: "linkerd"), state: .same, lines: 6..<7),
            PreviewObject(
              id: id("Deployment", "destination", in: "linkerd"), state: .unknown, lines: 8..<9),
          ], lines: 2..<9),
      ], notes: ["A note about all."],
      manifest: [
        "---", "kind: Namespace", "---", "kind: Secret", "data: {a: ‹hidden›}", "---",
        "kind: Deployment", "---", "kind: Deployment",
      ])
  }()

  @Test func theTextIsOneStreamOfYAMLWithTheRestInComments() {
    let mismatch = Golden.mismatch(Self.preview.text, named: "preview-text")
    #expect(mismatch == nil, "\(mismatch ?? "")")
    let lines = Self.preview.text.split(separator: "\n").map(String.init)
    #expect(lines.filter { !$0.hasPrefix("#") } == Self.preview.manifest)
  }

  @Test func theJSONHasEachObjectWithItsManifest() {
    let mismatch = Golden.mismatch(
      Self.preview.json(digest: "3f9a02c1"), named: "preview-json")
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test func nothingAtAllIsSaidAsNothing() {
    let empty = Preview(parts: [], notes: [], manifest: [])
    #expect(empty.text.contains("# 0 objects: none\n"))
    #expect(empty.problems == [])
  }

  @Test func aControlCodeInAnAnswerEndsNoComment() {
    var preview = Self.preview
    preview.notes = ["a\nkind: Secret"]
    #expect(!preview.text.contains("\nkind: Secret\n---"))
  }
}
