/// The controllers of the practice cluster: each looks at one object and brings the others in line
/// with what it asks for. Nothing runs by itself: the API lets them act after every request and
/// when a moment that they asked for has come.
final class ControlLoop {
  /// Something to be done at a later moment.
  enum Task: Equatable {
    case pod(ObjectKey, PodStep)
    case reconcile(ObjectKey)
    case emptyNamespace(ObjectKey)
    /// The nodes say that they live; counted from 1.
    case heartbeat(Int)
  }

  private struct Timer {
    var due: ContinuousClock.Instant
    var task: Task
  }

  let state: ClusterState
  /// While the cluster is being filled, pods are ready at once and nothing is told in events.
  var isStarting = false
  private var timers: [Timer] = []
  private var queue: [ObjectKey] = []
  private var queued: Set<ObjectKey> = []
  /// The first of the queue that was not looked at yet.
  private var head = 0
  private(set) var now = ContinuousClock.Instant.now
  var nextNode = 0

  init(state: ClusterState) { self.state = state }

  /// When the next task is due; nil where there is none.
  var nextDue: ContinuousClock.Instant? { timers.map(\.due).min() }

  /// Asks for a task after some seconds, which chance makes longer by up to the pace's spread.
  func schedule(_ task: Task, after seconds: Double) {
    guard !isStarting else { return }
    let delay = seconds * (1 + Double.random(in: 0...1) * state.pace.spread)
    timers.append(Timer(due: .now + .seconds(delay), task: task))
  }

  /// Asks for a task at that moment exactly.
  func schedule(_ task: Task, at due: ContinuousClock.Instant) {
    timers.append(Timer(due: due, task: task))
  }

  /// Whether that task is already waiting for its moment.
  func isScheduled(_ task: Task) -> Bool { timers.contains { $0.task == task } }

  /// Asks for an object to be looked at before the next request.
  func enqueue(_ key: ObjectKey) {
    if queued.insert(key).inserted { queue.append(key) }
  }

  /// Does everything that is due, and what follows from it.
  func run(at now: ContinuousClock.Instant) {
    self.now = now
    var rounds = 0
    while rounds < 1_000_000 {
      rounds += 1
      if let key = next() {
        reconcile(key)
      } else if let index = timers.firstIndex(where: { $0.due <= now }) {
        perform(timers.remove(at: index).task)
      } else {
        return
      }
    }
  }

  private func next() -> ObjectKey? {
    guard head < queue.count else {
      queue.removeAll(keepingCapacity: true)
      head = 0
      return nil
    }
    defer { head += 1 }
    queued.remove(queue[head])
    return queue[head]
  }

  private func perform(_ task: Task) {
    switch task {
    case .pod(let key, let step): advance(key, step)
    case .reconcile(let key): enqueue(key)
    case .emptyNamespace(let key): empty(key)
    case .heartbeat(let number): beat(number)
    }
  }

  private func reconcile(_ key: ObjectKey) {
    guard let object = state.store.object(key)?.json else { return }
    if object.isBeingDeleted, endForeground(key, object) { return }
    switch (key.id.group, key.id.plural) {
    case ("", "namespaces"): reconcileNamespace(key, object)
    case ("", "services"): reconcileService(key, object)
    case ("", "pods"): reconcilePod(key, object)
    case ("apps", "deployments"): reconcileDeployment(key, object)
    case ("apps", "replicasets"): reconcileReplicaSet(key, object)
    case ("apps", "statefulsets"): reconcileStatefulSet(key, object)
    case ("apps", "daemonsets"): reconcileDaemonSet(key, object)
    case ("batch", "jobs"): reconcileJob(key, object)
    case ("apiextensions.k8s.io", "customresourcedefinitions"): establish(key, object)
    default: break
    }
  }
}
