import Diagnosis
import Planning

/// A Go template by which kubectl prints a line for each object, its fields behind tabs.
struct MeshTemplate: Sendable {
  private let fields: [String]
  private let head: String

  /// Makes a template of fields that begin at an object of the list.
  init(_ fields: [String], head: String = "") {
    self.fields = fields
    self.head = head
  }

  var text: String {
    head + "{{range .items}}{{$o := .}}" + fields.joined(separator: #"{{"\t"}}"#)
      + #"{{"\n"}}{{end}}"#
  }

  /// The fields of each line; lines with another number of them are left out.
  func rows(of answer: [UInt8]) -> [[String]] {
    answer.split(separator: 0x0a).compactMap { line in
      let cells = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard cells.count == fields.count else { return nil }
      return cells.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  static let name = "{{.metadata.name}}"
  static let namespace = "{{.metadata.namespace}}"

  /// A text that need not be there.
  static func text(_ path: String) -> String { "{{with \(path)}}{{.}}{{end}}" }

  /// A member of a map that need not be there; `isFree` where anybody may have written anything into it.
  static func member(_ map: String, _ key: String, isFree: Bool = true) -> String {
    let shown = isFree ? #"{{printf "%q" .}}"# : "{{.}}"
    return #"{{with \#(map)}}{{with index . "\#(key)"}}\#(shown){{end}}{{end}}"#
  }

  /// The keys of a map that begin so, or are that key, behind blanks.
  static func keys(of map: String, beginning prefixes: [String], or keys: [String]) -> String {
    let begin = prefixes.map { #"(eq (printf "%.\#($0.utf8.count)s" $k) "\#($0)")"# }
    let all = begin + keys.map { #"(eq $k "\#($0)")"# }
    let test = all.count == 1 ? all[0] : "(or \(all.joined(separator: " ")))"
    return "{{range $k, $v := \(map)}}{{if \(test)}}{{$k}} {{end}}{{end}}"
  }

  /// The text that `%q` wrote; empty for an empty field.
  static func unquoted(_ field: String) -> String {
    guard field.count >= 2, field.first == "\"", field.last == "\"" else { return field }
    let inner = field.dropFirst().dropLast()
    return String(inner).replacing(#"\n"#, with: "\n").replacing(#"\""#, with: "\"")
      .replacing(#"\t"#, with: "\t").replacing(#"\\"#, with: #"\"#)
  }
}

/// The lines that a proof asks for, and what they mean.
enum MeshLines {
  typealias Template = MeshTemplate

  static let names = Template(["{{.kind}}", Template.name])

  static let definitions = Template([
    Template.name, "{{range .spec.versions}}{{.name}} {{end}}",
    Template.member(".metadata.annotations", "linkerd.io/created-by"),
  ])

  static func definition(_ cells: [String]) -> MeshFacts.Definition {
    MeshFacts.Definition(
      name: cells[0], versions: cells[1].split(separator: " ").map(String.init),
      isLinkerds: !cells[2].isEmpty)
  }

  static let namespaces = Template([
    Template.name, Template.member(".metadata.annotations", "linkerd.io/inject"),
    Template.member(".metadata.labels", "linkerd.io/extension"),
    Template.member(".metadata.labels", "config.linkerd.io/admission-webhooks"),
  ])

  static func namespace(_ cells: [String]) -> (String, MeshFacts.Namespace) {
    let values = cells.map(Template.unquoted)
    return (
      values[0],
      MeshFacts.Namespace(
        inject: TerminalText.harmless(values[1]), linkerdExtension: values[2],
        isExempt: values[3] == "disabled")
    )
  }

  static let nodes = Template([
    Template.name, Template.text(".spec.podCIDR"),
    Template.text(".status.nodeInfo.containerRuntimeVersion"),
  ])

  static func node(_ cells: [String]) -> MeshFacts.Node {
    MeshFacts.Node(
      name: cells[0], podRange: cells[1], runsDocker: cells[2].hasPrefix("docker:"))
  }

  private static let misplacedLabels = Template.keys(
    of: ".metadata.labels", beginning: ["config.linkerd.io", "config.alpha.linkerd.io"],
    or: ["linkerd.io/inject"])

  static let services = Template([
    Template.namespace, Template.name, Template.text(".spec.clusterIP"),
    Template.member(".metadata.annotations", OpaquePorts.annotation), misplacedLabels,
    Template.keys(
      of: ".metadata.annotations", beginning: [], or: ["mirror.linkerd.io/exported"]),
    "{{range .spec.ports}}{{.port}}:{{with .targetPort}}{{.}}{{end}} {{end}}",
  ])

  static func service(_ cells: [String]) -> MeshFacts.Service {
    var service = MeshFacts.Service(namespace: cells[0], name: cells[1], address: cells[2])
    service.opaquePorts = cells[3].isEmpty ? nil : harmless(cells[3])
    service.misplacedLabels = words(cells[4])
    service.misplacedAnnotations = words(cells[5])
    service.ports = ports(cells[6])
    return service
  }

  static let endpoints = Template([
    Template.namespace, Template.name,
    "{{range .subsets}}{{range .addresses}}{{with .targetRef}}{{.name}} {{end}}{{end}}{{end}}",
  ])

  static let webhooks = Template([
    "{{.kind}}", Template.name,
    "{{range .webhooks}}{{with .clientConfig.caBundle}}{{.}}{{end}} {{end}}",
  ])

  static let secrets = Template(
    [Template.name]
      + ["tls.crt", "ca.crt", "crt.pem"].map { Template.member(".data", $0, isFree: false) }
      + ["tls.key", "key.pem"].map {
        #"{{with .data}}{{if index . "\#($0)"}}there{{end}}{{end}}"#
      })

  static func words(_ cell: String) -> [String] { cell.split(separator: " ").map(String.init) }

  static func harmless(_ cell: String) -> String {
    TerminalText.harmless(Template.unquoted(cell))
  }

  static func ports(_ cell: String) -> [MeshFacts.Port] {
    words(cell).compactMap { word in
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return Int(parts[0]).map {
        MeshFacts.Port(number: $0, target: parts.count > 1 ? String(parts[1]) : "")
      }
    }
  }
}
