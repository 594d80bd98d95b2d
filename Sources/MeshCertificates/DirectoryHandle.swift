import Glibc

/// An open directory; what is done in it stays in it, whatever happens to its path meanwhile.
struct DirectoryHandle: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens an existing directory; throws the system's error number.
  init(opening path: String) throws(SystemError) {
    guard !path.utf8.contains(0) else { throw SystemError(number: EINVAL) }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(number: errno) }
    self.descriptor = descriptor
    self.path = path
  }

  /// A child that is just being started has the descriptor, too, and would keep the lock a little
  /// longer.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// The path of a file in the directory, for sentences.
  func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// Whether somebody else could put files there; also where the system can't say.
  var isWritableByOthers: Bool {
    var status = stat()
    return fstat(descriptor, &status) != 0 || status.isWritableByOthers
  }

  /// Whether something, be it a broken link, has that name.
  func holds(_ name: String) -> Bool {
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
  }

  /// Keeps other processes of this program out until the handle is gone; false where one is in.
  ///
  /// The system lets go by itself when the process ends, however it ends. A file system that can't
  /// lock keeps nobody out.
  func lock() -> Bool { FileLock.take(descriptor) }

  /// The names of everything in the directory; empty where it can't be read.
  var names: [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file; nothing happens where it isn't there.
  func remove(_ name: String) {
    _ = unlinkat(descriptor, name, 0)
  }

  /// Makes the names in the directory survive a power cut.
  func synchronize() throws(SystemError) {
    // Some file systems can't do this for a directory, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError(number: errno) }
  }
}

/// A lock that the system lets go of by itself when the process ends, however it ends.
enum FileLock {
  /// Takes it; false where another process keeps it. A file system that can't lock keeps nobody out.
  ///
  /// A child of a process that was just killed holds the lock until it has become its own program:
  /// so this tries for a second.
  static func take(_ descriptor: Int32) -> Bool {
    for attempt in 0...50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return true }
      if attempt < 50 { usleep(20_000) }
    }
    return false
  }
}

/// What the system answered to a call that failed.
struct SystemError: Error {
  var number: Int32
}

extension stat {
  /// Whether somebody else than the present user (and root) can put files there or take them away.
  var isWritableByOthers: Bool {
    if st_mode & (S_IWGRP | S_IWOTH) != 0 { return true }
    let user = geteuid()
    return user != 0 && st_uid != user && st_uid != 0
  }
}
