/// What Kubernetes lets names, labels and annotations be, in its own words
/// (k8s.io/apimachinery, `util/validation`).
enum NameRules {
  static let label =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
    + "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "
    + "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
  static let subdomain =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    + "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used "
    + "for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  static let serviceLabel =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
    + "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
    + "'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
  private static let namePart =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    + "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
    + "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
  private static let qualified =
    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start "
    + "and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
    + "used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS "
    + "subdomain prefix and '/' (e.g. 'example.com/MyName')"
  private static let labelValue =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
    + "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
    + "'my_value',  or '12345', regex used for validation is "
    + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

  private static func isLowAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowAlphanumeric(byte) || (0x41...0x5A).contains(byte)
  }

  private static func isLabel(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    return isLowAlphanumeric(first) && isLowAlphanumeric(last)
      && bytes.allSatisfy { isLowAlphanumeric($0) || $0 == 0x2D }
  }

  private static func isSubdomain(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isLabel)
  }

  private static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy { isAlphanumeric($0) || [0x2D, 0x5F, 0x2E].contains($0) }
  }

  /// What is wrong with a text as a DNS label (a namespace's name).
  static func problemsOfLabel(_ text: String) -> [String] {
    problems(text, limit: 63, isLabel(text), label)
  }

  /// What is wrong with a text as a DNS subdomain (most objects' names).
  static func problemsOfSubdomain(_ text: String) -> [String] {
    problems(text, limit: 253, isSubdomain(text), subdomain)
  }

  /// What is wrong with a text as a service's name.
  static func problemsOfServiceName(_ text: String) -> [String] {
    let startsWell = text.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
    return problems(text, limit: 63, isLabel(text) && startsWell, serviceLabel)
  }

  /// What is wrong with a text as a segment of a path (RBAC objects' names).
  static func problemsOfPathSegment(_ text: String) -> [String] {
    if text == "." || text == ".." { return ["may not be '\(text)'"] }
    return ["/", "%"].filter(text.contains).map { "may not contain '\($0)'" }
  }

  /// What is wrong with the key of a label or an annotation.
  static func problemsOfKey(_ key: String) -> [String] {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let name = parts.last else { return [qualified] }
    var problems: [String] = []
    if parts.count == 2 {
      if parts[0].isEmpty { problems.append("prefix part must be non-empty") }
      if !parts[0].isEmpty {
        problems += problemsOfSubdomain(parts[0]).map { "prefix part \($0)" }
      }
    }
    if name.isEmpty {
      problems.append("name part must be non-empty")
    } else if name.utf8.count > 63 {
      problems.append("name part must be no more than 63 bytes")
    }
    if !isName(name) { problems.append(namePart) }
    return problems
  }

  /// What is wrong with the value of a label.
  static func problemsOfLabelValue(_ value: String) -> [String] {
    var problems: [String] = []
    if value.utf8.count > 63 { problems.append("must be no more than 63 bytes") }
    if !value.isEmpty, !isName(value) { problems.append(labelValue) }
    return problems
  }

  private static func problems(
    _ text: String, limit: Int, _ isWellFormed: Bool, _ rule: String
  ) -> [String] {
    var problems: [String] = []
    if text.utf8.count > limit { problems.append("must be no more than \(limit) characters") }
    if !isWellFormed { problems.append(rule) }
    return problems
  }
}
