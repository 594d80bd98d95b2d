import Glibc

/// Core files, which hold what a program that crashed had in memory.
package enum CoreFiles {
  /// Keeps this program's memory, and that of every program that it starts, out of core files: keys
  /// are in it, and in Helm's and kubectl's.
  ///
  /// The limit is for files; what the system's own crash handler gets is chosen by a filter
  /// (core(5)). Both are handed down to children. Where the system has neither, nothing happens.
  package static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC)
    guard filter >= 0 else { return }
    _ = write(filter, "0", 1)
    close(filter)
  }
}
