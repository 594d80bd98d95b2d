import Crypto
import SwiftASN1

/// The `EC PRIVATE KEY` form (RFC 5915) of a P-256 key, which `step` and older tools write too.
struct ECPrivateKeyText: DERSerializable {
  private static let p256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 3, 1, 7]

  let key: P256.Signing.PrivateKey

  func serialize(into coder: inout DER.Serializer) throws {
    let secret = ASN1OctetString(contentBytes: ArraySlice(Array(key.rawRepresentation)))
    let point = ASN1BitString(bytes: ArraySlice(Array(key.publicKey.x963Representation)))
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(1)
      try coder.serialize(secret)
      try coder.serialize(
        Self.p256, explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific)
      try coder.serialize(point, explicitlyTaggedWithTagNumber: 1, tagClass: .contextSpecific)
    }
  }

  /// One PEM block and a newline.
  func pem() throws -> PrivateKeyPEM {
    var serializer = DER.Serializer()
    try serializer.serialize(self)
    let text = PEMText.block("EC PRIVATE KEY", der: serializer.serializedBytes)
    return PrivateKeyPEM(bytes: Array(text.utf8))
  }
}
