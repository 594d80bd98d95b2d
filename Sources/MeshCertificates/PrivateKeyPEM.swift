/// A private key as PEM text, which shows itself to nobody by accident.
///
/// It can't be encoded, and printing, interpolating, dumping and mirroring it give `‹hidden›` or
/// nothing. The bytes are to be had in one way only, which is easy to search for.
package struct PrivateKeyPEM: Sendable {
  private let bytes: [UInt8]

  /// Takes the bytes of a key's file, whatever they are.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Lends the key's bytes, for writing them to its file or reading the key.
  package func withBytes<Result, Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes)
  }
}

extension PrivateKeyPEM: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the key.
  package var description: String { "‹hidden›" }
  /// Never the key.
  package var debugDescription: String { "‹hidden›" }
  /// Empty, so that dumping a value which holds a key doesn't reach it.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
