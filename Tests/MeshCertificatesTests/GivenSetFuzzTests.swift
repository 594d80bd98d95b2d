import Foundation
import Planning
import Testing

@testable import MeshCertificates

/// Whatever is in a person's files, there are problems or a plan that can be carried out.
struct GivenSetFuzzTests {
  @Test(arguments: [CertificateSource.files, .existingRoot], 1...2 as ClosedRange<UInt64>)
  func anyBytesAreJudged(source: CertificateSource, seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let (person, scratch) = (try Scratch(), try Scratch())
    try makeSet(in: person.path)
    let good = try CertificatePlan.files.map { try #require(bytes(person.file($0))) }
    var given = GivenFiles(source, from: person.path, into: scratch.file("mesh"))
    var (refused, taken) = (0, 0)
    for turn in 0..<80 {
      if turn % 3 == 0 { given.answers.directory = person.path }
      let part = Int.random(in: 0..<4, using: &generator)
      let changed = mutated(good[part], &generator)
      try write(changed, to: person.file(CertificatePlan.files[part]))
      let found = try given.inspect()
      #expect(found.problems.allSatisfy { !$0.problem.sentence.isEmpty })
      #expect(found.problems.allSatisfy { given.answers.asks($0.field) })
      if found.errors.isEmpty {
        taken += 1
        let into = scratch.file("mesh\(turn)")
        given.answers.directory = into
        if try given.inspect().errors.isEmpty {
          _ = try GivenSet.write(try given.plan(), at: given.now)
          let judgement = CertificateJudge.judge(
            try CertificateDirectory.read(into), at: given.now)
          #expect(judgement.isAccepted)
        }
      } else {
        refused += 1
      }
      given.answers.directory = scratch.file("mesh")
      #expect(bytes(person.file(CertificatePlan.files[part])) == changed)
      try write(good[part], to: person.file(CertificatePlan.files[part]))
    }
    #expect(refused > 15 && taken > 5)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    var changed = bytes
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return Array(("leading\n" + text).utf8)
    case 1: return Array((text + "trailing").utf8)
    case 2: return PEMText(bytes).blocks.first?.der ?? []
    case 3: return (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
    case 4: return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
    case 5:
      // Too large, and now and then only long.
      let count = Int.random(in: 0..<3, using: &generator) == 0 ? 1 << 14 : PEMText.largestSize + 2
      return [UInt8](repeating: 0x2D, count: count)
    default:
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        changed[Int.random(in: 0..<changed.count, using: &generator)] ^=
          1 << UInt8.random(in: 0..<8, using: &generator)
      }
      return changed
    }
  }
}
