import Planning
import Yams

/// One object of a rendered manifest.
struct RenderedObject: Equatable, Sendable {
  /// Which object it is; its namespace is the one that its manifest names.
  var id: ObjectID
  /// The kind of objects that it brings to the cluster; nil for what is no definition of one.
  var definesKind: String?
  /// Its manifest as it is sent to the API server for a dry run; empty for a Secret, which is not.
  var manifest: String
  /// Its manifest as it may be shown: without a Secret's data and control codes.
  var shown: [String]

  /// Whether it is a Secret: nobody looks into it, here or in the cluster.
  var isSecret: Bool { id.kind == "Secret" }
}

/// Reads the manifests that Helm renders.
enum RenderedManifest {
  /// What stands in place of each value of a Secret.
  static let hidden = "‹hidden›"

  /// The objects of a stream of YAML documents, in its order.
  ///
  /// Private keys are masked wherever they stand. A document that can't be read becomes an object
  /// without a name, and is not shown where it could be a Secret.
  static func objects(in bytes: [UInt8]) -> [RenderedObject] {
    documents(in: Redactor.redacted(bytes)).flatMap(objects(of:))
  }

  /// The part of what `helm upgrade --dry-run` prints that is the manifest.
  ///
  /// It stands behind the line `MANIFEST:`, up to the notes (helm.sh/helm pkg/cmd/status.go). The
  /// hooks stand before it, behind `HOOKS:`, in the same form.
  static func manifest(ofDryRun bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    let start =
      lines.firstIndex { $0.elementsEqual("HOOKS:".utf8) }
      ?? lines.firstIndex { $0.elementsEqual("MANIFEST:".utf8) }
    guard let start else { return [] }
    let rest = lines[(start + 1)...].prefix { !$0.elementsEqual("NOTES:".utf8) }
    return Array(
      rest.map { $0.elementsEqual("MANIFEST:".utf8) ? [] : $0 }.joined(separator: [0x0a]))
  }

  /// The documents of a stream: each begins behind a line with three dashes.
  private static func documents(in bytes: [UInt8]) -> [String] {
    var documents: [String] = []
    var current: [ArraySlice<UInt8>] = []
    func close() {
      let isEmpty = current.allSatisfy { line in
        let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
        return text.isEmpty || text.first == UInt8(ascii: "#")
      }
      if !isEmpty {
        documents.append(
          String(decoding: Array(current.joined(separator: [0x0a])), as: UTF8.self) + "\n")
      }
      current = []
    }
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if line.starts(with: "---".utf8) {
        close()
        let rest = line.dropFirst(3)
        if rest.contains(where: { $0 != 0x20 && $0 != 0x0d }) { current.append(rest) }
      } else {
        current.append(line)
      }
    }
    close()
    return documents
  }

  private static func objects(of document: String) -> [RenderedObject] {
    let outline = ManifestOutline(document)
    guard let outline, !outline.needsWhole else {
      guard let outline, let node = ManifestOutline.compose(document) else {
        return [unreadable(document)]
      }
      return whole(node, outline.apiVersion, comments: comments(of: document))
    }
    return [
      RenderedObject(
        id: outline.id, definesKind: outline.definesKind, manifest: document,
        shown: lines(of: document))
    ]
  }

  /// The objects of a document that has to be taken apart: a Secret, or a list.
  private static func whole(
    _ node: Node, _ apiVersion: String, comments: [String]
  ) -> [RenderedObject] {
    if let items = node["items"]?.sequence, node["kind"]?.string?.hasSuffix("List") == true {
      return items.flatMap { whole($0, $0["apiVersion"]?.string ?? "", comments: []) }
    }
    let isSecret = node["kind"]?.string == "Secret"
    guard
      let text = try? Yams.serialize(
        node: isSecret ? SecretScrub.hidden(node) : node, allowUnicode: true)
    else {
      return []
    }
    let outline = ManifestOutline(node)
    return [
      RenderedObject(
        id: outline.id, definesKind: outline.definesKind, manifest: isSecret ? "" : text,
        shown: comments + lines(of: text))
    ]
  }

  /// A document that isn't YAML as it is read here.
  private static func unreadable(_ document: String) -> RenderedObject {
    RenderedObject(
      id: ObjectID(apiVersion: "", kind: "", namespace: nil, name: ""), manifest: "",
      shown: document.contains("Secret")
        ? ["# A document that can't be read, and isn't shown: it could be a Secret."]
        : lines(of: document))
  }

  /// The comments before the first line of a document, such as its template's path.
  private static func comments(of document: String) -> [String] {
    lines(of: document).prefix { $0.hasPrefix("#") || $0.isEmpty }.filter { !$0.isEmpty }
  }

  /// A text's lines, cleaned, without empty ones at both ends.
  private static func lines(of text: String) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    splitter.feed(text.utf8, into: &lines)
    splitter.finish(into: &lines)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.drop { $0.isEmpty })
  }
}

/// Takes what is secret out of a Secret.
enum SecretScrub {
  /// The Secret with its keys, but without what they stand for.
  static func hidden(_ node: Node) -> Node {
    guard var mapping = node.mapping else { return Node(RenderedManifest.hidden) }
    for key in ["data", "stringData"] {
      guard let data = mapping[Node(key)] else { continue }
      guard let values = data.mapping else {
        mapping[Node(key)] = Node(RenderedManifest.hidden)
        continue
      }
      mapping[Node(key)] = Node(values.map { ($0.key, Node(RenderedManifest.hidden)) })
    }
    if var metadata = mapping["metadata"]?.mapping, let noted = metadata["annotations"]?.mapping {
      // kubectl's own copy of the whole object.
      let kept = noted.filter { $0.key.string?.hasSuffix("last-applied-configuration") != true }
      metadata["annotations"] = Node(kept.map { ($0.key, $0.value) })
      mapping["metadata"] = .mapping(metadata)
    }
    return .mapping(mapping)
  }
}
