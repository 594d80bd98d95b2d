import Glibc

/// Puts a child's input in a pipe before the child is there.
///
/// A child that ends without reading would otherwise end the wizard by SIGPIPE.
enum PreparedInput {
  /// What a pipe takes without anybody reading it; Linux gives 64 KiB, or 4 KiB where a user has
  /// very many pipes, which the write below then finds out.
  private static let capacity = 60 << 10

  /// The end of a pipe from which all of the input can be read; nil where it is too much for a pipe.
  static func descriptor(_ input: [UInt8]) -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard input.count <= capacity, pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let failure = FileBytes.write(input, to: ends[1])
    close(ends[1])
    if failure == 0 { return ends[0] }
    close(ends[0])
    return nil
  }

  /// Turns writing to a child that reads no more into an error that the writer sees.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
