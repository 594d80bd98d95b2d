import Planning

// Pods that no node takes.
extension PodDiagnosis {
  static let scheduling: [Reader] = [unschedulable]

  private typealias Shortage = (
    code: String, phrases: [String], sentence: String, remedy: String
  )

  private static let shortages: [Shortage] = [
    (
      "nodes-not-ready",
      ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "were not ready"],
      "The nodes are not ready",
      "See which and why: KUBECTL describe nodes (conditions). The pods start by themselves once a "
        + "node is ready."
    ),
    (
      "not-enough-cpu", ["Insufficient cpu"], "No node has enough CPU left",
      "See what is free: KUBECTL describe nodes. Add a node, remove pods, or ask for less in "
        + "SETTINGS. The pods start by themselves once there is room."
    ),
    (
      "not-enough-memory", ["Insufficient memory"], "No node has enough memory left",
      "See what is free: KUBECTL describe nodes. Add a node, remove pods, or ask for less in "
        + "SETTINGS. The pods start by themselves once there is room."
    ),
    (
      "not-enough-room", ["Too many pods", "Insufficient ephemeral-storage", "Insufficient pods"],
      "The nodes hold as many pods as they may",
      "Add a node, or remove pods. The pods start by themselves once there is room."
    ),
    (
      "anti-affinity-unmet",
      ["anti-affinity", "topology spread constraints", "pod affinity/anti-affinity"],
      "High availability wants each copy on a node of its own, and there are too few nodes",
      "Have three nodes that take pods (KUBECTL get nodes), or install without high availability."
    ),
    (
      "nodes-tainted", ["taint"], "All nodes keep pods away by taints",
      "See them: KUBECTL describe nodes. Take one away, or name tolerations in SETTINGS."
    ),
    (
      "node-selector-unmet",
      ["node affinity/selector", "node selector", "node affinity"],
      "No node has the labels that are asked for",
      "Linkerd asks for kubernetes.io/os=linux: see KUBECTL get nodes --show-labels, and nodeSelector "
        + "in your values files."
    ),
    (
      "nodes-cordoned", ["were unschedulable", "was unschedulable"],
      "The nodes are closed for new pods",
      "Open one: KUBECTL uncordon NAME (KUBECTL get nodes)."
    ),
    (
      "no-nodes", ["no nodes available", "0/0 nodes"], "The cluster has no node that takes pods",
      "Add a node; see KUBECTL get nodes."
    ),
  ]

  /// What is otherwise where the pods aren't Linkerd's own, by code.
  private static let ofOthers: [String: (sentence: String, remedy: String)] = [
    "anti-affinity-unmet": (
      "Its pods want to be kept apart, and there are too few nodes for that",
      "Add a node (KUBECTL get nodes), or ask for less distance in SETTINGS."
    ),
    "node-selector-unmet": (
      "No node has the labels that are asked for",
      "See KUBECTL get nodes --show-labels, and nodeSelector and affinity in SETTINGS."
    ),
  ]

  @Sendable private static func unschedulable(_ pod: StuckPod) -> Problem? {
    guard
      let clue = pod.clue(saying: "nodes are available", "node(s)", "no nodes available")
        ?? pod.clue(saying: "Unschedulable", "FailedScheduling")
    else { return nil }
    guard let shortage = worst(in: clue) else {
      return Problem(
        "no-node-fits", "No node takes \(pod.title)\(clue.because)",
        remedy: "Give the cluster room (a node more, or fewer pods), or lower what "
          + "\(pod.place.workload == nil ? "Linkerd asks" : "its pods ask") for in "
          + "\(pod.place.settings).")
    }
    let others = pod.place.workload == nil ? nil : ofOthers[shortage.code]
    let remedy = others?.remedy ?? shortage.remedy
    return Problem(
      shortage.code,
      "\(others?.sentence ?? shortage.sentence), so \(pod.title) has to wait\(clue.because)",
      remedy: remedy.replacing("KUBECTL", with: pod.kubectl)
        .replacing("SETTINGS", with: pod.place.settings))
  }

  /// What hinders most nodes; of equals the one further up in the table.
  private static func worst(in clue: PodClue) -> Shortage? {
    var best: (shortage: Shortage, nodes: Int)?
    let text = clue.message.between("nodes are available: ", "preemption:") ?? clue.message
    for shortage in shortages where PodClue(.event, message: text).says(shortage.phrases) {
      let nodes =
        text.split(separator: ",").first {
          PodClue(.event, message: String($0)).says(shortage.phrases)
        }.map(Self.count) ?? 0
      if nodes > best?.nodes ?? -1 { best = (shortage, nodes) }
    }
    return best?.shortage
  }

  /// The last number before the words, as in `0/3 nodes are available: 2 Insufficient cpu`.
  private static func count(in part: Substring) -> Int {
    let words = part.split { $0 == " " || $0 == ":" }
    return words.compactMap { Int($0) }.first ?? 0
  }
}
