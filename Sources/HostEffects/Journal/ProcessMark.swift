import Glibc

/// A process, told apart from a later one that has its number.
package struct ProcessMark: Codable, Equatable, Sendable {
  /// Its number.
  package var pid: Int32
  /// When it was started, in clock ticks since the machine's start; nil where that can't be read.
  package var startTicks: UInt64?
  /// Which start of the machine that was; nil where that can't be read.
  package var boot: String?

  /// Names a process that runs.
  package init(pid: Int32) {
    self.pid = pid
    startTicks = Self.startTicks(of: pid)
    boot = Self.currentBoot
  }

  /// This process.
  package static var own: ProcessMark { ProcessMark(pid: getpid()) }

  /// Whether that very process still runs; one that has ended and was not waited for does not.
  package var isRunning: Bool {
    guard pid > 0, boot == Self.currentBoot, let startTicks else { return false }
    return Self.startTicks(of: pid) == startTicks
  }

  /// Field 22 of `/proc/PID/stat` (man 5 proc_pid_stat); nil where there is no such process or where
  /// it is a zombie.
  private static func startTicks(of pid: Int32) -> UInt64? {
    guard let bytes = try? FileBytes.read("/proc/\(pid)/stat", limit: 4096) else { return nil }
    // The second field is a name in parentheses, which may hold anything.
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }

  private static var currentBoot: String? {
    let path = "/proc/sys/kernel/random/boot_id"
    guard let bytes = try? FileBytes.read(path, limit: 100) else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
