import Diagnosis
import Planning

/// A namespace's pods, what makes them, and what was said about them.
struct ObservedWorkloads: Decodable, Sendable {
  var pods: [PodObject] = []
  var deployments: [DeploymentObject] = []
  var daemonSets: [DaemonSetObject] = []
  var statefulSets: [StatefulSetObject] = []
  var replicaSets: [ReplicaSetObject] = []
  /// The workload that all pods are of; nil where they are of several.
  var only: String?
  private(set) var events: [EventObject] = []

  private struct Kind: Decodable { var kind: String? }
  private enum CodingKeys: String, CodingKey { case items }

  /// Reads a list of mixed kinds; objects of other kinds are passed over.
  init(from decoder: any Decoder) throws {
    let list = try decoder.container(keyedBy: CodingKeys.self)
    var kinds = try list.nestedUnkeyedContainer(forKey: .items)
    var items = try list.nestedUnkeyedContainer(forKey: .items)
    while !kinds.isAtEnd {
      switch try kinds.decode(Kind.self).kind {
      case "Pod": try pods.append(items.decode(PodObject.self))
      case "Deployment": try deployments.append(items.decode(DeploymentObject.self))
      case "DaemonSet": try daemonSets.append(items.decode(DaemonSetObject.self))
      case "StatefulSet": try statefulSets.append(items.decode(StatefulSetObject.self))
      case "ReplicaSet": try replicaSets.append(items.decode(ReplicaSetObject.self))
      case "Event": try events.append(items.decode(EventObject.self))
      default: _ = try items.decode(Kind.self)
      }
    }
  }

  /// Whether there is nothing at all.
  var isEmpty: Bool {
    pods.isEmpty && deployments.isEmpty && daemonSets.isEmpty && statefulSets.isEmpty
      && replicaSets.isEmpty && events.isEmpty
  }

  /// The pods as they are told, and a stand-in for each deployment or DaemonSet whose pods are refused.
  func pods(now: Instant, logs: ContainerLogs) -> [PodStatus] {
    pods.map { pod in
      var status = PodStatus(pod, now: now)
      status.deployment = only ?? status.deployment
      status.clues = clues(of: pod, logs: logs)
      return status
    } + refusals(now: now)
  }

  /// The containers whose logs may tell why their pods don't come.
  func logsWanted(now: Instant) -> [LogWish] {
    pods.flatMap { pod in
      pod.containers.compactMap { pod.logWish(of: $0, age: PodStatus.age(pod.metadata, now)) }
    }
  }

  private func clues(of pod: PodObject, logs: ContainerLogs) -> [PodClue] {
    let logged = pod.containers.filter { !$0.isFine }.compactMap { container -> PodClue? in
      let text = logs.text(of: pod.metadata.name, container.name)
      return text.isEmpty
        ? nil : PodClue(.log, container: container.name, message: text)
    }
    let told = events.filter {
      $0.involvedObject?.kind == "Pod" && $0.involvedObject?.name == pod.metadata.name
        && $0.type != "Normal" && pod.isStillAffected(by: $0.reason ?? "")
    }
    return pod.stateClues + told.map(\.clue) + logged
  }

  /// A stand-in for the pods of each workload that Kubernetes doesn't let be made.
  ///
  /// Events of their replica set tell it at once, the deployment's condition a moment later. A DaemonSet
  /// and a StatefulSet have their own events only.
  private func refusals(now: Instant) -> [PodStatus] {
    let sets =
      daemonSets.filter(\.lacksPods).map { ("DaemonSet", $0.metadata) }
      + statefulSets.filter(\.lacksPods).map { ("StatefulSet", $0.metadata) }
    return refusalsOfDeployments(now: now)
      + sets.compactMap { kind, metadata in
        guard let clue = refusals(kind: kind, names: [metadata.name]).last?.clue else { return nil }
        return Self.refused(metadata.name, clue, age: PodStatus.age(metadata, now))
      }
  }

  private static func refused(_ name: String, _ clue: PodClue, age: Int64) -> PodStatus {
    PodStatus(
      name: name, deployment: name, readyContainers: 0, containers: 0, phase: "FailedCreate",
      message: clue.message, age: age, clues: [clue])
  }

  private func refusalsOfDeployments(now: Instant) -> [PodStatus] {
    let known = deployments.map(\.metadata.name)
    let others = Set(replicaSets.map(\.deployment)).subtracting(known).sorted()
    return (known + others).compactMap { name in
      let told = refusals(of: name).suffix(1).map(\.clue)
      let deployment = deployments.first { $0.metadata.name == name }
      if let deployment, var stand = PodStatus(refusedBy: deployment, now: now) {
        stand.clues = told
        return stand
      }
      return told.last.map { clue in
        Self.refused(name, clue, age: deployment.map { PodStatus.age($0.metadata, now) } ?? 0)
      }
    }
  }

  /// The events that tell of it, oldest first; none once all pods are there.
  private func refusals(of deployment: String) -> [EventObject] {
    let sets = replicaSets.filter { $0.deployment == deployment && $0.lacksPods }
      .map(\.metadata.name)
    return refusals(kind: "ReplicaSet", names: sets)
  }

  private func refusals(kind: String, names: [String]) -> [EventObject] {
    events.filter { event in
      event.involvedObject?.kind == kind && event.reason == "FailedCreate"
        && names.contains(event.involvedObject?.name ?? "")
    }.sorted { ($0.moment, $0.metadata.name) < ($1.moment, $1.metadata.name) }
  }
}

/// A replica set: how many pods it wants and has.
struct ReplicaSetObject: Decodable, Equatable, Sendable {
  struct Status: Decodable, Equatable, Sendable { var replicas: Int? }

  var metadata: ObjectMetadata
  var spec: DeploymentObject.Spec?
  var status: Status?

  /// Whether it has fewer pods than it wants.
  var lacksPods: Bool { (status?.replicas ?? 0) < (spec?.replicas ?? 0) }

  /// The name of the deployment that made it: its own name without the hash.
  var deployment: String {
    metadata.name.split(separator: "-").dropLast().joined(separator: "-")
  }
}

extension EventObject {
  /// What it tells, cleaned of control codes.
  fileprivate var clue: PodClue {
    PodClue(
      .event, reason: TerminalText.harmless(reason ?? ""),
      message: TerminalText.harmless(message ?? ""))
  }

  /// When it was told last; empty where it doesn't say.
  fileprivate var moment: String { lastTimestamp ?? eventTime ?? "" }
}

extension PodObject.ContainerStatus {
  /// Whether it does what it is there for: it is ready, or came to a good end.
  var isFine: Bool { ready == true || state?.terminated?.exitCode == 0 }

  /// Whether it ended badly, now or the last time.
  fileprivate var badEnd: PodObject.State.Terminated? {
    [state?.terminated, lastState?.terminated].compactMap { $0 }.first { $0.exitCode != 0 }
  }
}

extension PodObject {
  /// Seconds after which a proxy that runs and isn't ready is asked for its log.
  private static let patience: Int64 = 6

  /// What its containers' states and its conditions say.
  fileprivate var stateClues: [PodClue] {
    containers.filter { !$0.isFine }.flatMap { container -> [PodClue] in
      let ends = [container.state?.terminated, container.lastState?.terminated]
        .compactMap { $0 }.filter { $0.exitCode != 0 }
        .map { ($0.reason ?? "Error", $0.message) }
      let waits = container.state?.waiting.map { [($0.reason ?? "", $0.message)] } ?? []
      return (waits + ends).map { reason, message in
        PodClue(
          .container, container: container.name, reason: TerminalText.harmless(reason),
          message: TerminalText.harmless(message ?? ""))
      }
    }
      + (status?.conditions ?? []).filter { $0.status == "False" && $0.type == "PodScheduled" }
      .map {
        PodClue(
          .condition, reason: TerminalText.harmless($0.reason ?? ""),
          message: TerminalText.harmless($0.message ?? ""))
      }
  }

  /// Whether an event of that reason still tells how it stands: events outlive what they are about.
  fileprivate func isStillAffected(by reason: String) -> Bool {
    let isScheduled =
      status?.conditions?.contains { $0.type == "PodScheduled" && $0.status == "True" } ?? false
    let hasStarted = containers.contains { $0.state?.running != nil || $0.badEnd != nil }
    let waitsForImage = containers.contains {
      ["ErrImagePull", "ImagePullBackOff", "ContainerCreating", "PodInitializing"]
        .contains($0.state?.waiting?.reason ?? "")
    }
    switch reason {
    case "FailedScheduling": return !isScheduled
    case "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "NetworkNotReady":
      return !hasStarted
    case "Failed", "BackOff", "ErrImageNeverPull": return waitsForImage || hasStarted
    default: return true
    }
  }

  /// Its log, if the container crashed, or is a proxy that takes long; nil otherwise.
  fileprivate func logWish(of container: ContainerStatus, age: Int64) -> LogWish? {
    guard !container.isFine else { return nil }
    if container.badEnd != nil {
      let isOver = container.state?.terminated != nil
      return LogWish(
        pod: metadata.name, name: container.name,
        state: "ended \(container.restartCount ?? 0) \(isOver)",
        isPrevious: !isOver && (container.restartCount ?? 0) > 0)
    }
    guard container.state?.running != nil, age >= Self.patience else { return nil }
    // At 6, 12, 24, 48 … seconds: often enough to see news, seldom enough to be no burden.
    let looks = (0..<12).last { age >= Self.patience << Int64($0) } ?? 0
    return LogWish(
      pod: metadata.name, name: container.name, state: "running \(looks)", isPrevious: false)
  }
}
