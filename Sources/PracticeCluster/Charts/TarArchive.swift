/// Files as one tar archive (ustar), always the same bytes for the same files.
enum TarArchive {
  /// A file of the archive; its path has at most 100 bytes.
  struct File: Equatable, Sendable {
    let path: String
    let content: String
  }

  private static let blockSize = 512

  /// The archive; every file is root's, readable by all, and last changed at that Unix second.
  static func bytes(of files: [File], modified: Int64) -> [UInt8] {
    var archive: [UInt8] = []
    for file in files {
      let content = Array(file.content.utf8)
      archive += header(path: file.path, size: content.count, modified: modified)
      archive += content
      archive += padding(after: content.count)
    }
    return archive + [UInt8](repeating: 0, count: 2 * blockSize)
  }

  private static func header(path: String, size: Int, modified: Int64) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: blockSize)
    put(Array(path.utf8.prefix(100)), at: 0, into: &header)
    put(octal(0o644, digits: 7), at: 100, into: &header)
    put(octal(0, digits: 7), at: 108, into: &header)
    put(octal(0, digits: 7), at: 116, into: &header)
    put(octal(Int64(size), digits: 11), at: 124, into: &header)
    put(octal(modified, digits: 11), at: 136, into: &header)
    put(Array("        0".utf8), at: 148, into: &header)  // a blank checksum, and a plain file
    put(Array("ustar\0".utf8) + Array("00".utf8), at: 257, into: &header)
    put(Array("root".utf8), at: 265, into: &header)
    put(Array("root".utf8), at: 297, into: &header)
    let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
    put(octal(sum, digits: 6) + [0, UInt8(ascii: " ")], at: 148, into: &header)
    return header
  }

  private static func octal(_ number: Int64, digits: Int) -> [UInt8] {
    let text = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
  }

  private static func put(_ bytes: [UInt8], at offset: Int, into header: inout [UInt8]) {
    header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }

  private static func padding(after size: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (blockSize - size % blockSize) % blockSize)
  }
}
