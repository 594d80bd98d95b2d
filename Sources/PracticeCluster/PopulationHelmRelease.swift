/// A release that Helm installed before the practice cluster started.
struct PopulationHelmRelease {
  let name: String
  let namespace: String
  let chart: String
  let version: String
  let appVersion: String
  let installed: String
  /// The values that were given, private key included, as Helm keeps them.
  let values: JSON
  let notes: String
  /// What Helm says of it, such as `deployed` or `pending-install`.
  var status = "deployed"
  /// Counted from 1.
  var revision = 1

  /// What Helm puts on every object of the release, over the object's own labels.
  func owning(_ object: JSON) -> JSON {
    var object = object
    var metadata = object["metadata"]?.members ?? [:]
    metadata["labels"] = merged(metadata["labels"], ["app.kubernetes.io/managed-by": "Helm"])
    metadata["annotations"] = merged(
      metadata["annotations"],
      [
        "meta.helm.sh/release-name": .string(name),
        "meta.helm.sh/release-namespace": .string(namespace),
      ])
    object["metadata"] = .object(metadata)
    return object
  }

  /// The Secret in which Helm keeps the release, with these objects as its manifest.
  func secret(manifest objects: [JSON]) -> JSON {
    let payload = Base64.text(of: Gzip.stored(Array(record(of: objects).printedText.utf8)))
    return Population.object(
      "v1", "Secret", "sh.helm.release.v1.\(name).v\(revision)", in: namespace, created: installed,
      labels: ["name": name, "owner": "helm", "status": status, "version": "\(revision)"],
      [
        "type": "helm.sh/release.v1",
        "data": ["release": .string(Base64.text(of: Array(payload.utf8)))],
      ])
  }

  private func record(of objects: [JSON]) -> JSON {
    [
      "name": .string(name), "namespace": .string(namespace), "version": .number(Double(revision)),
      "config": values, "manifest": .string(manifest(of: objects)),
      "info": [
        "first_deployed": .string(installed), "last_deployed": .string(installed),
        "deleted": "", "status": .string(status), "description": .string(description),
        "notes": .string(notes),
      ],
      "chart": [
        "metadata": [
          "apiVersion": "v2", "name": .string(chart), "version": .string(version),
          "appVersion": .string(appVersion), "type": "application",
        ],
        "lock": nil, "templates": [], "values": [:], "schema": nil, "files": nil,
      ],
    ]
  }

  /// Helm's own words for how it went.
  private var description: String {
    switch status {
    case "failed": "Release \"\(name)\" failed: context deadline exceeded"
    case "pending-install": "Initial install underway"
    case "pending-upgrade": "Preparing upgrade"
    default: "Install complete"
    }
  }

  /// The objects as Helm rendered them: without what the API server added. JSON is YAML too.
  private func manifest(of objects: [JSON]) -> String {
    objects.map { object in
      var rendered = object
      rendered["status"] = nil
      rendered["metadata"]?["creationTimestamp"] = nil
      return "---\n# Source: \(chart)/templates/practice.yaml\n\(rendered.printedText)\n"
    }.joined()
  }

  private func merged(_ members: JSON?, _ more: [String: JSON]) -> JSON {
    .object((members?.members ?? [:]).merging(more) { $1 })
  }
}
