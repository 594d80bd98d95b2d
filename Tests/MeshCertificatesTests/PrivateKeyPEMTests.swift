import Planning
import Testing

@testable import MeshCertificates

struct PrivateKeyPEMTests {
  @Test func aKeyShowsItselfInNoWayOfPrinting() throws {
    let set = try CertificateMaker.make(recipe())
    let secret = set.issuerKey.withBytes { String(decoding: $0, as: UTF8.self) }
    let line = try #require(secret.split(separator: "\n").dropFirst().first)
    var dumped = ""
    dump(set, to: &dumped)
    dump(set.issuerKey, to: &dumped)
    let texts = [
      "\(set.issuerKey)", String(reflecting: set.issuerKey), String(describing: set.issuerKey),
      "\(set)", String(reflecting: set), dumped, "\(CertificateFiles(set))",
    ]
    #expect(texts.allSatisfy { !$0.contains(line) && !$0.contains("EC PRIVATE") })
    #expect(texts.prefix(3).allSatisfy { $0 == "‹hidden›" })
    #expect(Mirror(reflecting: set.issuerKey).children.isEmpty)
    #expect(!(set.issuerKey as Any is any Encodable))
  }
}
