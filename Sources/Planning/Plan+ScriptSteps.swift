extension ScriptWriter {
  /// The items of the plan, one after the other.
  var steps: String {
    plan.items.map { item in
      let title = "begin \(ShellQuoting.quoteAlways(title(of: item)))"
      return ([title] + lines(of: item)).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func title(of item: PlanItem) -> String {
    guard item.id.hasPrefix("create-") else { return item.purpose }
    return "\(item.purpose) \(item.id.dropFirst("create-".count))"
  }

  private func lines(of item: PlanItem) -> [String] {
    switch item.action {
    case .writeCertificates(let certificates):
      [creation(of: certificates)] + (tellsIssuerExpiry ? [Self.issuerExpiry] : [])
    case .command(let command) where item.id == PlanBuilder.issuerSecretID: [secret(by: command)]
    case .command(let command): lines(of: command)
    case .removeCertificates(let certificates, _): [Self.removal(of: certificates)]
    case .verify(let check):
      [
        "\"$linkerd_wizard\" check --context \"$context\" "
          + "--namespace \(ShellQuoting.quote(check.namespace)) </dev/null"
      ] + (check.restartedNamespaces.map(TrialPod.scriptLines) ?? [])
    }
  }

  private static func removal(of certificates: CertificatePlan) -> String {
    let files = certificates.written.map { ShellQuoting.quote(certificates.path(of: $0)) }
    return "rm -f -- \(files.joined(separator: " "))\n"
      + "rmdir -- \(ShellQuoting.quote(certificates.directory)) 2>/dev/null || true"
  }

  /// Whether a command is told when the issuer ends.
  private var tellsIssuerExpiry: Bool {
    plan.items.contains { item in
      guard case .command(let command) = item.action else { return false }
      return command.arguments.contains(where: Self.isIssuerExpiry)
    }
  }

  private static func isIssuerExpiry(_ argument: String) -> Bool {
    argument.hasPrefix(PlanBuilder.issuerExpiryValue + "=")
  }

  /// The issuer that is there may be another one than the plan's.
  private static let issuerExpiry = #"""
    issuer_expiry=$("$linkerd_wizard" certificates show "$certificates" </dev/null |
      sed -n '/File: *issuer\.crt/,/ to:/s/.* to: *\([^ ]*\) .*/\1/p' | sed 1q)
    [ -n "$issuer_expiry" ] || refuse "The end of $certificates/issuer.crt can't be read."
    """#

  /// Certificates are made where none of the files that are written is there; some without the others
  /// are refused. The anchor's key may have been moved away, to a safe place.
  private func creation(of certificates: CertificatePlan) -> String {
    let options = options(of: certificates).map { "    \($0)" }.joined(separator: " \\\n")
    return """
      if [ -e "$certificates/ca.crt" ] && [ -e "$certificates/issuer.crt" ] &&
        [ -e "$certificates/issuer.key" ]; then
        say "$certificates: there already, and used as they are"
      else
        for file in \(certificates.written.joined(separator: " ")); do
          if [ -e "$certificates/$file" ]; then
            refuse "$certificates holds $file but not all of the others. Move it away."
          fi
        done
        "$linkerd_wizard" certificates create \\
      \(options) </dev/null
      fi
      """
  }

  /// The options of `linkerd-wizard certificates create` that mean the same recipe.
  private func options(of certificates: CertificatePlan) -> [String] {
    func quoted(_ flag: String, _ value: String) -> String {
      "\(flag) \(ShellQuoting.quote(value))"
    }
    let begin = "--not-before \(certificates.notBefore.iso8601)"
    let issuerEnd = "--issuer-not-after \(certificates.issuerNotAfter.iso8601)"
    let life = [begin, "--anchor-not-after \(certificates.anchorNotAfter.iso8601)", issuerEnd]
    let directory = "--directory \"$certificates\""
    let domain = quoted("--trust-domain", certificates.trustDomain)
    func given(_ source: CertificateSource, _ flags: [String]) -> [String] {
      ["--source \(source.rawValue)", directory]
        + zip(flags, certificates.givenFiles).map { quoted($0, $1.path) }
    }
    switch certificates.origin {
    case .builtIn: return [directory, domain] + life
    case .made(let making):
      guard let command = making.commands.first else { return [] }
      let isStep = command.tool.name == .step
      return ["--source \((isStep ? CertificateSource.step : .stepInDocker).rawValue)"]
        + (making.image.map { [quoted("--image", $0)] } ?? []) + [directory, domain] + life
    case .files: return given(.files, ["--anchor", "--issuer", "--issuer-key"])
    case .existingRoot:
      return given(.existingRoot, ["--anchor", "--anchor-key"]) + [domain, begin, issuerEnd]
    }
  }

  /// A Secret that an earlier run of the script made is used; another one is nobody's to replace.
  private func secret(by command: Command) -> String {
    let place = command.argumentGroups.filter { $0[0] == "--namespace" }.flatMap(\.self)
    let name = PlanBuilder.issuerSecretName
    let words = ShellQuoting.join(["secret", name] + place)
    let creation = lines(of: command).joined(separator: "\n").split(separator: "\n")
      .map { "  \($0)" }.joined(separator: "\n")
    return """
      found=$("$kubectl" --context "$context" get \(words) --ignore-not-found \\
        -o 'jsonpath={.metadata.name} {.data.tls\\.crt}' </dev/null)
      if [ -z "$found" ]; then
      \(creation)
      elif [ "$found" = "\(name) $(base64 <"$certificates/issuer.crt" | tr -d '\\n')" ]; then
        say '\(name) is there already, with this issuer, and used as it is'
      else
        refuse '\(name) is there already and holds another issuer. See what needs it; if nothing does, delete it and run this again.'
      fi
      """
  }

  private func lines(of command: Command) -> [String] {
    let prefix = command.tolerated == .alreadyExists ? "unless_it_exists " : ""
    let settings = command.environment.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(ShellQuoting.quoteAlways($0.value)) " }.joined()
    let first = settings + prefix + "\"$\(command.tool.name.rawValue)\""
    let groups = command.argumentGroups.compactMap { words($0, helm: command.tool.name == .helm) }
    let long = groups.count > 3
    let invocation = ([first] + groups).joined(separator: long ? " \\\n  " : " ")
    guard let input = command.input else {
      return [invocation + " </dev/null" + excuse(of: command)]
    }
    let delimiter = delimiter(for: input)
    let body = input.hasSuffix("\n") ? String(input.dropLast()) : input
    return ["\(invocation) <<'\(delimiter)'", body, delimiter]
  }

  /// What is said where Helm refuses the repository: another machine's list may have the name already.
  private func excuse(of command: Command) -> String {
    guard command.tool.name == .helm, command.arguments.starts(with: ["repo", "add"]),
      let name = command.arguments.dropFirst(2).first
    else { return "" }
    let text =
      "The charts' address could not be added to Helm's list. Where the name is taken on this "
      + "machine, see for what: helm repo list. Then remove that entry, helm repo remove \(name), "
      + "and run this again; or delete this step from the script: nothing below needs the entry."
    return " ||\n  refuse \(ShellQuoting.quoteAlways(text))"
  }

  /// A flag with its value as words of the script; nil where the script says it otherwise.
  private func words(_ group: [String], helm: Bool) -> String? {
    guard let flag = group.first else { return nil }
    if flag == "--kubeconfig" { return nil }
    if Command.targetFlags.contains(flag) { return "\(flag) \"$context\"" }
    if helm && (flag == "--wait" || flag == "--wait=watcher") { return "\"$helm_wait\"" }
    return group.map { word($0, after: flag) }.joined(separator: " ")
  }

  private func word(_ argument: String, after flag: String) -> String {
    for chart in plan.charts.all where argument == chart.path {
      return word(for: chart)
    }
    if let word = certificateWord(argument, after: flag) { return word }
    if Self.isIssuerExpiry(argument) {
      return PlanBuilder.issuerExpiryValue + "=\"$issuer_expiry\""
    }
    if let own = plan.charts.highAvailability, argument == HelmValue.valuesFile(own.path) {
      return Self.highAvailabilityWord
    }
    return ShellQuoting.quote(argument)
  }

  /// A word that names one of the certificates' files, in the directory that the script chose; nil
  /// where the argument names none.
  private func certificateWord(_ argument: String, after flag: String) -> String? {
    guard let certificates = plan.certificates else { return nil }
    for file in CertificatePlan.files {
      let path = certificates.path(of: file)
      if flag == "--set-file", let equals = argument.firstIndex(of: "=") {
        let key = String(argument[..<equals])
        guard argument == HelmValue.setFile(key, path: path) else { continue }
        return "\(ShellQuoting.quote(key))=\"$certificates_for_helm\"/\(file)"
      }
      for key in ["tls.crt", "tls.key", "ca.crt"]
      where argument == "--from-file=" + HelmValue.fromFile(key, path: path) {
        return "--from-file='\"\(key)='\"$certificates_for_kubectl\"'/\(file)\"'"
      }
    }
    return nil
  }

  /// A line that ends the input and stands nowhere in it.
  private func delimiter(for input: String) -> String {
    let lines = Set(input.split(separator: "\n").map(String.init))
    var delimiter = "END"
    while lines.contains(delimiter) { delimiter += "_" }
    return delimiter
  }
}

extension ShellQuoting {
  /// The text in single quotes, also where it would do without.
  package static func quoteAlways(_ text: String) -> String {
    let quoted = quote(text)
    return quoted.hasPrefix("'") ? quoted : "'\(quoted)'"
  }
}
