import Dispatch
import Glibc
import SystemPackage

/// A pipe that a child prints into, emptied by a thread of its own.
///
/// It holds as much as the system lets a user have, so that a child that prints in bursts seldom
/// waits: with Linux's usual 64 KiB, child and reader take turns at every few lines.
struct OutputPipe: Sendable {
  /// The child's end.
  let writing: FileDescriptor
  private let reading: FileDescriptor

  /// The most that an unprivileged user may ask for, unless the system was set up differently
  /// (pipe(7), /proc/sys/fs/pipe-max-size).
  private static let capacity: Int32 = 1 << 20
  private static let chunk = 128 << 10

  /// Opens the pipe. Throws `Errno`, such as where too many files are open.
  init() throws {
    // Subprocess closes in each child what isn't the child's own, so no other one holds an end.
    (reading, writing) = try FileDescriptor.pipe()
    for end in [reading, writing] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    #if os(Linux)
      _ = fcntl(writing.rawValue, Self.setCapacity, Self.capacity)
    #endif
  }

  /// `F_SETPIPE_SZ` of fcntl(2), which Glibc's module doesn't have.
  private static let setCapacity: Int32 = 1031

  /// Hands on what comes, as it comes, until nobody can write any more; the sink sets the pace.
  func drain(into sink: @escaping ByteSink) async {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "output of a command").async {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
          let count = buffer.withUnsafeMutableBytes {
            read(reading.rawValue, $0.baseAddress, $0.count)
          }
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { break }
          sink(Array(buffer[..<count]))
        }
        continuation.resume()
      }
    }
  }

  /// Closes the reader's end; the child's is closed when the child has it.
  func close() { try? reading.close() }
}
