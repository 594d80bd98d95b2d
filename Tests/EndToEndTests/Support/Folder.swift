import Glibc
import TestSupport
import Testing

/// A temporary folder, removed with the value that holds it.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/wizard-test-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
  }

  deinit {
    let words: [String] = ["rm", "-rf", path]
    let command = words.map { strdup($0) } + [nil]
    defer { command.forEach { free($0) } }
    var process: pid_t = 0
    if posix_spawnp(&process, "rm", nil, nil, command, environ) == 0 { waitpid(process, nil, 0) }
  }

  /// Makes a folder in it, and gives back its path.
  @discardableResult
  func folder(_ name: String) -> String {
    mkdir("\(path)/\(name)", 0o755)
    return "\(path)/\(name)"
  }

  /// Writes a file, with the mode 0755 a program, and gives back its path.
  @discardableResult
  func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
    let file = "\(path)/\(name)"
    if mode == 0o755 {
      try #require(ProgramFile.write(text, to: file), "\(file) can't be written")
      return file
    }
    let stream = try #require(fopen(file, "w"), "\(file) can't be written")
    fputs(text, stream)
    fclose(stream)
    chmod(file, mode)
    return file
  }

  /// The text of a file; empty where there is none.
  static func text(_ path: String) -> String {
    guard let stream = fopen(path, "r") else { return "" }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// The permission bits of a file; nil where there is none.
  static func mode(_ path: String) -> mode_t? {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode & 0o7777 : nil
  }

  /// The names in a folder, sorted.
  static func names(in path: String) -> [String] {
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

  /// Every file below a folder.
  static func files(below path: String) -> [String] {
    names(in: path).flatMap { name -> [String] in
      let entry = "\(path)/\(name)"
      var info = stat()
      guard lstat(entry, &info) == 0 else { return [] }
      return info.st_mode & S_IFMT == S_IFDIR ? files(below: entry) : [entry]
    }
  }
}
