import SwiftASN1

/// What kind of key a certificate or a key file holds, also for kinds that nothing here can use.
enum KeyKind: Equatable {
  case p256
  /// The curve's usual name, or its object identifier.
  case otherCurve(String)
  case rsa(bits: Int)
  /// The algorithm's usual name, or its object identifier.
  case other(String)

  var isRSA: Bool {
    if case .rsa = self { true } else { false }
  }

  var name: String {
    switch self {
    case .p256: "ECDSA P-256"
    case .otherCurve(let curve): "ECDSA \(curve)"
    case .rsa(let bits): bits > 0 ? "RSA \(bits)" : "RSA"
    case .other(let algorithm): algorithm
    }
  }
}

extension KeyKind {
  private static let ecPublicKey: ASN1ObjectIdentifier = [1, 2, 840, 10045, 2, 1]
  private static let rsaEncryption: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 1]
  private static let names: [ASN1ObjectIdentifier: String] = [
    [1, 2, 840, 113549, 1, 1, 10]: "RSA-PSS", [1, 3, 101, 112]: "Ed25519",
    [1, 3, 101, 113]: "Ed448", [1, 2, 840, 10040, 4, 1]: "DSA",
  ]
  private static let curves: [ASN1ObjectIdentifier: String] = [
    [1, 3, 132, 0, 34]: "P-384", [1, 3, 132, 0, 35]: "P-521", [1, 3, 132, 0, 10]: "secp256k1",
    [1, 3, 132, 0, 33]: "P-224",
  ]

  /// The kind of a certificate's key (RFC 5280, 4.1); nil where the bytes aren't a certificate.
  static func ofCertificate(der: [UInt8]) -> KeyKind? {
    guard let root = try? DER.parse(der), var fields = root.children?.first?.children else {
      return nil
    }
    if let first = fields.first, first.identifier.tagClass == .contextSpecific {
      fields.removeFirst()
    }
    // serial, signature, issuer, validity, subject, then the key
    guard fields.count >= 6, let information = fields[5].children, information.count == 2 else {
      return nil
    }
    return of(algorithm: information[0], key: information[1])
  }

  /// The kind of a private key under the given PEM label; nil where the bytes aren't such a key.
  static func ofPrivateKey(label: String, der: [UInt8]) -> KeyKind? {
    guard let fields = (try? DER.parse(der))?.children, fields.count >= 3 else { return nil }
    switch label {
    case "EC PRIVATE KEY":
      guard let curve = fields[2].children?.first else { return nil }
      return ofCurve(curve)
    case "RSA PRIVATE KEY": return .rsa(bits: bits(ofModulus: fields[1]))
    case "PRIVATE KEY": return of(algorithm: fields[1], key: nil)
    default: return nil
    }
  }

  private static func of(algorithm: ASN1Node, key: ASN1Node?) -> KeyKind? {
    guard let parts = algorithm.children, let first = parts.first,
      let identifier = try? ASN1ObjectIdentifier(derEncoded: first)
    else { return nil }
    switch identifier {
    case ecPublicKey: return parts.count > 1 ? ofCurve(parts[1]) : nil
    case rsaEncryption: return .rsa(bits: key.map(bits(ofKey:)) ?? 0)
    default: return .other(names[identifier] ?? "algorithm \(identifier)")
    }
  }

  private static func ofCurve(_ node: ASN1Node) -> KeyKind {
    guard let curve = try? ASN1ObjectIdentifier(derEncoded: node) else {
      return .otherCurve("with explicit parameters")
    }
    if curve == [1, 2, 840, 10045, 3, 1, 7] { return .p256 }
    return .otherCurve(curves[curve] ?? "on curve \(curve)")
  }

  private static func bits(ofKey node: ASN1Node) -> Int {
    guard let key = try? ASN1BitString(derEncoded: node),
      let modulus = (try? DER.parse(Array(key.bytes)))?.children?.first
    else { return 0 }
    return bits(ofModulus: modulus)
  }

  private static func bits(ofModulus node: ASN1Node) -> Int {
    guard case .primitive(let bytes) = node.content else { return 0 }
    let digits = bytes.drop { $0 == 0 }
    guard let first = digits.first else { return 0 }
    return digits.count * 8 - first.leadingZeroBitCount
  }
}

extension ASN1Node {
  /// What a constructed value holds, in order; nil for a primitive one.
  fileprivate var children: [ASN1Node]? {
    guard case .constructed(let nodes) = content else { return nil }
    return Array(nodes)
  }
}
