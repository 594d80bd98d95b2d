import Diagnosis
import Foundation
import Planning
import Testing

@Suite struct ToolDiagnosisTests {
  @Test func everyFailingRecordingHasItsCode() throws {
    let recordings = try Recording.all()
    if let path = ProcessInfo.processInfo.environment["RECORD_CODES"] {
      var lines = ""
      var words = ""
      for recording in recordings {
        let problem = ToolDiagnosis.explain(recording.failure)
        lines += "\(recording.name) \(problem.code)\n"
        words += "\(recording.name) \(problem.code)\n    \(problem.sentence)\n    \(problem.remedy)\n"
      }
      try lines.write(toFile: path, atomically: true, encoding: .utf8)
      try words.write(toFile: path + ".words", atomically: true, encoding: .utf8)
      return
    }
    let expected = try Recording.expectedCodes()
    #expect(Set(recordings.map(\.name)) == Set(expected.keys))
    for recording in recordings {
      let problem = ToolDiagnosis.explain(recording.failure)
      #expect(problem.code == expected[recording.name], "\(recording.name): \(problem.sentence)")
    }
  }
}
