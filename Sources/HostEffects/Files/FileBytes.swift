import Glibc

/// Reads and writes whole files by the system's own calls.
package enum FileBytes {
  /// Whether something, be it a broken link, has that path.
  static func exists(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0
  }

  /// The bytes of a regular file.
  ///
  /// Throws `FileProblem`: `.tooLarge` where it holds more than the limit, `.wrongKind` where it is no
  /// regular file (a pipe or a device would block).
  package static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw FileProblem(errno: errno, path) }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0 else { throw FileProblem(errno: errno, path) }
    guard info.st_mode & S_IFMT == S_IFREG else { throw FileProblem(.wrongKind, path) }
    return try read(descriptor: file, named: path, limit: limit)
  }

  /// All bytes of an open file, until its end. Throws `FileProblem` as `read` does.
  package static func read(
    descriptor: Int32, named path: String, limit: Int
  ) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem(errno: errno, path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit { throw FileProblem(.tooLarge, path) }
    }
  }

  /// Copies a regular file's bytes behind those of another file, piece by piece. Throws `FileProblem`;
  /// a part may then have been copied.
  static func append(_ source: String, to path: String) throws(FileProblem) {
    let from = open(source, O_RDONLY | O_CLOEXEC)
    guard from >= 0 else { throw FileProblem(errno: errno, source) }
    defer { close(from) }
    let target = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
    guard target >= 0 else { throw FileProblem(errno: errno, path) }
    defer { close(target) }
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = Glibc.read(from, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem(errno: errno, source) }
      if count == 0 { return }
      let failure = write(Array(buffer[..<count]), to: target)
      if failure != 0 { throw FileProblem(errno: failure, path) }
    }
  }

  /// Writes all bytes; the error's number where that failed, else 0.
  static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var position = 0
      while position < buffer.count {
        let count = Glibc.write(
          file, buffer.baseAddress?.advanced(by: position), buffer.count - position)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        position += count
      }
      return 0
    }
  }
}
