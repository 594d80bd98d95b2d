import Glibc
package import Planning

/// What the interpreter knows about the host from the start.
package struct HostSettings: Sendable {
  /// The variables that the wizard was started with.
  package var environment: [String: String]
  /// The wizard's own folders.
  package var folders: WizardFolders
  /// The file given as `--kubeconfig`, absolute; nil means the environment's.
  package var kubeconfig: String?
  /// The absolute path of this program; nil where it isn't known.
  package var program: String?
  /// The present moment.
  package var clock: @Sendable () -> Instant
  /// How many seconds a probe may take.
  package var probeTimeout: Int
  /// How many seconds a repository may take to answer.
  package var fetchTimeout: Int
  /// How long a child is given after each signal.
  package var patience: StopPatience
  /// How many seconds the proof waits for what isn't true yet.
  package var proofPatience: Int

  /// Brings the settings together; the clock is the system's unless another is given.
  package init(
    environment: [String: String], folders: WizardFolders, kubeconfig: String? = nil,
    program: String? = nil,
    probeTimeout: Int = 20, fetchTimeout: Int = 90, patience: StopPatience = StopPatience(),
    proofPatience: Int = 20,
    clock: @escaping @Sendable () -> Instant = { Instant(secondsSince1970: Int64(time(nil))) }
  ) {
    self.environment = environment
    self.folders = folders
    self.kubeconfig = kubeconfig
    self.program = program
    self.probeTimeout = probeTimeout
    self.fetchTimeout = fetchTimeout
    self.patience = patience
    self.proofPatience = proofPatience
    self.clock = clock
  }

  /// The settings of this process.
  package static func ofThisProcess(kubeconfig: String?) -> HostSettings {
    let environment = WizardFolders.environment()
    return HostSettings(
      environment: environment,
      folders: WizardFolders(
        environment: environment, working: WizardFolders.workingDirectory()),
      kubeconfig: kubeconfig, program: ownPath())
  }

  /// Where this program's file is; nil where it was moved or replaced since it was started.
  private static func ownPath() -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    let path = String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return access(path, X_OK) == 0 ? path : nil
  }
}
