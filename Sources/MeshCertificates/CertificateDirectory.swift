import Glibc
import Planning

/// A directory of certificates, read as it stands.
package enum CertificateDirectory {
  /// Reads those of the four files that are there, each up to a little more than one MiB.
  ///
  /// Throws where a file is there and can't be read, or is no regular file.
  package static func read(
    _ directory: String, names: CertificateFileNames = CertificateFileNames()
  ) throws(CertificateFailure) -> CertificateFiles {
    func file(_ name: String) throws(CertificateFailure) -> FoundFile? {
      if name.hasPrefix("/") { return try read(file: name) }
      return try read(file: directory.hasSuffix("/") ? directory + name : directory + "/" + name)
    }
    let anchorKey = try file(names.anchorKey)
    let issuerKey = try file(names.issuerKey)
    var files = CertificateFiles(
      anchorCertificate: try file(names.anchorCertificate)?.bytes,
      anchorKey: anchorKey.map { PrivateKeyPEM(bytes: $0.bytes) },
      issuerCertificate: try file(names.issuerCertificate)?.bytes,
      issuerKey: issuerKey.map { PrivateKeyPEM(bytes: $0.bytes) })
    if anchorKey?.isReadableByOthers == true {
      files.readableByOthers.insert(CertificatePlan.anchorKeyFile)
    }
    if issuerKey?.isReadableByOthers == true {
      files.readableByOthers.insert(CertificatePlan.issuerKeyFile)
    }
    return files
  }

  /// A file that is there.
  struct FoundFile {
    var bytes: [UInt8]
    var isReadableByOthers: Bool
  }

  /// Reads one file, absolute; nil where it isn't there. Throws as `read(_:names:)` does.
  static func read(file path: String) throws(CertificateFailure) -> FoundFile? {
    func failure(_ reason: String) -> CertificateFailure {
      CertificateFailure(
        .fileNotRead, "The file \(path) can't be read: \(reason).",
        remedy: "Check the path and who may read the file.", path: path)
    }
    guard !path.utf8.contains(0) else { throw failure(systemReason(EINVAL)) }
    // Not blocking, so that a named pipe can't stop the program.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      if errno == ENOENT { return nil }
      throw failure(systemReason(errno))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw failure("it isn't a regular file")
    }
    do {
      return FoundFile(
        bytes: try bytes(of: file), isReadableByOthers: status.st_mode & (S_IRGRP | S_IROTH) != 0)
    } catch {
      throw failure(systemReason(error.number))
    }
  }

  /// The bytes of an open file, up to a little more than a PEM file of any use has.
  static func bytes(of file: Int32) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= PEMText.largestSize {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw SystemError(number: errno) }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }
}
