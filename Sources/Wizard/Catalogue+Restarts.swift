import Planning

extension Catalogue {
  static let restartFields: [Field] = [
    .choice(
      .restart, on: .namespaces, label: "Restart",
      help:
        "Whether the workloads of the chosen namespaces are restarted once Linkerd is ready, so that "
        + "their pods get a proxy at once: one after the other, each when the one before is back. "
        + "What doesn't come back stops the rest. None leaves it to you.",
      path: \.restart,
      labels: { answer in
        switch answer {
        case .none: "None"
        case .namespaces: "Workloads of the namespaces"
        }
      },
      isShown: { !$0.isUpgrade }),
    restartExceptField,
  ]

  private static let restartExceptField: Field = {
    var field = Field.list(
      .restartExcept, on: .namespaces, label: "Don't restart",
      help: "Workloads that are left out of the restarts, such as shop/deployment/web. They get "
        + "their proxies when they are restarted by somebody else.",
      expected: "a list of namespace/kind/name",
      path: \.restartExcept, split: TextList.split)
    field.isShown = { !$0.isUpgrade }
    return field
  }()
}
