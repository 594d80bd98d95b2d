import Testing

@testable import PracticeCluster

@Suite struct HeartbeatTests {
  private let state: ClusterState
  private let control: ControlLoop
  private let begun = ContinuousClock.now
  private let start: Int64 = 1_795_000_000

  init() {
    let start = start
    state = ClusterState(scenario: .ready, version: "v1.33.2", pace: Pace(.ready))
    state.clock = { start * 1_000_000 }
    control = ControlLoop(state: state)
    ClusterStart.load(
      Population.objects(for: .ready, now: start)
        .filter { ["Namespace", "Node", "Lease"].contains($0["kind"]?.text) },
      into: state, control)
  }

  private func pass(_ seconds: Int64) {
    let (start, passed) = (start, seconds)
    state.clock = { (start + passed) * 1_000_000 + 331_383 }
    control.run(at: begun + .seconds(seconds + 1))
  }

  private var leases: [StoredObject] {
    state.store.objects(ResourceID(group: "coordination.k8s.io", plural: "leases"))
  }

  private var heartbeats: Set<String> {
    Set(
      state.store.objects(ResourceID(group: "", plural: "nodes"))
        .flatMap { $0.json["status"]?["conditions"]?.elements ?? [] }
        .compactMap { $0["lastHeartbeatTime"]?.text })
  }

  @Test func leasesAreRenewedEveryTenSeconds() {
    let before = leases.map(\.revision)
    pass(5)
    #expect(leases.map(\.revision) == before)
    pass(10)
    let renewed = leases
    #expect(renewed.count == 3)
    #expect(
      renewed.allSatisfy {
        $0.json["spec"]?["renewTime"]?.text
          == Timestamp.microText((start + 10) * 1_000_000 + 331_383)
      })
    #expect(zip(before, renewed).allSatisfy { $0 < $1.revision })
    #expect(renewed.allSatisfy { $0.json["spec"]?["leaseDurationSeconds"] == 40 })
    #expect(
      state.store.history.allSatisfy {
        $0.kind == .modified && $0.object.key.id.plural == "leases"
      })
  }

  @Test func conditionsAreToldAnewAfterFiveMinutes() {
    let first = heartbeats
    #expect(first == [Timestamp.text(start)])
    for seconds in stride(from: Int64(11), through: 29 * 11, by: 11) { pass(seconds) }
    #expect(heartbeats == first)
    pass(30 * 11)
    #expect(heartbeats == [Timestamp.text(start + 330)])
  }

  @Test func aMachineThatSleptMakesUpForNothing() {
    let before = state.store.revision
    pass(86_400)
    #expect(state.store.revision == before + 3)
    #expect(control.nextDue == begun + .seconds(86_401 + 10))
  }
}
