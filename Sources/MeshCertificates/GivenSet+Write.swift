package import Planning

extension GivenSet {
  /// Brings what Helm gets of a person's files into a plan's directory, and gives back what may be
  /// told of the certificates there, by their files' names.
  ///
  /// The files have to be those that the plan was made of. Nothing that is there is overwritten. After
  /// a throw nothing of this call is left.
  package static func write(
    _ plan: CertificatePlan, at now: Instant
  ) throws(CertificateFailure) -> [(file: String, summary: CertificateSummary)] {
    switch plan.origin {
    case .builtIn, .made: return []
    case .files(let given):
      let files = try checked(given, keyOfAnchor: false)
      switch CertificateSet.read(files, at: now) {
      case .failure(let refused): throw refusal(refused)
      case .success(let set):
        try write(newFiles(of: set), plan, inPlace: given.inPlace)
        return summaries(signer(in: set), set.issuer)
      }
    case .existingRoot(let given):
      let files = try checked(given, keyOfAnchor: true)
      switch CertificateSet.readRoot(
        anchor: files.anchorCertificate, anchorKey: files.anchorKey, at: now)
      {
      case .failure(let refused): throw refusal(refused)
      case .success(let root):
        let made = try root.makeIssuer(
          name: plan.issuerName, notBefore: plan.notBefore, notAfter: plan.issuerNotAfter)
        try write(
          [anchorFile(root.anchorCertificate)] + newFiles(of: made), plan, inPlace: given.inPlace)
        return summaries(root.summary, made.summary)
      }
    }
  }

  /// Looks at what an earlier `write` of the plan has left; nil where it has left nothing, so that it
  /// is to be done anew. Throws where what is there isn't what it would have written.
  package static func finish(
    _ plan: CertificatePlan, at now: Instant
  ) throws(CertificateFailure) -> [(file: String, summary: CertificateSummary)]? {
    let written = plan.written
    let found = try CertificateDirectory.read(plan.directory)
    guard written.contains(where: found.present.contains) else { return nil }
    let findings = CertificateJudge.judge(found, at: now)
    guard written.allSatisfy(found.present.contains), let anchor = findings.anchors.first,
      let issuer = findings.issuer, issuer.subject == plan.issuerName,
      issuer.notAfter == plan.issuerNotAfter,
      !findings.findings.contains(where: { $0.severity == .error && $0.part != .anchorKey })
    else { throw CertificateMaker.foundDiffers(plan) }
    return summaries(anchor, issuer)
  }

  private static func summaries(
    _ anchor: CertificateSummary?, _ issuer: CertificateSummary
  ) -> [(file: String, summary: CertificateSummary)] {
    (anchor.map { [(CertificatePlan.anchorCertificateFile, $0)] } ?? [])
      + [(CertificatePlan.issuerCertificateFile, issuer)]
  }

  /// The person's files, if they are still those that the plan was made of.
  private static func checked(
    _ given: GivenPlan, keyOfAnchor: Bool
  ) throws(CertificateFailure) -> CertificateFiles {
    var texts: [[UInt8]] = []
    for file in given.files {
      guard let found = try CertificateDirectory.read(file: file.path),
        hash(found.bytes) == file.sha256
      else {
        throw CertificateFailure(
          .givenChanged, "\(file.path) is not the file that was reviewed.",
          remedy: "Go back to Review and read the plan once more.", path: file.path)
      }
      texts.append(found.bytes)
    }
    if keyOfAnchor, texts.count == 2 {
      return CertificateFiles(
        anchorCertificate: texts[0], anchorKey: PrivateKeyPEM(bytes: texts[1]))
    }
    guard texts.count == 3 else {
      throw CertificateFailure(
        .givenRefused, "The plan names \(texts.count) files where 3 are needed.",
        remedy: "Make the plan anew.")
    }
    return CertificateFiles(
      anchorCertificate: texts[0], issuerCertificate: texts[1],
      issuerKey: PrivateKeyPEM(bytes: texts[2]))
  }

  private static func refusal(_ refused: RefusedCertificates) -> CertificateFailure {
    let finding = refused.findings.first { $0.severity == .error }
    return CertificateFailure(
      .givenRefused, finding?.sentence ?? "Linkerd would refuse your files.",
      remedy: finding?.remedy ?? "Give other files.")
  }

  /// Writes what is missing; what is in place has to be as it was.
  ///
  /// What a killed run had prepared is put in place or taken away first: where that are the same
  /// files, nothing is left to be done.
  private static func write(
    _ files: [NewFile], _ plan: CertificatePlan, inPlace: [String]
  ) throws(CertificateFailure) {
    let own = Set(plan.givenFiles.map(\.path))
    for file in files where inPlace.contains(file.name) {
      let path = plan.path(of: file.name)
      // The person's own file, whose hash was compared.
      if own.contains(path) { continue }
      let found = try CertificateDirectory.read(file: path)
      guard file.content.withBytes({ $0 == found?.bytes }) else {
        throw CertificateFailure(
          .givenChanged, "\(path) has changed since it was reviewed.",
          remedy: "Go back to Review and read the plan once more.", path: path)
      }
    }
    var missing = files.filter { !inPlace.contains($0.name) }
    if missing.isEmpty { return }
    let finished = try CertificateWriter.settle(plan.directory)
    missing.removeAll { file in
      guard finished.contains(file.name),
        let found = try? CertificateDirectory.read(file: plan.path(of: file.name))
      else { return false }
      return file.content.withBytes { $0 == found.bytes }
    }
    if missing.isEmpty { return }
    try FileSetUpdate(files: missing).carryOut(in: plan.directory)
  }
}
