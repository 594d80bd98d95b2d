import Crypto
import Glibc
package import Planning

/// The certificates that a person has, read from files: judged, put right, and brought to where Helm
/// gets them.
package struct GivenSet: Sendable {
  let paths: GivenCertificatePaths
  let now: Instant

  /// Makes a reader of those files; they are judged as of that moment.
  package init(_ paths: GivenCertificatePaths, at now: Instant) {
    self.paths = paths
    self.now = now
  }

  /// What is in the files and what Linkerd would say to it; changes nothing, tells nothing of a key.
  package func inspect() -> GivenCertificates {
    let (files, hashes, unreadable) = read()
    var given = GivenCertificates(files: hashes, problems: unreadable)
    guard unreadable.isEmpty else { return given }
    if paths.anchorKey == nil { judgeSet(files, &given) } else { judgeRoot(files, &given) }
    return given
  }

  private func judgeSet(_ files: CertificateFiles, _ given: inout GivenCertificates) {
    switch CertificateSet.read(files, trustDomain: paths.trustDomain, at: now) {
    case .failure(let refused):
      if let exchanged = exchanged(files) {
        given.problems.append(exchanged)
        return
      }
      let judgement = CertificateJudge.judge(files, trustDomain: paths.trustDomain, at: now)
      given.anchors = judgement.anchors.map(CertificateFacts.init)
      given.issuer = judgement.issuer.map(CertificateFacts.init)
      given.problems += refused.findings.map(fieldProblem)
    case .success(let set):
      given.anchors = set.anchors.map(CertificateFacts.init)
      given.issuer = CertificateFacts(set.issuer)
      given.root = Self.signer(in: set).map(CertificateFacts.init)
      given.problems += (set.warnings + set.repairs).map(fieldProblem)
      given.repairs = set.repairs.map(\.problem)
      given.normalised = [
        NormalisedText(
          file: CertificatePlan.anchorCertificateFile, text: set.anchorCertificate),
        NormalisedText(
          file: CertificatePlan.issuerCertificateFile, text: set.issuerCertificate),
      ]
      let judgement = CertificateJudge.judge(files, at: now)
      let place = Place(
        paths.directory, wanted: Self.newFiles(of: set),
        asTheyAre: set.repairs.isEmpty && judgement.isAccepted ? ownNames : [])
      given.inPlace = place.inPlace
      given.problems += placeProblem(place, repairs: set.repairs)
    }
  }

  /// The anchor that the issuer hangs on; of several, the one that lasts longest.
  static func signer(in set: NormalisedCertificates) -> CertificateSummary? {
    let chain = IssuerChain(
      file: CertificateJudge.read(set.files.issuerCertificate, as: .issuer), key: nil,
      anchors: CertificateJudge.read(set.files.anchorCertificate, as: .anchor))
    return chain.signers.compactMap(\.summary).max { $0.notAfter < $1.notAfter }
  }

  private func judgeRoot(_ files: CertificateFiles, _ given: inout GivenCertificates) {
    switch CertificateSet.readRoot(files, at: now) {
    case .failure(let refused): given.problems += refused.findings.map(fieldProblem)
    case .success(let root):
      given.anchors = [CertificateFacts(root.summary)]
      given.root = CertificateFacts(root.summary)
      given.problems += (root.warnings + root.repairs).map(fieldProblem)
      given.repairs = root.repairs.map(\.problem)
      given.normalised = [
        NormalisedText(
          file: CertificatePlan.anchorCertificateFile, text: root.anchorCertificate)
      ]
      if root.summary.subject == CertificatePlan.issuerName(trustDomain: paths.trustDomain) {
        given.problems.append(namedAsIssuer(root.summary.subject))
      }
      let isTaken = !CertificateJudge.judge(files, at: now).findings.contains {
        $0.part == .anchor && $0.severity == .error
      }
      let place = Place(
        paths.directory, wanted: [Self.anchorFile(root.anchorCertificate)],
        asTheyAre: root.repairs.isEmpty && isTaken ? ownNames : [])
      given.inPlace = place.inPlace
      given.problems += placeProblem(place, repairs: root.repairs)
    }
  }

  /// The names that Helm gets files by which the person's files have already, in that place.
  private var ownNames: Set<String> {
    let names = [
      CertificatePlan.anchorCertificateFile: paths.anchor,
      CertificatePlan.issuerCertificateFile: paths.issuer,
      CertificatePlan.issuerKeyFile: paths.issuerKey,
    ]
    return Set(names.filter { $1 == paths.directory + "/" + $0 }.keys)
  }

  /// That the names of two files were exchanged; nil where they were not.
  private func exchanged(_ files: CertificateFiles) -> FieldProblem? {
    var other = files
    other.anchorCertificate = files.issuerCertificate
    other.issuerCertificate = files.anchorCertificate
    guard let issuer = paths.issuer, case .success = CertificateSet.read(other, at: now) else {
      return nil
    }
    return FieldProblem(
      .givenAnchor,
      Problem(
        "given-files-exchanged",
        "\(paths.anchor) is an issuer, and \(issuer) is the trust anchor that signed it.",
        remedy: "Exchange the two names."))
  }

  /// Readers that follow a chain by names would take such an issuer for a root
  /// (`linkerd install` gives its self-made root that name).
  private func namedAsIssuer(_ name: String) -> FieldProblem {
    FieldProblem(
      .givenAnchor,
      Problem(
        "anchor-named-as-issuer",
        "Your trust anchor is called \(name), as the issuer under it would be.",
        remedy: "Give a trust anchor of another name, or have a new one made: choose another "
          + "source."))
  }

  /// The question that a finding is about.
  private func fieldProblem(_ finding: CertificateFinding) -> FieldProblem {
    let field: FieldID =
      switch finding.part {
      case .anchor: .givenAnchor
      case .anchorKey: .givenAnchorKey
      case .issuer, .intermediate: .givenIssuer
      case .issuerKey: .givenIssuerKey
      }
    return FieldProblem(field, finding.problem)
  }

  private func placeProblem(_ place: Place, repairs: [CertificateFinding]) -> [FieldProblem] {
    place.problem(isSource: paths.from == paths.directory, repairs: repairs)
      .map { [FieldProblem(.certificateDirectory, $0)] } ?? []
  }
}

extension GivenSet {
  /// Reads the files; what can't be read is told by its question.
  func read() -> (CertificateFiles, [GivenFile], [FieldProblem]) {
    if isDirectoryAbsent, paths.files.contains(where: { $0.path.hasPrefix(paths.from + "/") }) {
      return (CertificateFiles(), [], [FieldProblem(.givenDirectory, noDirectory)])
    }
    var files = CertificateFiles()
    var hashes: [GivenFile] = []
    var problems: [FieldProblem] = []
    for (field, path) in paths.files {
      do throws(CertificateFailure) {
        guard let found = try CertificateDirectory.read(file: path) else {
          problems.append(FieldProblem(field, missing(path)))
          continue
        }
        hashes.append(GivenFile(path: path, sha256: Self.hash(found.bytes)))
        put(found, as: field, into: &files)
      } catch {
        problems.append(FieldProblem(field, error.problem))
      }
    }
    return (files, hashes, problems)
  }

  private func put(
    _ found: CertificateDirectory.FoundFile, as field: FieldID, into files: inout CertificateFiles
  ) {
    switch field {
    case .givenAnchor: files.anchorCertificate = found.bytes
    case .givenIssuer: files.issuerCertificate = found.bytes
    case .givenAnchorKey:
      files.anchorKey = PrivateKeyPEM(bytes: found.bytes)
      if found.isReadableByOthers {
        files.readableByOthers.insert(CertificatePlan.anchorKeyFile)
      }
    case .givenIssuerKey:
      files.issuerKey = PrivateKeyPEM(bytes: found.bytes)
      if found.isReadableByOthers {
        files.readableByOthers.insert(CertificatePlan.issuerKeyFile)
      }
    default: break
    }
  }

  /// A directory that may not be read is there; its files say why they can't be read.
  private var isDirectoryAbsent: Bool {
    var status = stat()
    if stat(paths.from, &status) != 0 { return errno == ENOENT || errno == ENOTDIR }
    return status.st_mode & S_IFMT != S_IFDIR
  }

  private var noDirectory: Problem {
    Problem(
      "given-directory-missing", "There is no directory \(paths.from).",
      remedy: "Write the directory that holds your files.")
  }

  private func missing(_ path: String) -> Problem {
    Problem(
      "given-file-missing", "There is no file \(path).",
      remedy: "Write the file's name in that directory, or its path.")
  }

  /// SHA-256 in lowercase hex.
  static func hash(_ bytes: [UInt8]) -> String {
    CertificateSummary.hexadecimal(SHA256.hash(data: bytes))
  }

  static func anchorFile(_ text: String) -> NewFile {
    NewFile(
      name: CertificatePlan.anchorCertificateFile, content: PrivateKeyPEM(bytes: Array(text.utf8)))
  }

  /// What Helm gets of a set, each key before its certificate.
  static func newFiles(of set: NormalisedCertificates) -> [NewFile] {
    [
      anchorFile(set.anchorCertificate),
      NewFile(name: CertificatePlan.issuerKeyFile, content: set.issuerKey),
      NewFile(
        name: CertificatePlan.issuerCertificateFile,
        content: PrivateKeyPEM(bytes: Array(set.issuerCertificate.utf8))),
    ]
  }

  /// What Helm gets of an issuer that was made.
  static func newFiles(of issuer: MadeIssuer) -> [NewFile] {
    [
      NewFile(name: CertificatePlan.issuerKeyFile, content: issuer.key),
      NewFile(
        name: CertificatePlan.issuerCertificateFile,
        content: PrivateKeyPEM(bytes: Array(issuer.certificate.utf8))),
    ]
  }
}

extension CertificateFacts {
  /// The same of a summary.
  package init(_ summary: CertificateSummary) {
    self.init(
      name: summary.subject, notBefore: summary.notBefore, notAfter: summary.notAfter,
      fingerprint: summary.fingerprint)
  }
}

/// The directory that Helm gets the files from, beside what it should hold.
private struct Place {
  let directory: String
  /// The names of the files that are there just as wanted.
  let inPlace: [String]
  /// The names of needed files that are there and differ.
  let inTheWay: [String]

  /// `asTheyAre` names those that Linkerd takes from the person's own files, whatever their form.
  init(_ directory: String, wanted: [NewFile], asTheyAre: Set<String>) {
    self.directory = directory
    let there = Set(DirectoryInspection.files(in: directory))
    var (inPlace, inTheWay): ([String], [String]) = ([], [])
    for name in CertificatePlan.neededFiles where there.contains(name) {
      let content = wanted.first { $0.name == name }?.content
      let found = try? CertificateDirectory.read(file: directory + "/" + name)
      let isSame =
        asTheyAre.contains(name) || content.map { $0.withBytes { $0 == found?.bytes } } ?? false
      if isSame { inPlace.append(name) } else { inTheWay.append(name) }
    }
    (self.inPlace, self.inTheWay) = (inPlace, inTheWay)
  }

  /// What stands against writing what is missing; nil where nothing does.
  func problem(isSource: Bool, repairs: [CertificateFinding]) -> Problem? {
    if !inTheWay.isEmpty {
      let names = inTheWay.joined(separator: ", ")
      if isSource, !repairs.isEmpty {
        return Problem(
          "given-files-differ-in-form",
          "Helm can't get \(names) as they are, and your files are never overwritten.",
          remedy: "Choose another directory for what Helm gets.")
      }
      return Problem(
        "certificates-exist",
        "\(directory) holds \(names) already, and they are never overwritten.",
        remedy: "Choose another directory, or move them away.")
    }
    let isComplete = inPlace.count == CertificatePlan.neededFiles.count
    switch DirectoryInspection.inspect(directory, ignoringFiles: true) {
    case .new, .usable, .holdsCertificates: return nil
    case .notADirectory where isComplete, .notWritable where isComplete: return nil
    case .notADirectory:
      return Problem("not-a-directory", "\(directory) is a file.", remedy: "Choose a directory.")
    case .notWritable(let reason):
      return Problem(
        "directory-not-writable", "\(directory) can't be written: \(reason).",
        remedy: "Choose a directory that you own.")
    case .writableByOthers:
      return Problem(
        "directory-writable-by-others",
        "Others may write to \(directory), so keys aren't safe there.",
        remedy: "Choose another directory, or run: chmod go-w \(ShellQuoting.quote(directory))")
    }
  }
}
