import X509

/// The issuer's file, sorted: the issuer, and the way from it up to an anchor.
struct IssuerChain {
  /// The file as it was read.
  let file: ReadCertificates
  /// The certificate that belongs to the key, otherwise the first; nil where none could be read.
  let issuer: ReadCertificate?
  /// What stands in the issuer's file besides it, in the file's order.
  let others: [ReadCertificate]
  /// Those of `others` that lead from the issuer up, in that order.
  let path: [ReadCertificate]
  /// The anchors that signed the end of the path; empty where the chain is broken.
  let signers: [ReadCertificate]
  /// Every anchor of the bundle.
  let anchors: [ReadCertificate]
  /// Whether another certificate stands before the issuer in its file.
  let isOutOfOrder: Bool

  /// Finds the way; what can't be read is passed over.
  init(file: ReadCertificates, key: PrivateKeyPEM?, anchors: ReadCertificates) {
    self.file = file
    self.anchors = anchors.certificates
    let all = file.certificates
    let owned =
      all.count < 2
      ? nil
      : CertificateJudge.publicKey(of: key).flatMap { key in
        all.firstIndex { $0.certificate?.publicKey == key }
      }
    isOutOfOrder = (owned ?? 0) > 0
    issuer = owned.map { all[$0] } ?? all.first
    var others = all
    if !others.isEmpty { others.remove(at: owned ?? 0) }
    self.others = others
    (path, signers) = Self.way(from: issuer, through: others, to: anchors.certificates)
  }

  /// The certificate that the key has to belong to.
  var owner: ReadCertificates { ReadCertificates(certificates: issuer.map { [$0] } ?? []) }

  /// Whether the issuer and every anchor could be read.
  var isReadable: Bool {
    issuer?.certificate != nil && !anchors.isEmpty && anchors.allSatisfy { $0.certificate != nil }
  }

  /// How many authorities hang below an anchor: the issuer and those between.
  func authorities(below anchor: ReadCertificate) -> Int {
    signers.contains { $0.der == anchor.der } ? path.count + 1 : 1
  }

  /// Whether the chain holds without this anchor.
  func isSpare(_ anchor: ReadCertificate) -> Bool {
    !signers.isEmpty && !signers.contains { $0.der == anchor.der }
  }

  private static func way(
    from issuer: ReadCertificate?, through others: [ReadCertificate],
    to anchors: [ReadCertificate]
  ) -> (path: [ReadCertificate], signers: [ReadCertificate]) {
    guard var top = issuer?.certificate else { return ([], []) }
    var path: [ReadCertificate] = []
    var rest = others
    // No chain of any use is longer, and a hostile one could be followed for long.
    while path.count < 10 {
      let signers = anchors.filter { isSigner($0, of: top) }
      if !signers.isEmpty { return (path, signers) }
      guard let next = rest.firstIndex(where: { isSigner($0, of: top) }),
        let certificate = rest[next].certificate
      else { return ([], []) }
      path.append(rest.remove(at: next))
      top = certificate
    }
    return ([], [])
  }

  private static func isSigner(_ read: ReadCertificate, of certificate: Certificate) -> Bool {
    read.certificate.map { CertificateJudge.isSigner($0, of: certificate) } ?? false
  }
}
