import Diagnosis
import Planning

/// A line of the namespaces screen.
package struct NamespaceRow: Equatable, Sendable {
  /// How a namespace stands.
  package enum Mark: Equatable, Sendable {
    case chosen, notChosen
    /// It will be created and meshed.
    case created
    /// It is annotated already.
    case meshed
    /// It can't be chosen; `note` says why.
    case notOffered
  }

  /// As Kubernetes knows it.
  package var name: String
  /// How it stands.
  package var mark: Mark
  /// nil where they may not be counted.
  package var pods: Int?
  /// What is to be known about its injection, such as `off`, `on already`, `will be created`.
  package var note: String
}

extension WizardState {
  /// The namespaces that the filter leaves: those to be created first, then all others by name.
  package var namespaceRows: [NamespaceRow] {
    let index = facts.namespaces.value ?? NamespaceIndex([])
    let chosen = chosenNamespaces
    let needle = TextNeedle(namespaceFilter ?? "")
    var rows: [NamespaceRow] = []
    for name in chosen.created where needle.isIn(name) {
      rows.append(NamespaceRow(name: name, mark: .created, pods: 0, note: "will be created"))
    }
    for namespace in index.rows where needle.isIn(namespace.name) {
      rows.append(row(of: namespace, isChosen: chosen.names.contains(namespace.name)))
    }
    return rows
  }

  /// How many rows `namespaceRows` has, without making them.
  package var namespaceCount: Int {
    let index = facts.namespaces.value ?? NamespaceIndex([])
    let needle = TextNeedle(namespaceFilter ?? "")
    let created = chosenNamespaces.created.count { needle.isIn($0) }
    if needle.isEmpty { return created + index.rows.count }
    return created + index.rows.count { needle.isIn($0.name) }
  }

  /// Those of `namespaceRows` from a place on, at most so many; only these are made.
  package func namespaceRows(from first: Int, count: Int) -> [NamespaceRow] {
    let index = facts.namespaces.value ?? NamespaceIndex([])
    let needle = TextNeedle(namespaceFilter ?? "")
    let chosen = chosenNamespaces
    let created = chosen.created.filter { needle.isIn($0) }
    var rows: [NamespaceRow] = created.dropFirst(first).prefix(count).map {
      NamespaceRow(name: $0, mark: .created, pods: 0, note: "will be created")
    }
    guard rows.count < count else { return rows }
    let start = max(first - created.count, 0)
    let room = count - rows.count
    let shown =
      needle.isEmpty
      ? Array(index.rows.dropFirst(start).prefix(room))
      : Array(index.rows.lazy.filter { needle.isIn($0.name) }.dropFirst(start).prefix(room))
    rows += shown.map { row(of: $0, isChosen: chosen.names.contains($0.name)) }
    return rows
  }

  private func row(of namespace: NamespaceFact, isChosen: Bool) -> NamespaceRow {
    let verdict = NamespaceRules.verdict(
      namespace, controlPlaneNamespace: answers.controlPlane.namespace)
    let mark: NamespaceRow.Mark =
      if !verdict.canBeChosen {
        .notOffered
      } else if isChosen {
        .chosen
      } else {
        verdict.isMeshedAlready ? .meshed : .notChosen
      }
    return NamespaceRow(
      name: namespace.name, mark: mark, pods: namespace.pods, note: verdict.stateText)
  }

  /// How many namespaces there are, pods in the chosen ones, and namespaces to be created.
  package var namespaceTotals: (all: Int, chosen: Int, pods: Int, created: Int) {
    let chosen = chosenNamespaces
    return (
      facts.namespaces.value?.rows.count ?? 0, answers.namespaces.count, chosen.pods,
      chosen.created.count
    )
  }
}

/// A text that is looked for in many others, in any case.
struct TextNeedle {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.lowercased().utf8) }

  /// Whether it is found in every text.
  var isEmpty: Bool { bytes.isEmpty }

  /// Whether it stands in this text; texts in ASCII are looked through without a copy.
  func isIn(_ text: String) -> Bool {
    if bytes.isEmpty { return true }
    let found = text.utf8.withContiguousStorageIfAvailable { haystack -> Bool? in
      haystack.allSatisfy { $0 < 0x80 } ? isIn(haystack) : nil
    }
    return (found ?? nil) ?? Array(text.lowercased().utf8).withUnsafeBufferPointer { isIn($0) }
  }

  private func isIn(_ haystack: UnsafeBufferPointer<UInt8>) -> Bool {
    guard haystack.count >= bytes.count else { return false }
    for start in 0...(haystack.count - bytes.count) {
      var length = 0
      while length < bytes.count, lowered(haystack[start + length]) == bytes[length] {
        length += 1
      }
      if length == bytes.count { return true }
    }
    return false
  }

  private func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }
}

extension String {
  /// Whether the text stands in this one, in any case; an empty text stands in every one.
  package func containsText(_ text: String) -> Bool {
    TextNeedle(text).isIn(self)
  }
}
