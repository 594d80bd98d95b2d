// What is done to the namespaces that were chosen.
extension PlanBuilder {
  /// How many names one command takes. kubectl reads and changes one object after the other, five a
  /// second (client-go's usual limit).
  private static let namesInACommand = 500

  /// Opaque ports come first, so that no pod gets a proxy that doesn't know them; then one
  /// `kubectl annotate` for all namespaces of a value, or a few where they are many.
  static func meshItems(_ inputs: PlanInputs) -> [PlanItem] {
    opaqueItems(inputs) + Injection.allCases.flatMap { injectItems($0, inputs) }
  }

  private static func injectItems(_ value: Injection, _ inputs: PlanInputs) -> [PlanItem] {
    let names = inputs.answers.namespaces.filter { $0.inject == value }.map(\.name)
    let id = value == .enabled ? "mesh" : "mesh-\(value.rawValue)"
    return chunks(of: names).enumerated().map { number, names in
      PlanItem(
        id: number == 0 ? id : "\(id)-\(number + 1)",
        purpose: value == .disabled ? "opt out" : "mesh",
        explanation: explanation(of: value, names, inputs),
        action: annotate(inputs, ["namespace"] + names, "linkerd.io/inject=\(value.rawValue)"))
    }
  }

  private static func explanation(
    of value: Injection, _ names: [String], _ inputs: PlanInputs
  ) -> String {
    switch value {
    case .enabled, .ingress:
      "Tells Linkerd to give a proxy"
        + (value == .ingress ? " for ingress controllers" : "")
        + " to each pod that starts from now on in "
        + "\(listed(names)). Pods that run already get theirs when they are restarted."
        + (names.count > 50 ? " kubectl annotates about five namespaces a second." : "")
        + PullSecrets.meshSentence(inputs.answers.pullSecrets)
    case .disabled:
      "Tells Linkerd to give no proxy to pods that start from now on in \(listed(names)), unless a "
        + "pod asks for one itself. Pods that have one keep it until they are restarted."
    }
  }

  private static func opaqueItems(_ inputs: PlanInputs) -> [PlanItem] {
    inputs.answers.namespaces.flatMap { namespace -> [PlanItem] in
      guard let ports = namespace.opaque else { return [] }
      let before = inputs.annotationsBefore.first {
        $0.namespace == namespace.name && $0.service == nil
      }
      let value = ports.value(keeping: before?.opaquePorts, usual: inputs.usualOpaquePorts)
      let own =
        value == before?.opaquePorts
        ? []
        : [
          PlanItem(
            id: "opaque/\(namespace.name)", purpose: "opaque ports",
            explanation: "Marks ports as opaque in \(namespace.name), so that Linkerd waits for no "
              + "client there: \(ports.numbers.map(String.init).joined(separator: ", ")), beside "
              + "those that are so already. It holds for pods and Services made from now on.",
            action: annotate(
              inputs, ["namespace", namespace.name], "\(OpaquePorts.annotation)=\(value)"))
        ]
      return own + serviceItems(namespace.name, ports, inputs)
    }
  }

  /// The Services of a namespace that are there and lead to such a port, each with the value that it
  /// gets, by name.
  static func annotatedServices(
    _ namespace: String, _ ports: OpaquePorts, _ inputs: PlanInputs
  ) -> [(name: String, value: String)] {
    inputs.services.filter { $0.namespace == namespace }.compactMap { service in
      service.annotation(for: ports, usual: inputs.usualOpaquePorts).map { (service.name, $0) }
    }.sorted { $0.0 < $1.0 }
  }

  /// The Services that are there and lead to such a port, by the value that they get.
  private static func serviceItems(
    _ namespace: String, _ ports: OpaquePorts, _ inputs: PlanInputs
  ) -> [PlanItem] {
    let values = annotatedServices(namespace, ports, inputs)
    let sorted = Set(values.map(\.value)).sorted()
    return sorted.enumerated().map { number, value in
      let names = values.filter { $0.value == value }.map(\.name)
      return PlanItem(
        id: "opaque/\(namespace)/services" + (number == 0 ? "" : "/\(number + 1)"),
        purpose: "opaque ports",
        explanation: "Marks the same ports on the Services \(listed(names, "Services")) of "
          + "\(namespace), which are there already: Linkerd itself marks only new ones.",
        action: annotate(
          inputs, ["service"] + names, "\(OpaquePorts.annotation)=\(value)",
          place: ["--namespace", namespace]))
    }
  }

  private static func annotate(
    _ inputs: PlanInputs, _ objects: [String], _ value: String, place: [String] = []
  ) -> PlanItem.Action {
    kubectl(
      inputs, ["annotate"] + objects + [value, "--overwrite"] + place,
      timeout: kubectlTimeout + objects.count / 2)
  }

  private static func chunks(of names: [String]) -> [[String]] {
    stride(from: 0, to: names.count, by: namesInACommand).map {
      Array(names[$0..<min($0 + namesInACommand, names.count)])
    }
  }
}

extension PlanInputs {
  /// The control plane's list of opaque ports, where a setting replaces the chart's own; nil otherwise.
  ///
  /// `--set` wants commas behind backslashes, or a list in braces is meant (helm.sh/docs/intro/using_helm).
  var usualOpaquePorts: String? {
    let key = "proxy.opaquePorts="
    return answers.settings.last { $0.hasPrefix(key) }
      .map { $0.dropFirst(key.count).filter { $0.isNumber || $0 == "," || $0 == "-" } }
  }
}
