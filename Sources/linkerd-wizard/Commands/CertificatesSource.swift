import ArgumentParser
import Glibc
import HostEffects
import MeshCertificates
import Planning
import Wizard

/// Where a set of certificates is, and what its files are called.
struct CertificatesSource: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The directory of the certificates.", valueName: "directory"),
    completion: .directory)
  var directory = CertificateAnswers().directory

  @Option(
    name: .long,
    help: ArgumentHelp("The trust anchor's file, if not ca.crt.", valueName: "file"),
    completion: .file())
  var anchor = CertificatePlan.anchorCertificateFile

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The trust anchor's key, if not ca.key; need not be there to check.",
      valueName: "file"),
    completion: .file())
  var anchorKey = CertificatePlan.anchorKeyFile

  @Option(
    name: .long,
    help: ArgumentHelp("The issuer's file, if not issuer.crt.", valueName: "file"),
    completion: .file())
  var issuer = CertificatePlan.issuerCertificateFile

  @Option(
    name: .long,
    help: ArgumentHelp("The issuer's key, if not issuer.key.", valueName: "file"),
    completion: .file())
  var issuerKey = CertificatePlan.issuerKeyFile

  /// How a command prints what it found.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  /// Where the files are, in absolute paths.
  func place(_ settings: HostSettings) -> CertificatesPlace {
    CertificatesPlace(
      directory: directory,
      names: CertificateFileNames(
        anchorCertificate: anchor, anchorKey: anchorKey, issuerCertificate: issuer,
        issuerKey: issuerKey), settings)
  }
}

/// A directory of certificates that a command works on.
struct CertificatesPlace {
  /// Absolute.
  var directory: String
  /// Names in the directory, or absolute paths.
  var names: CertificateFileNames

  /// Takes paths as they were typed; a name with a slash is a path from the working folder.
  init(directory: String, names: CertificateFileNames, _ settings: HostSettings) {
    let paths = settings.folders.hostPaths
    func path(_ name: String) -> String {
      name.contains("/") || name.hasPrefix("~") ? PathText.absolute(name, paths: paths) : name
    }
    self.directory = PathText.absolute(directory, paths: paths)
    self.names = CertificateFileNames(
      anchorCertificate: path(names.anchorCertificate), anchorKey: path(names.anchorKey),
      issuerCertificate: path(names.issuerCertificate), issuerKey: path(names.issuerKey))
  }

  /// Reads the files. Throws `UserError`: 64 where there is no such directory, 1 where a file is
  /// there and can't be read.
  func read() throws -> CertificateFiles {
    var status = stat()
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw UserError(
        .usage,
        lines: ["\(directory) is no directory.", "  Name the directory of the certificates."])
    }
    do throws(CertificateFailure) {
      return try CertificateDirectory.read(directory, names: names)
    } catch {
      throw CertificatesText.userError(error)
    }
  }
}
