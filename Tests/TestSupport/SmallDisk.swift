import Glibc

/// A disk of a few pages that can be filled, as a tmpfs; it is unmounted with the value.
///
/// Only root may mount one, and not in every container: tests that need it are for `isPermitted`.
package final class SmallDisk: Sendable {
  /// The folder that it is mounted at.
  package let path: String

  /// What a test says that is skipped because none can be mounted.
  package static let isMissing = "a small tmpfs can't be mounted here"
  /// Whether one can be mounted here; found out by doing it where nobody else sees it.
  package static let isPermitted = run("unshare", "-m", "mount", "-t", "tmpfs", "none", "/tmp")

  /// Mounts one of so many KiB at a new folder with that path; nil where that can't be done.
  package init?(_ path: String, kilobytes: Int, options: String = "mode=700") {
    guard mkdir(path, 0o700) == 0,
      Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k,\(options)", "none", path)
    else { return nil }
    self.path = path
  }

  deinit { _ = Self.run("umount", "-l", path) }

  /// Fills it until so many KiB, in whole pages of 4, are left.
  package func fill(leaving kilobytes: Int) {
    guard let file = fopen(filling, "we") else { return }
    setvbuf(file, nil, _IONBF, 0)
    let page = [UInt8](repeating: 0, count: 4096)
    while fwrite(page, 1, page.count, file) == page.count {}
    let size = ftell(file)
    fclose(file)
    truncate(filling, max(0, size / 4096 * 4096 - kilobytes << 10))
  }

  /// Takes away what fills it.
  package func makeRoom() { unlink(filling) }

  private var filling: String { path + "/filling" }

  private static func run(_ arguments: String...) -> Bool {
    let words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    var status: Int32 = -1
    guard posix_spawnp(&process, arguments[0], nil, nil, words, environ) == 0,
      waitpid(process, &status, 0) == process
    else { return false }
    return status == 0
  }
}
