/// What stands in a preview for certificates and keys.
struct PreviewPlaceholders {
  private let certificates: CertificatePlan?
  private let texts: [String: String]

  init(_ certificates: CertificatePlan?) {
    self.certificates = certificates
    switch certificates?.origin {
    case .files(let given), .existingRoot(let given):
      texts = Dictionary(
        given.normalised.map { ($0.file, $0.text) }, uniquingKeysWith: { first, _ in first })
    case .builtIn, .made, nil: texts = [:]
    }
  }

  enum Value {
    /// The flag's value as the plan has it: a certificate that is there already.
    case file(String)
    case text(PreviewRecipe.ValueText)
  }

  /// What stands for the value of a `--set-file`. A key never is what it is.
  func value(of argument: String) -> Value {
    let key = String(argument.prefix { $0 != "=" })
    guard let certificates,
      let file = [CertificatePlan.anchorCertificateFile, CertificatePlan.issuerCertificateFile]
        .first(where: { HelmValue.setFile(key, path: certificates.path(of: $0)) == argument })
    else { return .text(.init(key: key, text: Self.key)) }
    if let text = texts[file] { return .text(.init(key: key, text: text)) }
    if !certificates.written.contains(file) { return .file(argument) }
    let isAnchor = file == CertificatePlan.anchorCertificateFile
    return .text(.init(key: key, text: isAnchor ? Self.anchor : Self.issuer))
  }

  /// Which of them are placeholders, in sentences.
  var notes: [String] {
    guard let certificates else { return [] }
    let made = [
      (CertificatePlan.anchorCertificateFile, "the trust anchor"),
      (CertificatePlan.issuerCertificateFile, "the issuer"),
    ].filter { certificates.written.contains($0.0) && texts[$0.0] == nil }.map(\.1)
    var notes: [String] = []
    if !made.isEmpty {
      notes.append(
        "PLACEHOLDER stands for \(made.joined(separator: " and for ")): "
          + (made.count == 1 ? "it is" : "they are") + " made when you install.")
    }
    return notes + [
      "The issuer's private key is never read for a preview, and the data of Secrets are hidden.",
      "The chart makes the webhooks' certificates anew at each rendering: an install has others.",
    ]
  }

  private static let anchor = pem("the trust anchor, made when you install")
  private static let issuer = pem("the issuer's certificate, made when you install")
  private static let key = pem("the issuer's private key, never read for a preview")

  private static func pem(_ what: String) -> String {
    "-----BEGIN PLACEHOLDER-----\nPLACEHOLDER: \(what)\n-----END PLACEHOLDER-----\n"
  }
}
