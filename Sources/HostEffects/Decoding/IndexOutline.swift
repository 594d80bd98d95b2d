/// Cuts the index of a chart repository down to the lines that are looked at.
///
/// An index describes hundreds of versions of a dozen charts, and to read all of that as YAML takes
/// seconds. Helm writes it in block style, one key a line, so that what is wanted can be told by its
/// indentation.
struct IndexOutline {
  private let charts: [String]
  private let keys: [String]
  private var kept: [UInt8] = []
  private var isInEntries = false
  /// Columns of the charts' names, of the dashes of a chart's entries, and of an entry's keys.
  private var chartColumn: Int?
  private var dashColumn: Int?
  private var keyColumn = 0
  private var isWantedChart = false
  private var isWantedKey = false

  /// The lines of these charts' entries that belong to these keys; nil where the index is written in
  /// another style and has to be read whole.
  static func cut(_ bytes: [UInt8], charts: [String], keys: [String]) -> [UInt8]? {
    var outline = IndexOutline(charts: charts, keys: keys)
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.endIndex
      guard outline.take(bytes[start..<end]) else { return nil }
      start = end + 1
    }
    return outline.chartColumn == nil ? nil : outline.kept
  }

  private init(charts: [String], keys: [String]) {
    self.charts = charts
    self.keys = keys
  }

  /// Takes a line; false where its style is another one.
  private mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.firstIndex(where: { $0 != 0x20 }), line[first] != 0x0d else {
      return true
    }
    let column = first - line.startIndex
    let text = Self.withoutTail(line[first...])
    switch text.first {
    case nil, UInt8(ascii: "#"): return true
    case 0x09: return false
    default: break
    }
    if column == 0 { return takeTop(text) }
    if !isInEntries { return true }
    if chartColumn == nil { chartColumn = column }
    if column == chartColumn, !Self.isDash(text) { return takeChart(text, line) }
    guard column >= chartColumn ?? 0 else { return false }
    return isWantedChart ? takeEntryLine(text, line, column) : true
  }

  private mutating func takeTop(_ text: ArraySlice<UInt8>) -> Bool {
    if text.elementsEqual("---".utf8) { return kept.isEmpty }
    guard let key = Self.key(of: text), !Self.isDash(text) else { return false }
    isInEntries = key == "entries"
    guard isInEntries else { return true }
    guard kept.isEmpty, text.last == UInt8(ascii: ":") else { return false }
    keep(text)
    return true
  }

  private mutating func takeChart(_ text: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Bool {
    guard let name = Self.key(of: text) else { return false }
    isWantedChart = charts.contains(name)
    dashColumn = nil
    isWantedKey = false
    guard isWantedChart else { return true }
    guard text.last == UInt8(ascii: ":") else { return false }
    keep(line)
    return true
  }

  private mutating func takeEntryLine(
    _ text: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>, _ column: Int
  ) -> Bool {
    if dashColumn == nil { dashColumn = column }
    guard let dashColumn, column >= dashColumn else { return false }
    if column == dashColumn {
      guard Self.isDash(text) else { return false }
      let content = text.dropFirst().drop { $0 == 0x20 }
      keyColumn = column + (content.startIndex - text.startIndex)
      keep(line.prefix(column) + [UInt8(ascii: "-")])
      guard !content.isEmpty else { return false }
      return takeKey(content, line)
    }
    if column == keyColumn, !Self.isDash(text) { return takeKey(text, line) }
    guard column >= keyColumn else { return false }
    if isWantedKey { keep(line) }
    return true
  }

  private mutating func takeKey(_ text: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Bool {
    guard let key = Self.key(of: text) else {
      isWantedKey = false
      return text.elementsEqual("null".utf8) || text.elementsEqual("~".utf8)
    }
    isWantedKey = keys.contains(key)
    if isWantedKey { keep(Array(repeating: 0x20, count: keyColumn) + line[text.startIndex...]) }
    return true
  }

  private mutating func keep(_ line: some Sequence<UInt8>) {
    kept += line
    kept.append(0x0a)
  }

  /// The key at the beginning of a line; nil where none stands there in plain letters.
  private static func key(of text: ArraySlice<UInt8>) -> String? {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    guard colon + 1 == text.endIndex || text[colon + 1] == 0x20 else { return nil }
    let key = text[..<colon]
    let isPlain = key.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_.".utf8.contains(byte)
    }
    return isPlain ? String(decoding: key, as: UTF8.self) : nil
  }

  private static func isDash(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "-") else { return false }
    return text.count == 1 || text[text.startIndex + 1] == 0x20
  }

  private static func withoutTail(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let last = text.last, last == 0x20 || last == 0x0d { text.removeLast() }
    return text
  }
}
