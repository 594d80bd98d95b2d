import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  /// What comes of a pod that is asked for by a dry run: in that namespace, otherwise in the first one
  /// that is to be meshed, or that is; nil where there is none. Nothing is made.
  func injection(into facts: MeshFacts, named name: String? = nil) async -> MeshFacts.Injection? {
    let found = (try? facts.namespaces.get()) ?? [:]
    let known = facts.meshedNamespaces.isEmpty ? found.keys.sorted() : facts.meshedNamespaces
    guard let namespace = name ?? known.first(where: { found[$0]?.isMeshed ?? false }) else {
      return nil
    }
    let asked = arguments([
      "create", "--dry-run=server", "--validate=false", "-n", namespace, "-o", "json", "-f", "-",
    ])
    let output = await runner.run(target.kubectl, asked, input: TrialPod.manifest)
    guard output.outcome.succeeded else {
      return MeshFacts.Injection(
        namespace: namespace,
        answer: .refused(runner.problem(of: output, target.kubectl, asked)))
    }
    guard let pod = try? ToolAnswer.decode(PodObject.self, from: output.standardOutput) else {
      return MeshFacts.Injection(
        namespace: namespace,
        answer: .refused(
          Explanations.answerNotUnderstood(.kubectl, asked: "a pod by a dry run")))
    }
    return MeshFacts.Injection(
      namespace: namespace, answer: pod.isMeshed ? .injected : .notInjected)
  }
}
