/// What `/version` serves.
enum VersionDocument {
  /// The second number of a version such as `v1.33.2`.
  static func minor(of version: String) -> Int {
    let numbers = version.drop { $0 == "v" }.split(separator: ".").compactMap { Int($0) }
    return numbers.count > 1 ? numbers[1] : 33
  }

  static func json(_ version: String) -> JSON {
    let major = version.drop { $0 == "v" }.prefix { $0 != "." }
    return [
      "major": .string(String(major)),
      "minor": .string(String(minor(of: version))),
      "gitVersion": .string(version),
      "gitCommit": "0000000000000000000000000000000000000000",
      "gitTreeState": "clean",
      "buildDate": "2026-01-01T00:00:00Z",
      "goVersion": "go1.25.0",
      "compiler": "gc",
      "platform": "linux/amd64",
    ]
  }
}

/// What `/healthz`, `/livez` and `/readyz` serve.
enum HealthDocument {
  private static let checks = [
    "ping", "log", "etcd", "informer-sync", "poststarthook/start-apiextensions-controllers",
    "poststarthook/crd-informer-synced", "poststarthook/rbac/bootstrap-roles", "shutdown",
  ]

  static func response(_ request: APIRequest) -> APIResponse {
    let name = request.segments[0]
    guard request.query["verbose"] != nil else { return .text("ok") }
    let lines = checks.map { "[+]\($0) ok" } + ["\(name) check passed", ""]
    return .text(lines.joined(separator: "\n"))
  }
}

/// What the `log` subresource of a pod serves: a few believable lines.
enum PodLog {
  static func response(
    _ request: APIRequest, _ pod: StoredObject, _ state: ClusterState
  ) throws -> APIResponse {
    let spec = pod.json["spec"]
    let containers = spec?["containers"]?.elements.map(\.elementName) ?? []
    let all = containers + (spec?["initContainers"]?.elements.map(\.elementName) ?? [])
    let wanted = request.parameter("container")
    if wanted == nil, containers.count > 1 {
      throw APIError.badRequest(
        "a container name must be specified for pod \(pod.key.name), choose one of: "
          + "[\(containers.joined(separator: " "))]")
    }
    let name = wanted ?? containers.first ?? ""
    guard all.contains(name) else {
      throw APIError.badRequest("container \(name) is not valid for pod \(pod.key.name)")
    }
    let statuses =
      (pod.json["status"]?["containerStatuses"]?.elements ?? [])
      + (pod.json["status"]?["initContainerStatuses"]?.elements ?? [])
    let status = statuses.first { $0.elementName == name }
    let hasEnded = status?["lastState"]?["terminated"] != nil
    if request.isSet("previous"), !hasEnded {
      throw APIError.badRequest(
        "previous terminated container \"\(name)\" in pod \"\(pod.key.name)\" not found")
    }
    guard let status, status["state"]?["waiting"] == nil || hasEnded else {
      let reason = status?["state"]?["waiting"]?["reason"]?.text ?? "ContainerCreating"
      throw APIError.badRequest(
        "container \"\(name)\" in pod \"\(pod.key.name)\" is waiting to start: \(reason)")
    }
    var lines = Self.lines(pod.json, name, status) + trouble(pod.json, name, state)
    if let tail = request.parameter("tailLines").flatMap({ Int($0) }) {
      lines = Array(lines.suffix(max(0, tail)))
    }
    return .text(lines.map { $0 + "\n" }.joined())
  }

  /// What a container says of the trouble that its pod is in.
  private static func trouble(_ pod: JSON, _ container: String, _ state: ClusterState) -> [String] {
    switch PodTrouble(of: pod, in: state) {
    case .crash(container, let line): ["time=\"\(state.now)\" \(line)"]
    case .waiting(let line) where container == "linkerd-proxy": ["[     2.004s]  \(line)"]
    default: []
    }
  }

  private static func lines(_ pod: JSON, _ container: String, _ status: JSON) -> [String] {
    let started =
      status["state"]?["running"]?["startedAt"]?.text
      ?? status["state"]?["terminated"]?["startedAt"]?.text ?? ""
    let isReady = status["ready"] == .bool(true)
    if container == "linkerd-proxy" {
      let start = [
        "[     0.001s]  INFO ThreadId(01) linkerd2_proxy: release 2.300.0",
        "[     0.005s]  INFO ThreadId(01) linkerd2_proxy: Admin interface on 0.0.0.0:4191",
        "[     0.005s]  INFO ThreadId(01) linkerd2_proxy: Inbound interface on 0.0.0.0:4143",
        "[     0.005s]  INFO ThreadId(01) linkerd2_proxy: Outbound interface on 127.0.0.1:4140",
      ]
      guard isReady else { return start }
      return start + [
        "[     0.048s]  INFO ThreadId(02) daemon:identity: linkerd_app: Certified identity "
          + "id=\(pod["spec"]?["serviceAccountName"]?.text ?? "default").\(pod.namespace)"
          + ".serviceaccount.identity.linkerd.cluster.local"
      ]
    }
    var lines = [
      "time=\"\(started)\" level=info msg=\"practice cluster: no program runs here\"",
      "time=\"\(started)\" level=info msg=\"starting \(container) in \(pod.namespace)/\(pod.name)\"",
    ]
    if isReady {
      lines.append("time=\"\(started)\" level=info msg=\"\(container) is ready\"")
    } else {
      lines.append(
        "time=\"\(started)\" level=warning msg=\"\(container) is waiting: the readiness probe fails\""
      )
    }
    return lines
  }
}

extension JSON {
  /// The member `name` of a container or another element of a list.
  var elementName: String { self["name"]?.text ?? "" }
}
