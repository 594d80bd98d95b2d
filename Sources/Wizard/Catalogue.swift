import Diagnosis
package import Planning

/// All screens and all questions, in order: to add a question, add it here.
package enum Catalogue {
  /// The words at the head of a screen.
  package struct Screen: Sendable {
    /// Which screen it is.
    package var id: ScreenID
    /// Its name in the rail.
    package var name: String
    /// The words above the screen.
    package var title: String
    /// One sentence under the title.
    package var blurb: String
  }

  /// The six screens, in order.
  package static let screens = [
    Screen(
      id: .cluster, name: "Cluster", title: "Check the cluster",
      blurb: "Nothing is changed until you confirm on the Review page."),
    Screen(
      id: .certificates, name: "Certificates", title: "Certificates for mutual TLS",
      blurb: "Linkerd wants ECDSA P-256. Nothing is written yet."),
    Screen(
      id: .controlPlane, name: "Control plane", title: "Control plane",
      blurb: "What Helm installs, and how long to wait for it."),
    Screen(
      id: .namespaces, name: "Namespaces", title: "Namespaces to mesh",
      blurb: "Pods that start from now on in these get a proxy."),
    Screen(
      id: .review, name: "Review", title: "Review", blurb: "Nothing has been changed yet."),
    Screen(id: .install, name: "Install", title: "Installing Linkerd", blurb: ""),
  ]

  /// The screen of that name.
  package static func screen(_ id: ScreenID) -> Screen { screens[id.number - 1] }

  /// All questions, in the order of the screens and of the answers file.
  package static let fields: [Field] =
    [contextField, existingField] + certificateFields + controlPlaneFields + [namespacesField]
    + restartFields

  /// The questions of a screen that are asked now.
  package static func fields(on screen: ScreenID, of state: WizardState) -> [Field] {
    fields.filter { $0.screen == screen && $0.isShown(state) }
  }

  /// The question of that name.
  package static func field(_ id: FieldID) -> Field {
    fields[positions[id] ?? 0]
  }

  private static let positions: [FieldID: Int] = Dictionary(
    fields.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Catalogue {
  private static let contextField = Field(
    id: .context, screen: .cluster, label: "Context",
    help: "The cluster to install on, by its name in your kubeconfig. Look at its "
      + "server's address: everything that is done, is done there.",
    kind: .picker, expected: "a context of the kubeconfig; without it, the current one",
    read: { $0.context ?? "" },
    write: { answers, text in
      answers.context = text.isEmpty ? nil : text
      return nil
    },
    options: { state in
      (state.facts.contexts.value?.contexts ?? []).map { context in
        FieldOption(
          value: context.name, label: context.name, note: context.server,
          refusal: context.server.isEmpty ? "names no cluster" : nil)
      }
    },
    isShown: { _ in true },
    note: { _ in "" })

  private static let existingField = Field(
    id: .existing, screen: .cluster, label: "Linkerd",
    help:
      "What may be done about a Linkerd that is on the cluster already. Stop changes nothing and "
      + "says what you can do. Repair removes what an install left that failed or was not finished, "
      + "then installs. Upgrade gives Helm's releases newer charts, CRDs first, and keeps their "
      + "certificates and values.",
    kind: .choice, expected: ExistingAnswer.allCases.map(\.rawValue).joined(separator: " | "),
    read: { $0.existing.rawValue },
    write: { answers, text in
      guard let value = ExistingAnswer(rawValue: text) else {
        return unknownChoice(text, among: ExistingAnswer.allCases.map(\.rawValue))
      }
      answers.existing = value
      return nil
    },
    options: { state in state.existingOptions },
    isShown: { state in state.linkerdVerdict?.offers.isEmpty == false },
    note: { _ in "" })

  private static let namespacesField = Field(
    id: .namespaces, screen: .namespaces, label: "Namespaces",
    help: "Pods that start in a chosen namespace get a Linkerd proxy, which encrypts their "
      + "traffic. Pods that run already get theirs when they are restarted. inject is enabled; "
      + "ingress, for ingress controllers without support for Linkerd of their own; or disabled. "
      + "opaquePorts are ports on which the server speaks first, beside Linkerd's usual ones.",
    kind: .namespaces,
    expected: "names, or { name: nats, inject: enabled, opaquePorts: \"4222\" }",
    read: { answers in answers.namespaces.map(\.name).joined(separator: ", ") },
    write: { answers, text in
      let names = TextList.split(text)
      let kept = Dictionary(
        answers.namespaces.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      answers.namespaces = names.map { kept[$0] ?? NamespaceAnswer($0) }
      return nil
    },
    options: { _ in [] },
    isShown: { _ in true },
    note: { _ in "" })
}

/// Several texts in one line, with commas or spaces between them.
package enum TextList {
  /// The texts, without empty ones, each once.
  package static func split(_ line: String) -> [String] {
    var seen: Set<String> = []
    return line.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
      .filter { seen.insert($0).inserted }
  }

  /// Settings between commas that a blank follows: Helm's own lists have none behind their commas.
  package static func splitSettings(_ line: String) -> [String] {
    var settings = [""]
    var rest = line[...]
    while let character = rest.popFirst() {
      if character == ",", rest.first?.isWhitespace == true {
        settings.append("")
      } else {
        settings[settings.count - 1].append(character)
      }
    }
    return settings.flatMap(splitWhole).filter { !$0.isEmpty }
  }

  private static func splitWhole(_ text: String) -> [String] {
    let trimmed = text.drop { $0.isWhitespace }
    return [String(trimmed.reversed().drop { $0.isWhitespace }.reversed())]
  }

  /// The texts between commas, so that each may hold spaces; without empty ones.
  package static func splitPaths(_ line: String) -> [String] {
    line.split(separator: ",").map { part in
      var part = part
      while part.first?.isWhitespace == true { part.removeFirst() }
      while part.last?.isWhitespace == true { part.removeLast() }
      return String(part)
    }.filter { !$0.isEmpty }
  }
}
