import Diagnosis
import Planning

extension Catalogue {
  static let controlPlaneFields: [Field] = [
    chartsField,
    .text(
      .ownCharts, on: .controlPlane, label: "Place",
      help: "A directory that holds the charts linkerd-crds and linkerd-control-plane, one "
        + "packed chart (.tgz) with the other beside it, or the address of a Helm repository "
        + "(https://) or of the place in a registry where both are (oci://). A registry is asked with "
        + "Helm's own login (helm registry login). "
        + "Linkerd 2.11 is the one chart linkerd2.",
      expected: "",
      read: { $0.controlPlane.ownCharts }, write: { $0.controlPlane.ownCharts = $1 },
      isShown: { $0.answers.controlPlane.charts == .own }),
    versionField,
    .text(
      .controlPlaneNamespace, on: .controlPlane, label: "Namespace",
      help: "Where the control plane is installed. Linkerd's own pages and tools expect linkerd.",
      expected: "a namespace's name",
      read: { $0.controlPlane.namespace }, write: { $0.controlPlane.namespace = $1 },
      isShown: { !$0.isUpgrade }),
    .text(
      .wait, on: .controlPlane, label: "Wait at most",
      help: "How long Helm waits for the control plane's pods before it gives up.",
      expected: "a length of time: 5m, 90s",
      read: { $0.controlPlane.wait }, write: { $0.controlPlane.wait = $1 }),
    .text(
      .clusterDomain, on: .controlPlane, label: "Domain",
      help:
        "The domain that services' names end in. Automatic takes the one that CoreDNS serves, which "
        + "is cluster.local nearly everywhere.",
      expected: "auto | a DNS name",
      read: { $0.controlPlane.clusterDomain }, write: { $0.controlPlane.clusterDomain = $1 },
      isShown: { !$0.isUpgrade }, note: { $0.clusterDomainNote }),
    .text(
      .clusterNetworks, on: .controlPlane, label: "Networks",
      help:
        "The networks that pods and services have their addresses from: proxies look up whom an "
        + "address in them belongs to. Automatic takes the chart's own, and adds what the nodes and the "
        + "API server say.",
      expected: "auto | networks as 10.0.0.0/8, with commas between them",
      read: { $0.controlPlane.clusterNetworks }, write: { $0.controlPlane.clusterNetworks = $1 },
      isShown: { !$0.isUpgrade }, note: { $0.clusterNetworksNote }),
    .choice(
      .gatewayAPI, on: .controlPlane, label: "Gateway API",
      help: "Linkerd routes traffic by the Gateway API's CRDs (HTTPRoute, GRPCRoute). Automatic "
        + "installs them where they are absent and leaves another owner's alone.",
      path: \.controlPlane.gatewayAPI,
      labels: { answer in
        switch answer {
        case .auto: "Automatic"
        case .install: "Install"
        case .skip: "Leave alone"
        }
      },
      isShown: { !$0.usesOneChart || $0.answers.controlPlane.gatewayAPI == .install },
      note: { state in shortened(state.gatewayAPINote) }),
    .choice(
      .podNetwork, on: .controlPlane, label: "Pods' network",
      help:
        "What leads the traffic of meshed pods through their proxies. Automatic takes the init "
        + "container, and the CNI plugin where the cluster forbids that or has it already. The init container starts "
        + "first in each pod and needs the capability NET_ADMIN, which some clusters forbid. "
        + "Linkerd's CNI plugin does it on the nodes, so that pods need no rights of their own; it "
        + "is installed first, in the namespace linkerd-cni, and writes to the nodes' directories.",
      path: \.controlPlane.podNetwork,
      labels: { answer in
        switch answer {
        case .automatic: "Automatic"
        case .initContainer: "Init container"
        case .plugin: "CNI plugin"
        }
      },
      isShown: { !$0.isUpgrade }, note: { $0.podNetworkNote }),
    .choice(
      .issuerKey, on: .controlPlane, label: "Issuer key via",
      help:
        "How the issuer's key gets to the cluster. Through Helm, as the recipe does, Helm keeps "
        + "it among the values of each release, where everybody finds it who may read Secrets of "
        + "that namespace. As a Secret of its own, which kubectl makes first, Helm never sees it.",
      path: \.controlPlane.issuerKey,
      labels: { answer in
        switch answer {
        case .helm: "Helm"
        case .secret: "A Secret of its own"
        }
      },
      isShown: { !$0.isUpgrade }),
    availabilityField,
    .text(
      .registry, on: .controlPlane, label: "Images from",
      help: "Where the cluster gets Linkerd's images: your own registry where it can't reach "
        + "Linkerd's. Mirror them there under the names controller, proxy and debug; charts before "
        + "2025.11.3 want proxy-init as well, those before 2025.8.3 policy-controller, and the CNI "
        + "plugin cni-plugin.",
      expected: "a registry with a path",
      read: { $0.controlPlane.registry }, write: { $0.controlPlane.registry = $1 }),
    .list(
      .pullSecrets, on: .controlPlane, label: "Pull secrets",
      help: "The names of Secrets with the logins for that registry, where it wants one, with "
        + "commas between them. They have to be in the control plane's namespace before the install; "
        + "the wizard asks for no password and makes none. Meshed pods pull the proxy's image with "
        + "Secrets of their own namespace: each one needs its own, named by its pods or its service "
        + "accounts.",
      expected: "a list of names of Secrets",
      path: \.controlPlane.pullSecrets, split: TextList.split),
    .list(
      .settings, on: .controlPlane, label: "More settings",
      help: "Single values for the chart linkerd-control-plane, as helm's --set: "
        + "proxy.logLevel=warn. On the screen with a comma and a blank between them. What the nodes "
        + "make necessary is set by the wizard, and Review says why.",
      expected: "a list of settings, as helm's --set",
      path: \.controlPlane.settings, split: TextList.splitSettings),
    .list(
      .values, on: .controlPlane, label: "Extra values",
      help: "Values files for the chart linkerd-control-plane, as helm's -f; on the screen, with "
        + "commas between them. A later one wins. None means the chart's own values.",
      expected: "a list of files, as helm's -f",
      path: \.controlPlane.values, split: TextList.splitPaths),
  ]

  /// The note without what the question's label says already, and without a full stop.
  private static func shortened(_ note: String) -> String {
    let label = "Gateway API "
    let rest = note.hasPrefix(label) ? note.dropFirst(label.count) : note[...]
    return String(rest.last == "." ? rest.dropLast() : rest)
  }

  private static let availabilityField = Field(
    id: .availability, screen: .controlPlane, label: "Availability",
    help: "Single runs one of each part of the control plane. High runs three, each on a node of "
      + "its own, by the chart's own values-ha.yaml: it asks for more CPU and memory, and while no "
      + "injector answers, no pod starts in a meshed namespace.",
    kind: .choice, expected: AvailabilityAnswer.allCases.map(\.rawValue).joined(separator: " | "),
    read: { $0.controlPlane.availability.rawValue },
    write: { answers, text in
      guard let value = AvailabilityAnswer(rawValue: text) else {
        return unknownChoice(text, among: AvailabilityAnswer.allCases.map(\.rawValue))
      }
      answers.controlPlane.availability = value
      return nil
    },
    options: { state in
      [
        FieldOption(value: AvailabilityAnswer.single.rawValue, label: "Single"),
        FieldOption(
          value: AvailabilityAnswer.high.rawValue, label: "High",
          refusal: state.missingNodes),
      ]
    },
    isShown: { !$0.isUpgrade },
    note: { _ in "" })

  private static let chartsField = Field(
    id: .charts, screen: .controlPlane, label: "Charts",
    help: "Edge is what the Linkerd project releases every week. Stable is 2.14, the last open "
      + "stable line: it has reached its end of life and gets no more fixes. linkerd2 is 2.11, one chart "
      + "without fixes since 2022; it is offered where Kubernetes can run it, "
      + "\(LinkerdLines.linkerd2.rangeText). My own takes the "
      + "charts from a place that you name.",
    kind: .choice,
    expected: "edge | stable | linkerd2 | a directory, .tgz, https:// or oci:// address",
    read: { answers in
      switch answers.controlPlane.charts {
      case .edge, .stable, .linkerd2: answers.controlPlane.charts.rawValue
      case .own: placeText(answers.controlPlane.ownCharts)
      }
    },
    write: { answers, text in
      switch text {
      case "edge": answers.controlPlane.charts = .edge
      case "stable": answers.controlPlane.charts = .stable
      case "linkerd2": answers.controlPlane.charts = .linkerd2
      case "own": answers.controlPlane.charts = .own
      default:
        answers.controlPlane.charts = .own
        answers.controlPlane.ownCharts = text
      }
      return nil
    },
    options: { state in
      [
        FieldOption(value: "edge", label: "Linkerd edge"),
        FieldOption(value: "stable", label: "Linkerd stable 2.14", note: "end of life"),
      ] + linkerd2Option(state) + [FieldOption(value: "own", label: "My own")]
    },
    isShown: { _ in true },
    note: { state in
      state.answers.controlPlane.charts == .stable ? "2.14 has reached its end of life" : ""
    })

  /// The chart `linkerd2`, where the cluster can run it, or where it was answered all the same.
  private static func linkerd2Option(_ state: WizardState) -> [FieldOption] {
    let isChosen = state.answers.controlPlane.charts == .linkerd2
    let isRefused = state.linkerd2Problem != nil
    guard isChosen || !isRefused && state.facts.server.value != nil else { return [] }
    return [
      FieldOption(
        value: "linkerd2", label: "Linkerd 2.11, linkerd2", note: "end of life",
        refusal: isRefused
          ? state.isUpgrade
            ? "older than what is here" : "needs Kubernetes \(LinkerdLines.linkerd2.rangeText)"
          : nil)
    ]
  }

  /// A place as the answer to `charts`: a folder whose name is one of the fixed answers as a path.
  private static func placeText(_ place: String) -> String {
    if place.isEmpty { return ChartsAnswer.own.rawValue }
    return ChartsAnswer(rawValue: place) == nil ? place : "./" + place
  }

  private static let versionField = Field(
    id: .version, screen: .controlPlane, label: "Version",
    help: "The charts' version. The newest one that fits the cluster is chosen for you; the list "
      + "says why others don't fit.",
    kind: .picker, expected: "latest | a chart version",
    read: { $0.controlPlane.version },
    write: { answers, text in
      answers.controlPlane.version = text
      return nil
    },
    options: { state in state.versionOptions },
    isShown: { _ in true },
    note: { state in
      guard let version = state.chosenVersion else { return "" }
      let name = version.appVersion.isEmpty ? "" : "(\(version.appVersion))"
      return state.wantedVersion == nil
        ? "\(version.version)  \(name)" : name
    })
}
