/// The API server: answers requests one after the other, and lets the controllers act in between.
actor KubernetesAPI {
  let state: ClusterState
  let watches: WatchHub
  let control: ControlLoop
  private var alarm: (due: ContinuousClock.Instant, task: Task<Void, Never>)?
  private var isStopped = false

  /// Starts with the objects given; what they ask for already runs.
  init(scenario: Scenario, version: String, pace: Pace, objects: [JSON]) {
    let state = ClusterState(scenario: scenario, version: version, pace: pace)
    let watches = WatchHub()
    let control = ControlLoop(state: state)
    self.state = state
    self.watches = watches
    self.control = control
    ClusterStart.load(objects, into: state, control)
    state.store.observer = { change in
      watches.publish(change)
      control.notice(change)
    }
  }

  /// The answer to a request; refusals are answers too.
  func respond(to request: APIRequest) -> APIResponse {
    defer { settle() }
    do {
      return try route(request)
    } catch let error as APIError {
      return .json(error.status, code: error.code)
    } catch let error as JSONSyntaxError {
      let message = "error decoding the request body: \(error.reason) at byte \(error.offset)"
      return .json(APIError.badRequest(message).status, code: 400)
    } catch {
      return .json(APIError.internalError("\(error)").status, code: 500)
    }
  }

  /// Lets the controllers finish what the last change gave them to do, and wakes up when the next is due.
  private func settle() {
    control.run(at: .now)
    guard !isStopped, let due = control.nextDue else { return }
    if let alarm, alarm.due <= due { return }
    alarm?.task.cancel()
    alarm = (
      due,
      Task { [weak self] in
        do { try await Task.sleep(until: due, clock: .continuous) } catch { return }
        await self?.wake()
      }
    )
  }

  private func wake() {
    alarm = nil
    settle()
  }

  /// Ends all watches and all timers.
  func stop() {
    isStopped = true
    alarm?.task.cancel()
    alarm = nil
    watches.endAll()
  }

  /// Sends a bookmark to every watch that takes them, which also finds the clients that are gone.
  func sendBookmarks() { watches.sendBookmarks(revision: state.store.revision) }

  /// Ends one watch, at the end of the time that it asked for.
  func endWatch(_ number: Int) { watches.end(number) }
}
