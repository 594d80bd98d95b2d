/// How long things take in the practice cluster, in seconds.
struct Pace: Sendable {
  /// From a pod's creation to its node.
  var scheduling = 0.3
  /// From the node to running containers.
  var starting = 1.4
  /// From running containers to a ready pod.
  var readiness = 1.0
  /// How much longer any of these may take, at random, as a share.
  var spread = 0.5
  /// From the deletion of a pod to its end.
  var stopping = 0.8
  /// From the deletion of a namespace to its end.
  var namespaceEnding = 0.8

  init() {}

  /// The pace of a scenario.
  init(_ scenario: Scenario) {
    guard scenario == .slow else { return }
    scheduling = 2
    starting = 14
    readiness = 8
    stopping = 3
    namespaceEnding = 4
  }
}

/// Everything that the practice cluster is at one moment, and the rules by which it is written.
final class ClusterState {
  let scenario: Scenario
  let version: String
  let pace: Pace
  let store = ObjectStore()
  let access: AccessRules
  var registry: ResourceRegistry
  var addresses = AddressPool()

  init(scenario: Scenario, version: String, pace: Pace) {
    self.scenario = scenario
    self.version = version
    self.pace = pace
    registry = ResourceRegistry(kubernetes: version)
    access = AccessRules(scenario: scenario)
  }

  /// The wall clock, in microseconds since 1970; another one in tests only.
  var clock: () -> Int64 = { Timestamp.nowMicroseconds }

  /// The present, as Kubernetes writes it in whole seconds.
  var now: String { Timestamp.text(clock() / 1_000_000) }

  /// The stored object of a built-in kind; nil where there is none.
  func object(_ group: String, _ plural: String, _ namespace: String, _ name: String) -> JSON? {
    store.object(
      ObjectKey(
        id: ResourceID(group: group, plural: plural), namespace: namespace, name: name))?.json
  }

  /// A fresh random uid (version 4).
  static func uid() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
    let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    let letters = Array(hex)
    return cuts.map { String(letters[$0]) }.joined(separator: "-")
  }

  /// Random letters as Kubernetes makes names from: no vowels, nothing that looks alike.
  static func nameSuffix(_ count: Int = 5) -> String {
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
    return String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
  }
}

/// Hands out addresses to pods and services, none twice.
struct AddressPool {
  private var nextPod = 3
  private var nextService = 2
  private(set) var services: Set<String> = []

  /// The next pod address in 10.244.0.0/16.
  mutating func podAddress() -> String {
    nextPod += 1
    let number = nextPod % 65000
    return "10.244.\(number / 250).\(number % 250 + 2)"
  }

  /// The next service address in 10.96.0.0/12.
  mutating func serviceAddress() -> String {
    while true {
      nextService += 37
      let number = nextService % 1_000_000
      let address = "10.\(96 + number / 65536 % 16).\(number / 256 % 256).\(number % 254 + 1)"
      if services.insert(address).inserted { return address }
    }
  }

  /// Remembers an address that an object asked for.
  mutating func reserve(_ address: String) { services.insert(address) }
}
