import Planning
import Yams

/// A file of Helm values that the user gave.
enum ValuesFile {
  /// More than any values file has.
  private static let limit = 16 << 20

  /// Hashes the file and looks whether Helm could read it, which Helm itself would tell only in the
  /// middle of the install.
  ///
  /// An empty file is fine. Throws `FileProblem`, or the `Problem` that stands against its contents.
  static func inspect(_ path: String) throws -> GivenFile {
    let bytes = try FileBytes.read(path, limit: limit)
    if let root = try root(of: bytes, path), root.mapping == nil, root.null == nil {
      throw Problem(
        "values-not-a-mapping", "\(path) holds no values: it has to consist of keys with values.",
        remedy: "Write it as Helm wants it, such as controllerReplicas: 2.")
    }
    return GivenFile(path: path, sha256: FileDigest.of(bytes))
  }

  /// The first document, which is the one that Helm reads; nil where there is none, or where only
  /// Yams minds something.
  private static func root(of bytes: [UInt8], _ path: String) throws -> Node? {
    do {
      return try Parser(yaml: String(decoding: bytes, as: UTF8.self)).nextRoot()
    } catch YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _) {
      throw Problem(
        "values-unreadable", "\(path) is not YAML: Helm could not read it at line \(mark.line).",
        remedy: "Correct the file, or leave it out.")
    } catch {
      return nil
    }
  }
}
