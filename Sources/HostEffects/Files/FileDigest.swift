import Crypto
import Glibc

/// SHA-256 of files and of whole folders, as lowercase hex.
package enum FileDigest {
  /// The digest of bytes.
  package static func of(_ bytes: some Sequence<UInt8>) -> String {
    hex(SHA256.hash(data: Array(bytes)))
  }

  /// The digest of a regular file. Throws `FileProblem`.
  package static func file(_ path: String, limit: Int = 64 << 20) throws(FileProblem) -> String {
    of(try FileBytes.read(path, limit: limit))
  }

  /// The digest of a file, or of a folder: of its files' paths and contents, in order of their paths.
  ///
  /// Throws `FileProblem`, also for what is neither file nor folder within.
  package static func tree(_ path: String) throws(FileProblem) -> String {
    var info = stat()
    guard stat(path, &info) == 0 else { throw FileProblem(errno: errno, path) }
    guard info.st_mode & S_IFMT == S_IFDIR else { return try file(path) }
    var hash = SHA256()
    for name in try names(under: path, prefix: "", depth: 0).sorted() {
      hash.update(data: Array("\(name)\n".utf8))
      hash.update(data: Array((try file("\(path)/\(name)") + "\n").utf8))
    }
    return hex(hash.finalize())
  }

  private static func names(
    under path: String, prefix: String, depth: Int
  ) throws(FileProblem) -> [String] {
    guard depth < 16 else { throw FileProblem(.tooLarge, path) }
    var files: [String] = []
    for name in try FolderListing.names(in: path) {
      var info = stat()
      guard lstat("\(path)/\(name)", &info) == 0 else { throw FileProblem(errno: errno, path) }
      if info.st_mode & S_IFMT == S_IFDIR {
        files += try names(under: "\(path)/\(name)", prefix: "\(prefix)\(name)/", depth: depth + 1)
      } else {
        files.append(prefix + name)
      }
    }
    return files
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

/// What a folder holds.
enum FolderListing {
  /// The names in a folder, in no order, without "." and "..". Throws `FileProblem`.
  static func names(in path: String) throws(FileProblem) -> [String] {
    guard let folder = opendir(path) else { throw FileProblem(errno: errno, path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
