import Planning

extension ToolDiagnosis {
  /// What was given to the chart.
  static let values: [Reader] = [
    certificateFileMissing, valuesBroken, setBroken, certificateValueMissing, chartRefuses,
    valuesWrongType, schema,
  ]
  /// The chart itself.
  static let charts: [Reader] = [
    chartUnknown, versionMalformed, versionUnknown, archiveBroken, chartPathMissing,
    valuesFileMissing, folderMissing, kindNotServed,
  ]

  @Sendable private static func certificateFileMissing(_ text: ToolText) -> Problem? {
    guard text.says("--set-file data") else { return nil }
    let path = text.value(after: "open ", until: ": ") ?? "a certificate file"
    return Problem(
      "certificate-file-missing",
      "The file \(path), which Helm was to read, can't be read: "
        + (text.value(after: "\(path): ") ?? "it is not there") + ".",
      remedy: "Put it back where the wizard wrote it, then retry.")
  }

  @Sendable private static func valuesBroken(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .helm, text.says("failed to parse ", "error converting YAML to JSON")
    else { return nil }
    let path = text.value(after: "failed to parse ", until: ": ") ?? "in use"
    let why = text.value(after: "yaml: ").map { ": \($0)" } ?? ""
    return Problem(
      "values-file-broken", "The values file \(path) is not YAML\(why).",
      remedy: "Mend it there, then go back to Review.")
  }

  @Sendable private static func setBroken(_ text: ToolText) -> Problem? {
    guard text.says("failed parsing --set data", "failed parsing --set-string data") else {
      return nil
    }
    return Problem(
      "set-value-broken",
      "A value given with --set can't be read: "
        + (text.value(after: "data: ") ?? "its form is wrong") + ".",
      remedy: "Write it as key=value, or put it into a values file.")
  }

  @Sendable private static func certificateValueMissing(_ text: ToolText) -> Problem? {
    guard text.says("please provide the identity") else { return nil }
    let what = text.value(after: "Please provide the identity ") ?? "certificates"
    return Problem(
      "certificate-value-missing", "The chart was given no identity \(what).",
      remedy: "See that the files in the certificate directory are whole and not empty, and that "
        + "no values file overrides them; then retry.")
  }

  @Sendable private static func chartRefuses(_ text: ToolText) -> Problem? {
    guard text.says("execution error at (") else { return nil }
    return Problem(
      "chart-refuses",
      "The chart refuses its values: \(text.value(after: "): ") ?? text.lastLine)",
      remedy: "Look at your values files, then go back to Review.")
  }

  @Sendable private static func valuesWrongType(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "can't evaluate field", "nil pointer evaluating", "wrong type for value",
        "cannot overwrite table with non table", "error calling include")
    else { return nil }
    let path = text.value(after: "at <.Values.", until: ">")
    return Problem(
      "values-wrong-type",
      path.map {
        "A value has the wrong type: the chart looks for \($0) and finds a text or nothing above it."
      } ?? "A value has another type than the chart expects.",
      remedy: "Look at your values files: a text may stand where a map belongs.")
  }

  @Sendable private static func schema(_ text: ToolText) -> Problem? {
    guard text.says("don't meet the specifications of the schema") else { return nil }
    return Problem(
      "values-refused-by-schema", "The chart does not take these values: \(text.lastLine)",
      remedy: "Mend your values files, then go back to Review.")
  }

  @Sendable private static func chartUnknown(_ text: ToolText) -> Problem? {
    guard text.says("no chart name found") || text.says("not found in") && text.says("repository")
    else { return nil }
    let name = text.value(after: "chart \"", until: "\"") ?? text.release
    let place = text.value(after: "not found in ", until: " index") ?? "asked"
    return Problem(
      "chart-unknown", "The repository \(place) has no chart named \(name).",
      remedy: "Renew Helm's index (helm repo update), and see: helm search repo \(place) -l")
  }

  @Sendable private static func versionMalformed(_ text: ToolText) -> Problem? {
    guard text.says("improper constraint", "invalid semantic version") else { return nil }
    let version = text.option("--version") ?? text.value(after: "improper constraint: ") ?? ""
    return Problem(
      "chart-version-malformed", "\"\(version)\" is no chart version.",
      remedy: "Write three numbers, such as 2026.8.3 for edge-26.8.3.")
  }

  @Sendable private static func versionUnknown(_ text: ToolText) -> Problem? {
    guard text.says("no chart version found", "could not find version") else { return nil }
    let name = text.value(after: "chart \"", until: "\"") ?? text.release
    let version = text.value(after: "matching ", until: " not found") ?? "asked for"
    return Problem(
      "chart-version-unknown", "The repository has no version \(version) of the chart \(name).",
      remedy: "Renew Helm's index (helm repo update), or choose another version on screen 3.")
  }

  @Sendable private static func archiveBroken(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .helm,
      text.says(
        "unexpected EOF", "unable to load chart archive", "expected a gzipped archive",
        "gzip: invalid header", "does not appear to be a gzipped archive",
        "chart.yaml file is missing")
    else { return nil }
    let file = text.value(after: "file '", until: "'").map { "The file \($0)" } ?? "The chart"
    return Problem(
      "chart-broken",
      "\(file) is no whole packed chart: a download was cut short, or it is another file.",
      remedy: "Fetch it anew. Helm 4 keeps a bad download: delete the folder `content` below what "
        + "`helm env HELM_CACHE_HOME` names, then retry.")
  }

  @Sendable private static func chartPathMissing(_ text: ToolText) -> Problem? {
    guard let path = text.value(after: "path \"", until: "\" not found") else { return nil }
    return Problem(
      "chart-missing", "There is no chart at \(path).",
      remedy: "Look at the path: a folder with Chart.yaml, or a .tgz.")
  }

  @Sendable private static func valuesFileMissing(_ text: ToolText) -> Problem? {
    guard let path = text.value(after: "open ", until: ": no such file"),
      text.failure.arguments.contains(where: { $0.hasSuffix(path) })
    else { return nil }
    return Problem(
      "values-file-missing", "The values file \(path) is not there.",
      remedy: "Put it back, or take it off the list on screen 3.")
  }

  @Sendable private static func folderMissing(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .helm,
      let path = text.value(after: "open ", until: ": no such file")
    else { return nil }
    return Problem(
      "file-missing", "Helm can't write or read \(path): a folder of that path is not there.",
      remedy: "Make the folder, then retry.")
  }

  @Sendable private static func kindNotServed(_ text: ToolText) -> Problem? {
    if let kind = text.value(after: "no matches for kind \"", until: "\"") {
      let group = text.value(after: "in version \"", until: "\"") ?? "that version"
      return Problem(
        "kind-not-served", "The cluster knows no \(kind) of \(group), which this chart makes.",
        remedy: "The chart is too old for this Kubernetes, or its CRDs are not installed: choose "
          + "another version on screen 3.")
    }
    guard let kind = text.value(after: "doesn't have a resource type \"", until: "\"") else {
      return nil
    }
    return Problem(
      "kind-not-served", "The cluster knows no \(kind): its CRD is not installed.",
      remedy: "Install what brings it, or leave it out.")
  }
}
