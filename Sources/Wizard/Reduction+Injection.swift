import Diagnosis
import Planning

// What is set on the chosen namespaces beside their being chosen.
extension Reduction {
  /// Chooses a namespace with a value of its annotation; one that can't be chosen says why.
  mutating func choose(_ name: String, inject value: Injection) {
    guard let place = choosing(name) else { return }
    state.answers.namespaces[place].inject = value
  }

  /// Chooses the namespace under the cursor, or gives it the next value.
  mutating func changeInjection() {
    guard let name = nameUnderCursor else { return }
    let isChosen = state.answers.namespaces.contains { $0.name == name }
    guard let place = choosing(name), isChosen else { return }
    state.answers.namespaces[place].inject = state.answers.namespaces[place].inject.next
    if state.answers.namespaces[place].inject == .ingress {
      state.notice = Notice(
        .warning,
        "ingress is only for ingress controllers without support for Linkerd of their own; "
          + "see https://linkerd.io/2/tasks/using-ingress/")
    }
  }

  /// Asks for the opaque ports of the namespace under the cursor; those that look as if they should be
  /// stand there already.
  mutating func openOpaquePorts() {
    guard let name = nameUnderCursor, choosing(name) != nil else { return }
    let answer = state.answers.namespaces.first { $0.name == name }?.opaquePorts ?? ""
    let fact = state.facts.namespaces.value?[name]
    let found = (fact?.workloads.serverFirstPorts ?? []).map(\.number)
      .filter { fact?.isOpaque($0) == false }
    let text = answer.isEmpty ? Set(found).sorted().map(String.init).joined(separator: ",") : answer
    state.dialog = .asking(
      Dialog.TextQuestion(purpose: .opaquePorts(namespace: name), text: text))
  }

  /// Takes the ports, or says in the question what is wrong with them.
  mutating func give(opaquePorts text: String, to name: String) {
    if !text.isEmpty, case .failure(let problem) = OpaquePorts.read(text) {
      if case .asking(var question) = state.dialog {
        question.problem = problem
        state.dialog = .asking(question)
      } else {
        state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
      }
      return
    }
    state.dialog = nil
    guard let place = choosing(name) else { return }
    state.answers.namespaces[place].opaquePorts = text
  }

  private var nameUnderCursor: String? {
    state.namespaceRows(from: state.cursor(of: .namespaces), count: 1).first?.name
  }

  /// The place of a namespace among the chosen ones, which it joins where it can; nil where it can't.
  private mutating func choosing(_ name: String) -> Int? {
    if !state.answers.namespaces.contains(where: { $0.name == name }) {
      take(.namespaceToggled(name))
    }
    return state.answers.namespaces.firstIndex { $0.name == name }
  }
}
