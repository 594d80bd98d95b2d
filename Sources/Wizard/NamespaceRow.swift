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

  package var name: String
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
    let chosen = Set(answers.namespaces.map(\.name))
    let created = answers.namespaces.map(\.name).filter { index[$0] == nil }
    let needle = namespaceFilter ?? ""
    var rows: [NamespaceRow] = []
    for name in created where name.containsText(needle) {
      rows.append(NamespaceRow(name: name, mark: .created, pods: 0, note: "will be created"))
    }
    for namespace in index.rows where namespace.name.containsText(needle) {
      rows.append(row(of: namespace, isChosen: chosen.contains(namespace.name)))
    }
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
    let index = facts.namespaces.value ?? NamespaceIndex([])
    var pods = 0
    var created = 0
    for namespace in answers.namespaces {
      if let fact = index[namespace.name] { pods += fact.pods ?? 0 } else { created += 1 }
    }
    return (index.rows.count, answers.namespaces.count, pods, created)
  }
}

extension String {
  /// Whether the text stands in this one, in any case; an empty text stands in every one.
  package func containsText(_ text: String) -> Bool {
    if text.isEmpty { return true }
    let haystack = Array(lowercased().utf8)
    let needle = Array(text.lowercased().utf8)
    guard needle.count <= haystack.count else { return false }
    for start in 0...(haystack.count - needle.count)
    where haystack[start..<(start + needle.count)].elementsEqual(needle) {
      return true
    }
    return false
  }
}
