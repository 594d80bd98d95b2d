import Foundation
import Planning
import Testing

@Suite struct CanonicalJSONTests {
  private struct Sample: Codable, Equatable {
    var b = true
    var a = [1, -2, 3]
    var z: String?
    var text = "ä\"\\\n\u{1}\u{7f}/😀"
    var map = ["k2": "v", "k1": ""]
    var nested: [[String: Int?]] = [[:], ["x": nil]]
    var choice = Choice.some(value: 3)
    enum Choice: Codable, Equatable { case none, some(value: Int8) }
  }

  @Test func keysAreSortedAndNothingIsWasted() throws {
    #expect(
      try CanonicalJSON(Sample()).text
        == #"{"a":[1,-2,3],"b":true,"choice":{"some":{"value":3}},"map":{"k1":"","k2":"v"},"#
        + #""nested":[{},{"x":null}],"text":"ä\"\\\n\u0001\u007f/😀"}"#)
  }

  @Test func otherReadersReadTheSame() throws {
    let value = try CanonicalJSON(Sample())
    for text in [value.text, value.prettyText] {
      #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)) == Sample())
    }
  }

  @Test func numbersWithAPointAreRefused() {
    #expect(throws: EncodingError.self) { try CanonicalJSON([1.5]) }
    #expect(throws: EncodingError.self) { try CanonicalJSON([UInt64.max]) }
  }

  @Test func aPlanIsReadBackFromItsCanonicalForm() throws {
    let plan = try plan()
    let copy = try JSONDecoder().decode(Plan.self, from: Data(plan.canonicalJSON.utf8))
    #expect(copy == plan)
    #expect(copy.canonicalJSON == plan.canonicalJSON)
    #expect(copy.digest == plan.digest)
  }

  @Test func theDigestIsSHA256AndCoversWhatThePlanReliesOn() throws {
    let original = try plan()
    #expect(original.digest.count == 64)
    #expect(original.digest.allSatisfy { "0123456789abcdef".contains($0) })
    #expect(original.shortDigest == original.digest.prefix(8))
    let changes: [(inout PlanInputs) -> Void] = [
      { $0.cluster.uid = "other" }, { $0.helm.path = "/opt/helm" }, { $0.programVersion = "0.2" },
      { $0.charts.crds?.sha256 = String(repeating: "3", count: 64) },
      { $0.now = now.adding(seconds: 1) },
      { $0.valuesFiles = [GivenFile(path: "/v.yaml", sha256: "00")] },
      { $0.existingNamespaces.insert("payments") },
    ]
    var digests = [original.digest]
    for change in changes { digests.append(try plan(tuning: change).digest) }
    #expect(Set(digests).count == changes.count + 1)
    #expect(try plan().digest == original.digest)
  }

  @Test func theDigestMatchesAnotherSHA256() throws {
    let plan = try plan()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(plan.canonicalJSON.utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.hasPrefix(plan.digest + " "))
  }
}
