import Planning
import X509

extension CertificateJudge {
  /// Judges whether the chain may sign names of the trust domain, and is called as is customary.
  static func judgeNames(
    of chain: IssuerChain, under trustDomain: String
  ) -> [CertificateFinding] {
    var findings: [CertificateFinding] = []
    if let name = judgeName(of: chain.issuer, under: trustDomain) { findings.append(name) }
    let parts: [(CertificateFinding.Part, [ReadCertificate])] = [
      (.issuer, chain.issuer.map { [$0] } ?? []), (.intermediate, chain.path),
      (.anchor, chain.signers),
    ]
    for (part, certificates) in parts {
      let constraints = certificates.compactMap { try? $0.certificate?.extensions.nameConstraints }
      if constraints.contains(where: { !allows($0, trustDomain) }) {
        findings.append(forbidden(part, trustDomain))
      }
    }
    return findings
  }

  /// Linkerd before 2.10 demanded `identity.<namespace>.<trust domain>`; since then nobody looks,
  /// and a name of another domain still is a sign of the wrong file.
  private static func judgeName(
    of issuer: ReadCertificate?, under trustDomain: String
  ) -> CertificateFinding? {
    guard let name = issuer?.summary?.subject else { return nil }
    guard !name.hasPrefix("identity.") || !name.hasSuffix("." + trustDomain) else { return nil }
    return CertificateFinding.Part.issuer.finding(
      .name, severity: .warning,
      "is called \(name), and not identity.linkerd.\(trustDomain) as is customary",
      remedy: "Check that it is the right file and that the trust domain is \(trustDomain); "
        + "Linkerd itself doesn't read the name.")
  }

  /// Whether every proxy of the mesh may have its name
  /// (`<account>.<namespace>.serviceaccount.identity.<namespace>.<trust domain>`).
  private static func allows(_ constraints: NameConstraints, _ trustDomain: String) -> Bool {
    let mesh = labels(of: trustDomain)
    let permitted = constraints.permittedDNSDomains.map(labels)
    let excluded = constraints.excludedDNSDomains.map(labels)
    let isPermitted = permitted.isEmpty || permitted.contains { mesh.ends(with: $0) }
    let isExcluded = excluded.contains { mesh.ends(with: $0) || $0.ends(with: mesh) }
    return isPermitted && !isExcluded
  }

  /// The labels of a name in lower case; a dot at its beginning means nothing here.
  private static func labels(of name: String) -> [Substring] {
    name.lowercased().split(separator: ".")
  }

  private static func forbidden(
    _ part: CertificateFinding.Part, _ trustDomain: String
  ) -> CertificateFinding {
    part.finding(
      .nameConstraints,
      "may not sign names of the trust domain \(trustDomain) (name constraints)",
      remedy: "Make it anew without name constraints, or use a trust domain that they permit.")
  }
}

extension BidirectionalCollection where Element: Equatable {
  fileprivate func ends(with other: [Element]) -> Bool { suffix(other.count).elementsEqual(other) }
}
