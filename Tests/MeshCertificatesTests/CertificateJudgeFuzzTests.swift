import Planning
import Testing

@testable import MeshCertificates

/// Any bytes give findings or none; reaching the end of a test is the proof.
struct CertificateJudgeFuzzTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func mutatedTextsNeverStopTheJudge(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let texts = try Texts()
    var refused = 0
    for _ in 0..<700 {
      var changed = texts
      changed.all[Int.random(in: 0..<4, using: &generator)].mutate(&generator)
      refused += changed.judge().isAccepted ? 0 : 1
    }
    #expect(refused > 350)
  }

  @Test(arguments: 5...8 as ClosedRange<UInt64>)
  func mutatedDERNeverStopsTheJudge(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let texts = try Texts()
    var refused = 0
    for _ in 0..<700 {
      var changed = texts
      let part = Int.random(in: 0..<4, using: &generator)
      let block = try #require(PEMText(changed.all[part]).blocks.first)
      var der = try #require(block.der)
      der.mutate(&generator)
      changed.all[part] = Array(PEMText.block(block.label, der: der).utf8)
      refused += changed.judge().isAccepted ? 0 : 1
    }
    #expect(refused > 350)
  }

  @Test func truncatedTextsNeverStopTheJudge() throws {
    let texts = try Texts()
    for part in 0..<4 {
      for length in stride(from: 0, to: texts.all[part].count - 1, by: 3) {
        var changed = texts
        changed.all[part] = Array(texts.all[part].prefix(length))
        #expect(!changed.judge().isAccepted)
      }
    }
  }

  @Test func truncatedAndDeeplyNestedDERNeverStopsTheJudge() throws {
    let texts = try Texts()
    for part in 0..<4 {
      let block = try #require(PEMText(texts.all[part]).blocks.first)
      let der = try #require(block.der)
      let nested = [0, 1, 50, 5000].map { [UInt8](repeating: 0x30, count: $0) + [0x80] }
      let indefinite = [[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x88] + der] as [[UInt8]]
      let truncated = (0..<der.count).map { Array(der.prefix($0)) }
      for hostile in nested + indefinite + truncated {
        var changed = texts
        changed.all[part] = Array(PEMText.block(block.label, der: hostile).utf8)
        #expect(!changed.judge().isAccepted)
      }
    }
  }

  @Test func randomBytesNeverStopTheJudge() {
    var generator = SeededGenerator(state: 9)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let der = Array(PEMText.block("CERTIFICATE", der: bytes).utf8)
      let key = Array(PEMText.block("PRIVATE KEY", der: bytes).utf8)
      for text in [bytes, der] {
        #expect(!Texts(all: [text, bytes, text, key]).judge().isAccepted)
      }
    }
  }
}

/// The four texts of a good set.
private struct Texts {
  var all: [[UInt8]]

  init(all: [[UInt8]]) { self.all = all }

  init() throws {
    let files = CertificateFiles(try CertificateMaker.make(recipe()))
    let keys = [files.anchorKey, files.issuerKey].compactMap { $0?.withBytes { $0 } }
    all = [files.anchorCertificate, files.issuerCertificate].compactMap { $0 } + keys
    try #require(all.count == 4)
  }

  func judge() -> CertificateJudgement {
    CertificateJudge.judge(
      CertificateFiles(
        anchorCertificate: all[0], anchorKey: PrivateKeyPEM(bytes: all[2]),
        issuerCertificate: all[1], issuerKey: PrivateKeyPEM(bytes: all[3])),
      at: beginning)
  }
}

extension [UInt8] {
  fileprivate mutating func mutate(_ generator: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      guard !isEmpty else { return append(UInt8.random(in: 0...255, using: &generator)) }
      let place = Int.random(in: 0..<count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: self[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: self[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: remove(at: place)
      case 3: insert(UInt8.random(in: 0...255, using: &generator), at: place)
      default: removeSubrange(place..<Swift.min(count, place + 20))
      }
    }
  }
}
