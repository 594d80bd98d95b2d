import Diagnosis
import Planning
import Testing

@Suite struct ExplanationsTests {
  private let all = [
    Explanations.kubeconfigMissing(path: ""), Explanations.kubeconfigMissing(path: "/k"),
    Explanations.kubeconfigUnreadable(path: "/k", reason: "permission denied"),
    Explanations.kubeconfigBroken(path: "/k", reason: ""),
    Explanations.kubeconfigWithoutContexts(), Explanations.noCurrentContext(),
    Explanations.contextUnknown(context: "c"), Explanations.contextWithoutCluster(context: "c"),
    Explanations.kubectlMissing(), Explanations.helmMissing(),
    Explanations.toolTooOld(
      Tool(name: .helm, path: "/h", version: SemanticVersion(2, 1, 0)),
      floor: SemanticVersion(3, 8, 0)),
    Explanations.toolVersionUnknown(.helm, path: "/h"),
    Explanations.answerNotUnderstood(.kubectl, asked: "its version"),
    Explanations.chartChanged(path: "/c"), Explanations.valuesChanged(path: "/v"),
    Explanations.clusterChanged(context: "c"), Explanations.planChanged(),
    Explanations.diskFull(path: "/d"), Explanations.fileNotWritable(path: "/f", reason: "x"),
    Explanations.fileNotReadable(path: "/f", reason: "x"),
    SignIn.wanted(by: "tsh"),
  ]

  @Test func eachSaysWhatHappenedAndWhatToDo() {
    for problem in all {
      #expect(problem.sentence.hasSuffix("."), "\(problem.sentence)")
      #expect(!problem.remedy.isEmpty, "\(problem.code)")
      #expect(problem.severity == .error)
    }
  }

  @Test func pathsInCommandsAreQuoted() {
    let problem = Explanations.fileNotReadable(path: "/my file's", reason: "x")
    #expect(problem.remedy.hasSuffix("ls -l '/my file'\\''s'"))
  }
}
