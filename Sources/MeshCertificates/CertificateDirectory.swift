import Glibc
import Planning

/// A directory of certificates, read as it stands.
package enum CertificateDirectory {
  /// Reads those of the four files that are there, each up to a little more than one MiB.
  ///
  /// Throws where a file is there and can't be read, or is no regular file.
  package static func read(_ directory: String) throws(CertificateFailure) -> CertificateFiles {
    func bytes(_ file: String) throws(CertificateFailure) -> [UInt8]? {
      try read(file: directory.hasSuffix("/") ? directory + file : directory + "/" + file)
    }
    return CertificateFiles(
      anchorCertificate: try bytes(CertificatePlan.anchorCertificateFile),
      anchorKey: try bytes(CertificatePlan.anchorKeyFile).map(PrivateKeyPEM.init(bytes:)),
      issuerCertificate: try bytes(CertificatePlan.issuerCertificateFile),
      issuerKey: try bytes(CertificatePlan.issuerKeyFile).map(PrivateKeyPEM.init(bytes:)))
  }

  private static func read(file path: String) throws(CertificateFailure) -> [UInt8]? {
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
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= PEMText.largestSize {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw failure(systemReason(errno)) }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }
}
