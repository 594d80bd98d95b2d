import Testing

@testable import HostEffects

struct RedactorTests {
  private static let secret = "MHcCAQEEICanaryCanaryCanaryCanary"
  private static let key =
    "-----BEGIN EC PRIVATE KEY-----\n\(secret)\n\(secret)\n-----END EC PRIVATE KEY-----\n"

  private func redact(_ text: String, pieces: Int) -> String {
    var redactor = Redactor()
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      result += redactor.redact(Array(bytes[start..<min(start + pieces, bytes.count)]))
    }
    return String(decoding: result + redactor.finish(), as: UTF8.self)
  }

  @Test(arguments: [1, 2, 3, 7, 11, 16, 64, 4096])
  func aKeyIsMaskedHoweverItIsSplit(pieces: Int) {
    let text = "before ---- -----BEG\n" + Self.key + "after\n"
    #expect(redact(text, pieces: pieces) == "before ---- -----BEG\n‹private key hidden›\nafter\n")
  }

  @Test(arguments: ["EC PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])
  func everyKindOfKeyIsMasked(label: String) {
    let text = "\"-----BEGIN \(label)-----\\n\(Self.secret)\\n-----END \(label)-----\\n\""
    #expect(redact(text, pieces: 5) == "\"‹private key hidden›\\n\"")
  }

  @Test func certificatesPass() {
    let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-"
    for pieces in [1, 5, 100] { #expect(redact(text, pieces: pieces) == text) }
  }

  @Test(arguments: [1, 13, 500])
  func aKeyInBase64IsMasked(pieces: Int) {
    // "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE…" in base64, as a Secret's data has it.
    let encoded = "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSUNhbmFyeQo="
    #expect(
      redact("key.pem: \(encoded)\nx: y\n", pieces: pieces)
        == "key.pem: ‹private key hidden›\nx: y\n")
    let certificate = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJpekNDQVRHZ0F3SUJBZ0lS"
    #expect(redact("crt: \(certificate)\n", pieces: pieces) == "crt: \(certificate)\n")
  }

  @Test func anUnfinishedKeyIsNeverGivenOut() {
    let text = "x\n" + Self.key.prefix(50)
    for pieces in [1, 9, 100] { #expect(redact(text, pieces: pieces) == "x\n‹private key hidden›") }
  }

  @Test func whatFollowsAnOpeningLineThatIsNeverClosedComesBack() {
    let text = "-----BEGIN PRIVATE KEY-----\n" + String(repeating: "a", count: 80_000) + "\nend\n"
    #expect(redact(text, pieces: 1000).hasSuffix("\nend\n"))
  }
}
