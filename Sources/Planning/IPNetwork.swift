/// A range of IP addresses, as CIDR writes it (RFC 4632, RFC 4291).
package struct IPNetwork: Hashable, Sendable {
  /// 4 bytes of IPv4 or 16 of IPv6; the bits behind the prefix are 0.
  package let bytes: [UInt8]
  /// How many leading bits belong to the network.
  package let prefix: Int

  /// Reads a network such as `10.0.0.0/8`, or an address, which is a network of one; nil where the
  /// text is neither.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = parts.first, parts.count <= 2,
      let bytes = Self.version4(address) ?? Self.version6(address)
    else { return nil }
    var prefix = bytes.count * 8
    if parts.count == 2 {
      guard let given = Int(parts[1]), (0...prefix).contains(given),
        parts[1].allSatisfy(\.isNumber)
      else { return nil }
      prefix = given
    }
    self.prefix = prefix
    self.bytes = bytes.enumerated().map { index, byte in
      let kept = min(max(prefix - index * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
    }
  }

  /// Whether the other network lies wholly in this one.
  package func contains(_ other: IPNetwork) -> Bool {
    guard bytes.count == other.bytes.count, prefix <= other.prefix else { return false }
    return bytes.indices.allSatisfy { index in
      let kept = min(max(prefix - index * 8, 0), 8)
      return other.bytes[index] & UInt8(truncatingIfNeeded: 0xff00 >> kept) == bytes[index]
    }
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let bytes = parts.compactMap { part in
      part.count <= 3 && part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil
    }
    return bytes.count == 4 ? bytes : nil
  }

  /// Without the forms that end in an IPv4 address: Kubernetes writes none.
  private static func version6(_ text: Substring) -> [UInt8]? {
    var halves: [[UInt8]] = []
    var rest = text
    if let gap = text.range(of: "::") {
      guard let head = groups(text[..<gap.lowerBound]),
        let tail = groups(text[gap.upperBound...]), head.count + tail.count <= 14
      else { return nil }
      halves = [head, Array(repeating: 0, count: 16 - head.count - tail.count), tail]
      rest = ""
    } else if text.contains(":"), let all = groups(text), all.count == 16 {
      halves = [all]
      rest = ""
    }
    return rest.isEmpty && !halves.isEmpty ? halves.flatMap(\.self) : nil
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    for group in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard (1...4).contains(group.count), let value = UInt16(group, radix: 16) else { return nil }
      bytes += [UInt8(value >> 8), UInt8(value & 0xff)]
    }
    return bytes
  }
}

extension Substring {
  /// Where a short text stands first; nil where it doesn't.
  fileprivate func range(of text: String) -> Range<Index>? {
    indices.lazy.compactMap { start -> Range<Index>? in
      let rest = self[start...]
      guard rest.hasPrefix(text) else { return nil }
      return start..<index(start, offsetBy: text.count)
    }.first
  }
}
