package import Planning

/// A set of namespaces that belong to a known product.
package struct NamespacePreset: Equatable, Sendable {
  /// A stable name, such as `direktiv`.
  package var id: String
  /// What the list of presets shows.
  package var title: String
  /// Chosen by the preset, made where they are absent.
  package var namespaces: [NamespaceAnswer]
  /// Offered beside them, not chosen.
  package var offered: [String]
  /// What to know before choosing it, in one or two sentences; empty where nothing is to be said.
  package var note: String

  /// Makes a preset.
  package init(
    id: String, title: String, namespaces: [NamespaceAnswer], offered: [String] = [],
    note: String = ""
  ) {
    self.id = id
    self.title = title
    self.namespaces = namespaces
    self.offered = offered
    self.note = note
  }

  /// The names of the chosen ones, as one text.
  package var namesText: String { namespaces.map(\.name).joined(separator: ", ") }
}

/// The presets of the namespaces screen.
package enum NamespacePresets {
  /// All of them, in the order of the list.
  package static let all = [direktiv, direktivBefore08]

  /// Direktiv as it is today.
  package static let direktiv = NamespacePreset(
    id: "direktiv", title: "Direktiv",
    namespaces: [NamespaceAnswer("direktiv", opaquePorts: "4222,6222,8222")], offered: [],
    note: "From 0.8.2 on Direktiv's own chart makes direktiv-services-direktiv, meshed, "
      + "so it must not be made here: its install would fail. "
      + "NATS in a meshed namespace wants its ports 4222, 6222 and 8222 declared opaque: they will "
      + "be.")

  /// Direktiv before 0.8, with Knative and its database beside it.
  package static let direktivBefore08 = NamespacePreset(
    id: "direktiv-before-0.8", title: "Direktiv before 0.8",
    namespaces: ["default", "postgres", "knative-serving", "direktiv-services-direktiv"].map {
      NamespaceAnswer($0)
    },
    offered: ["direktiv"],
    note: "Only for Direktiv before 0.8: from 0.8.2 on its chart makes "
      + "direktiv-services-direktiv itself and fails where it is there already. "
      + "Backup jobs of the database in postgres must stay out of the mesh.")
}
