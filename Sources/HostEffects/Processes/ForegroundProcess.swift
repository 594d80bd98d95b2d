import Glibc

/// Runs a program on the user's own terminal, for a credentials helper that asks questions.
package enum ForegroundProcess {
  /// Runs the program with the wizard's own standard input and error, and waits for its end.
  ///
  /// The program leads its own process group, which is the terminal's foreground group while it runs;
  /// afterwards the wizard's group is again. Where there is no terminal it just runs. What it prints on
  /// standard output is dropped: questions come on standard error or the terminal. Blocks the calling
  /// thread. The program's `input`, `timeout` and `patience` are not used.
  package static func run(_ program: ChildProgram) -> ProcessOutcome {
    if let refusal = ChildProcess.refusal(of: program) { return ProcessOutcome(ending: refusal) }
    let began = ContinuousClock.now
    let terminal = controllingTerminal()
    defer { if let terminal { close(terminal) } }
    let before = terminal.map { tcgetpgrp($0) } ?? getpgrp()
    var child: pid_t = 0
    let failure = spawn(program, child: &child)
    guard failure == 0 else {
      return ProcessOutcome(ending: .notStarted(String(cString: strerror(failure))))
    }
    give(terminal, to: child)
    let ending = wait(for: child, on: terminal)
    kill(-child, SIGKILL)
    give(terminal, to: before > 0 ? before : getpgrp())
    return ProcessOutcome(ending: ending, duration: ContinuousClock.now - began)
  }

  /// The terminal that this process belongs to; nil where there is none.
  private static func controllingTerminal() -> Int32? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    return terminal < 0 ? nil : terminal
  }

  private static func spawn(_ program: ChildProgram, child: inout pid_t) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return withPointers(to: [program.path] + program.arguments) { arguments in
      withPointers(to: program.environment.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&child, program.path, &actions, &attributes, arguments, environment)
      }
    }
  }

  private static func wait(for child: pid_t, on terminal: Int32?) -> ProcessEnding {
    var status: Int32 = 0
    var stops = 0
    while true {
      let answer = waitpid(child, &status, WUNTRACED)
      if answer < 0, errno == EINTR { continue }
      guard answer == child else { return .notStarted("It could not be waited for.") }
      if status & 0xff == 0x7f {
        // It read before the terminal was its own, or ^Z: there is no shell to go back to, so it goes on.
        stops += 1
        give(terminal, to: child)
        kill(-child, stops < 1000 ? SIGCONT : SIGKILL)
        continue
      }
      return status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .signalled(status & 0x7f)
    }
  }

  /// Makes the group the terminal's foreground group; SIGTTOU would stop the wizard, so it is blocked.
  private static func give(_ terminal: Int32?, to group: pid_t) {
    guard let terminal else { return }
    var blocked = sigset_t()
    var before = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    tcsetpgrp(terminal, group)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  private static func withPointers<Result>(
    to strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }
}
