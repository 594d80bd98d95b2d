import Diagnosis
import Glibc
import HostEffects
import Planning
import Screens
import Wizard

/// Asks the session's questions line by line on standard input and output.
struct PlainFrontEnd {
  let session: Session
  var now: () -> Instant = { Instant(secondsSince1970: Int64(time(nil))) }

  /// Runs until the session ends or standard input does.
  func run() throws -> ExitStatus {
    var prompter = PlainPrompter()
    var input = LineInput()
    let kubeconfig = session.state.options.kubeconfig
    session.aroundSignIn = { target, call in
      SignIn.announcement(context: target.context, kubeconfig: kubeconfig).forEach(Terminal.print)
      defer { Terminal.print("") }
      return call()
    }
    session.send(.tick(now()))
    while session.exitStatus == nil {
      let output = prompter.output(for: session.state)
      if !output.text.isEmpty { Terminal.write(output.text, to: STDOUT_FILENO) }
      if let prompt = output.prompt { Terminal.write(prompt, to: STDOUT_FILENO) }
      switch input.wait(for: session.descriptor, readsLines: output.prompt != nil) {
      case .line(let line):
        for event in prompter.events(for: line, state: session.state) {
          session.send(.user(event))
        }
      case .ended: return .stopped
      case .nothing: break
      }
      session.send(.tick(now()))
      session.takeReports()
    }
    Terminal.write(prompter.output(for: session.state).text, to: STDOUT_FILENO)
    return session.exitStatus ?? .done
  }
}

/// Lines of standard input, beside the wake-up descriptor of the session.
struct LineInput {
  /// What a wait brought.
  enum Arrival: Equatable {
    case line(String)
    /// Standard input has ended.
    case ended
    case nothing
  }

  private var buffer: [UInt8] = []
  private var hasEnded = false

  /// Waits at most a second for a line, where lines are wanted, or for the descriptor.
  mutating func wait(for descriptor: Int32, readsLines: Bool) -> Arrival {
    if readsLines, let line = takeLine() { return .line(line) }
    if readsLines, hasEnded { return .ended }
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readsLines ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waiting, 2, 1000) > 0, waiting[1].revents != 0 else { return .nothing }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { buffer.append(contentsOf: bytes[..<count]) } else { hasEnded = true }
    if let line = takeLine() { return .line(line) }
    return hasEnded ? .ended : .nothing
  }

  private mutating func takeLine() -> String? {
    guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else {
      guard hasEnded, !buffer.isEmpty else { return nil }
      defer { buffer = [] }
      return String(decoding: buffer, as: UTF8.self)
    }
    let line = String(decoding: buffer[..<end], as: UTF8.self)
    buffer.removeFirst(end + 1)
    return line
  }
}
