package import Diagnosis
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
  /// What meshing it needs care for, in a few letters each, most harmful first; empty where nothing is
  /// known.
  package var care: [String]

  /// Makes a row.
  package init(name: String, mark: Mark, pods: Int?, note: String, care: [String] = []) {
    self.name = name
    self.mark = mark
    self.pods = pods
    self.note = note
    self.care = care
  }
}

extension WizardState {
  /// The namespaces that the filter leaves: those to be created first, then all others in their order.
  package var namespaceRows: [NamespaceRow] { namespaceRows(from: 0, count: .max) }

  /// How many rows `namespaceRows` has, without making them.
  package var namespaceCount: Int {
    let needle = TextNeedle(namespaceFilter ?? "")
    let index = namespaceIndex
    let created = chosenNamespaces.created.count { needle.isIn($0) }
    if needle.isEmpty { return created + index.count }
    return created + index.rows.count { needle.isIn($0.name) }
  }

  /// The place of a namespace in `namespaceRows`, without making them; 0 where it isn't there.
  func namespacePlace(of name: String?) -> Int {
    guard let name else { return 0 }
    let needle = TextNeedle(namespaceFilter ?? "")
    let created = chosenNamespaces.created.filter { needle.isIn($0) }
    if let place = created.firstIndex(of: name) { return place }
    let index = namespaceIndex
    var place = created.count
    for number in 0..<index.count {
      let other = index.row(number, by: namespaceOrder).name
      if other == name { return needle.isIn(name) ? place : 0 }
      if needle.isIn(other) { place += 1 }
    }
    return 0
  }

  /// Those of `namespaceRows` from a place on, at most so many; only these are made.
  package func namespaceRows(from first: Int, count: Int) -> [NamespaceRow] {
    let needle = TextNeedle(namespaceFilter ?? "")
    let chosen = chosenNamespaces
    let created = chosen.created.filter { needle.isIn($0) }
    var rows: [NamespaceRow] = created.dropFirst(first).prefix(count).map(row(ofCreated:))
    guard rows.count < count else { return rows }
    let start = max(first - created.count, 0)
    let index = namespaceIndex
    let all = (0..<index.count).lazy.map { index.row($0, by: namespaceOrder) }
    let room = count - rows.count
    let shown =
      needle.isEmpty
      ? Array(all.dropFirst(start).prefix(room))
      : Array(all.filter { needle.isIn($0.name) }.dropFirst(start).prefix(room))
    rows += shown.map { row(of: $0, isChosen: chosen.names.contains($0.name)) }
    return rows
  }

  private var namespaceIndex: NamespaceIndex { facts.namespaces.value ?? NamespaceIndex([]) }

  private func row(ofCreated name: String) -> NamespaceRow {
    NamespaceRow(
      name: name, mark: .created, pods: 0, note: "will be created" + answered(for: name),
      care: NamespaceRules.note(onCreating: name).map { [$0.short] } ?? [])
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
      name: namespace.name, mark: mark, pods: namespace.pods,
      note: verdict.stateText + (isChosen ? answered(for: namespace.name) : ""),
      care: verdict.canBeChosen ? notes(on: namespace).map(\.short) : [])
  }

  /// What is to be known before a namespace is meshed, by what would be installed.
  func notes(on namespace: NamespaceFact) -> [NamespaceNote] {
    var fact = namespace
    if let ports = chosenNamespaces.special[namespace.name]?.opaque {
      fact.opaqueAnnotation = ports.value(keeping: fact.opaqueAnnotation)
    }
    return NamespaceRules.notes(fact, proxyEndsWithJobs: proxyEndsWithJobs)
  }

  /// What was answered for a namespace beside its being chosen, behind how it stands.
  private func answered(for name: String) -> String {
    guard let answer = chosenNamespaces.special[name] else { return "" }
    return (answer.inject == .enabled ? "" : ", will be \(answer.inject.rawValue)")
      + (answer.opaquePorts.isEmpty ? "" : ", opaque \(answer.opaquePorts)")
  }

  /// What is to be known about a namespace of the list, or one that is to be created.
  package func notes(onNamespace name: String) -> [NamespaceNote] {
    if let fact = facts.namespaces.value?[name] { return notes(on: fact) }
    return NamespaceRules.note(onCreating: name).map { [$0] } ?? []
  }

  /// Whether proxies are native sidecars: the charts' default from 2026.5.2 on (linkerd2 #15267),
  /// where Kubernetes has them, which is from 1.29 on.
  var proxyEndsWithJobs: Bool {
    guard let server = facts.server.value, server.version >= SemanticVersion(1, 29, 0) else {
      return false
    }
    let key = "proxy.nativeSidecar="
    if let setting = answers.controlPlane.settings.last(where: { $0.hasPrefix(key) }) {
      return setting.dropFirst(key.count) == "true"
    }
    guard let charts = chosenVersion, !charts.isOneChart,
      let version = SemanticVersion.parse(charts.version)
    else { return false }
    return version >= SemanticVersion(2026, 5, 2)
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
