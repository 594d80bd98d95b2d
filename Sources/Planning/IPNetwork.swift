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
    self.bytes = Self.masked(bytes, to: prefix)
  }

  /// Whether the other network lies wholly in this one.
  package func contains(_ other: IPNetwork) -> Bool {
    bytes.count == other.bytes.count && prefix <= other.prefix
      && Self.masked(other.bytes, to: prefix) == bytes
  }

  /// The bytes with only that many leading bits.
  private static func masked(_ bytes: [UInt8], to prefix: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let kept = min(max(prefix - index * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
    }
  }

  /// The same addresses in as few networks as there can be: halves of a network become that network, and
  /// what lies in another one is left out. In the order of their bytes.
  package static func merged(_ networks: [IPNetwork]) -> [IPNetwork] {
    var byPrefix = Dictionary(grouping: Set(networks), by: \.prefix).mapValues(Set.init)
    for prefix in stride(from: 128, to: 0, by: -1) {
      for network in byPrefix[prefix] ?? [] where byPrefix[prefix]?.contains(network) == true {
        let sibling = network.sibling
        guard byPrefix[prefix]?.contains(sibling) == true else { continue }
        byPrefix[prefix]?.subtract([network, sibling])
        byPrefix[prefix - 1, default: []].insert(network.parent)
      }
    }
    let left = byPrefix.values.flatMap(\.self).sorted {
      $0.bytes.lexicographicallyPrecedes($1.bytes)
        || ($0.bytes == $1.bytes && $0.prefix < $1.prefix)
    }
    // A network stands directly before all that lies in it.
    return left.reduce(into: []) { kept, network in
      if kept.last?.contains(network) != true { kept.append(network) }
    }
  }

  /// The network as CIDR writes it; IPv6 without the shorthand for zeros.
  package var text: String {
    guard bytes.count == 16 else {
      return bytes.map(String.init).joined(separator: ".") + "/\(prefix)"
    }
    return stride(from: 0, to: 16, by: 2).map {
      String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
    }.joined(separator: ":") + "/\(prefix)"
  }

  /// The other half of the network that this one is a half of.
  private var sibling: IPNetwork {
    var bytes = bytes
    bytes[(prefix - 1) / 8] ^= 0x80 >> UInt8((prefix - 1) % 8)
    return IPNetwork(bytes: bytes, prefix: prefix)
  }

  private var parent: IPNetwork {
    var bytes = bytes
    bytes[(prefix - 1) / 8] &= ~(0x80 >> UInt8((prefix - 1) % 8))
    return IPNetwork(bytes: bytes, prefix: prefix - 1)
  }

  private init(bytes: [UInt8], prefix: Int) { (self.bytes, self.prefix) = (bytes, prefix) }

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
    guard let gap = text.firstRange(of: "::") else {
      guard text.contains(":"), let all = groups(text), all.count == 16 else { return nil }
      return all
    }
    guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
      head.count + tail.count <= 14
    else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
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
