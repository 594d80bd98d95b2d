extension AnswersCheck {
  /// What is wrong with a line for helm's `--set`.
  static func settingProblems(_ text: String) -> [Problem] {
    let key = String(text.prefix { $0 != "=" })
    guard text.contains("="), isKey(key), !hasControlCharacters(text) else {
      return [
        Problem(
          "setting-invalid", "\(quoted(text)) is no value for Helm's --set.",
          remedy: "Write it as in helm --set: proxy.logLevel=warn.")
      ]
    }
    if key.hasSuffix("PEM") || ownSettings.contains(where: { key == $0 || key.hasPrefix($0 + ".") })
    {
      return [
        Problem(
          "setting-reserved", "\(key) follows from the other answers, or holds a key.",
          remedy: "Leave it out: a key on a command line can be read by everybody on the machine.")
      ]
    }
    return []
  }

  /// Values that the plan says itself.
  private static let ownSettings = [
    "identityTrustDomain", "identity.issuer.tls", "identity.issuer.scheme", "identity.externalCA",
    "installGatewayAPI", "installNamespace", "namespace", PlanBuilder.issuerExpiryValue,
  ]

  /// A path of names into the chart's values, with places of lists and escaped dots.
  private static func isKey(_ key: String) -> Bool {
    guard let first = key.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return key.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "._-[]/\\".unicodeScalars.contains($0)
    }
  }
}
