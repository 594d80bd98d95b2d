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

/// The readers beside the judge, with any bytes; what they accept is right.
struct CertificateReadersFuzzTests {
  @Test(arguments: 11...14 as ClosedRange<UInt64>)
  func whatIsAcceptedIsInItsNormalForm(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let texts = try Texts()
    var accepted = 0
    for turn in 0..<50 {
      var changed = texts
      changed.all[Int.random(in: 0..<4, using: &generator)].distort(&generator)
      let files = changed.files
      let raw = CertificateJudge.judge(files, at: beginning)
      switch CertificateSet.read(files, at: beginning) {
      case .failure(let refused):
        #expect(!raw.isAccepted, "what Linkerd takes is taken")
        #expect(refused.findings.contains { $0.severity == .error })
      case .success(let set):
        accepted += 1
        #expect(CertificateJudge.judge(set.files, at: beginning).isAccepted)
        let again = try CertificateSet.read(set.files, at: beginning).get()
        #expect(again.repairs == [])
        #expect(again.anchorCertificate == set.anchorCertificate)
        #expect(again.issuerCertificate == set.issuerCertificate)
        #expect(again.issuerKey.withBytes { $0 } == set.issuerKey.withBytes { $0 })
      }
      if turn % 4 == 0 { readAll(files) }
    }
    #expect(accepted > 5)
  }

  @Test func hostileTextsStopNobody() throws {
    let texts = try Texts()
    let one = String(decoding: texts.all[0], as: UTF8.self)
    let begin = "-----BEGIN CERTIFICATE-----\n"
    let hostile: [String] = [
      String(repeating: one, count: PEMText.mostBlocks), String(repeating: one, count: 101),
      String(repeating: begin, count: 1000), begin + String(repeating: "a: b\n", count: 5000),
      begin + String(repeating: "A", count: 30_000), String(repeating: "\n", count: 30_000),
      String(repeating: "\r", count: 30_000), "\u{FEFF}" + String(repeating: "-", count: 30_000),
      "-----BEGIN " + String(repeating: "X", count: 30_000) + "-----\n-----END ",
      "-----BEGIN -----\n-----END -----\n", "-----BEGIN-----\n-----END-----\n",
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
      begin + "\u{0}\u{0}\n-----END CERTIFICATE-----\n",
    ]
    for text in hostile {
      for part in [0, 1, 3] {
        var changed = texts
        changed.all[part] = Array(text.utf8)
        readAll(changed.files)
      }
    }
  }

  @Test func aTextOfTheLargestSizeIsReadInATimeThatGrowsWithItAlone() {
    for text in ["-", "\n", "-----BEGIN A-----\n", "-----BEGIN A-----\nAAAA\n-----END A-----\n"] {
      let count = (1 << 18) / text.utf8.count
      let bytes = Array(String(repeating: text, count: count).utf8)
      #expect(PEMText(bytes).blocks.count == (text.contains("END") ? count : 0))
      #expect(PEMText(forgiving: bytes).blocks.count == (text.contains("END") ? count : 0))
    }
    for line in ["A: B\n", "AAAA\n"] {
      let lines = String(repeating: line, count: (1 << 18) / line.utf8.count)
      let text = "-----BEGIN A-----\n\(lines)-----END A-----\n"
      #expect(PEMText(Array(text.utf8)).blocks.count == 1)
    }
  }

  @Test func hostileDERStopsNobody() throws {
    let texts = try Texts()
    let lengths: [[UInt8]] = [
      [0x30, 0x80], [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF],
      [0x30, 0x89] + Array(repeating: 255, count: 9),
      [0x30, 0x81, 0x00], [0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x00],
      [0x30, 0x0A, 0x06, 0x08] + Array(repeating: 0xFF, count: 8),
      [0x02, 0x00], [0x03, 0x00], [0x03, 0x01, 0x09], [0x05, 0x01, 0x00],
    ]
    for der in lengths {
      for label in ["CERTIFICATE", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"] {
        for part in 0..<4 {
          var changed = texts
          changed.all[part] = Array(PEMText.block(label, der: der).utf8)
          #expect(!changed.judge().isAccepted)
          if label == "CERTIFICATE" || part > 1 { readAll(changed.files) }
        }
      }
    }
  }

  private func readAll(_ files: CertificateFiles) {
    _ = CertificateSet.read(files, trustDomain: "cluster.local", at: beginning)
    _ = CertificateSet.readRoot(
      anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: beginning)
    _ =
      CertificateDetails.read(files.anchorCertificate)
      + CertificateDetails.read(files.issuerCertificate)
    for key in [files.anchorKey, files.issuerKey].compactMap({ $0 }) {
      _ = PrivateKeyDetails.read(key, certificates: files.issuerCertificate)
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

  var files: CertificateFiles {
    CertificateFiles(
      anchorCertificate: all[0], anchorKey: PrivateKeyPEM(bytes: all[2]),
      issuerCertificate: all[1], issuerKey: PrivateKeyPEM(bytes: all[3]))
  }

  func judge() -> CertificateJudgement { CertificateJudge.judge(files, at: beginning) }
}

extension [UInt8] {
  /// Changes that people's editors make, now and then with a mutation on top.
  fileprivate mutating func distort(_ generator: inout SeededGenerator) {
    let text = String(decoding: self, as: UTF8.self)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: self = Array(("leading: text\n" + text).utf8)
    case 1: self = Array((text + "trailing text").utf8)
    case 2: self = Array(text.replacing("\n", with: "\r\n").utf8)
    case 3: self = Array(text.replacing("\n", with: "\r").utf8)
    case 4: self = [0xEF, 0xBB, 0xBF] + self
    case 5: self = [0xFF, 0xFE] + flatMap { [$0, 0] }
    case 6: self = PEMText(self).blocks.first?.der ?? []
    case 7: self = self + self
    default: mutate(&generator)
    }
    if Int.random(in: 0..<6, using: &generator) == 0 { mutate(&generator) }
  }

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
