/// The columns in which a kind of object is shown by `kubectl get`.
struct TableLayout {
  struct Column: Sendable {
    var name: String
    var type = "string"
    var isWide = false
    var cell: @Sendable (_ object: JSON, _ now: Int64) -> JSON

    var definition: JSON {
      [
        "name": .string(name), "type": .string(type),
        "format": .string(name == "Name" ? "name" : ""), "description": "",
        "priority": .int(isWide ? 1 : 0),
      ]
    }
  }

  var columns: [Column]

  var definitions: JSON { .array(columns.map(\.definition)) }

  func cells(_ object: JSON, _ now: Int64) -> [JSON] { columns.map { $0.cell(object, now) } }

  /// The layout of a kind; name and age where nothing else is known.
  static func layout(for type: ResourceType) -> TableLayout {
    if type.isCustom { return custom(type) }
    let own = TableColumns.byKind[type.kind] ?? [TableColumns.age]
    let leads = type.kind == "Event" ? [] : [TableColumns.name]
    return TableLayout(columns: leads + own)
  }

  private static func custom(_ type: ResourceType) -> TableLayout {
    let own = type.printerColumns.map { column in
      Column(name: column.name, type: column.type, isWide: column.isWide) { object, now in
        let value = object[column.path] ?? .null
        guard column.type == "date", let time = value.text.flatMap(Timestamp.seconds) else {
          return value
        }
        return .string(ageText(now - time))
      }
    }
    return TableLayout(columns: [TableColumns.name] + (own.isEmpty ? [TableColumns.age] : own))
  }
}
