import Diagnosis
import Planning

// A pod in a line: fifty thousand pods are read whole by kubectl and told in a few megabytes.
extension MeshLines {
  /// The template for pods; anchors that are the cluster's are not printed again.
  static func pods(anchors: String) -> MeshTemplate {
    let anchorsOfProxy = ofProxy(
      #"{{range .env}}{{if eq .name "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS"}}{{with .value}}"#
        + #"{{if eq . $a}}{{else}}{{printf "%q" .}}{{end}}{{end}}{{end}}{{end}}"#)
    return MeshTemplate(
      [
        MeshTemplate.namespace, MeshTemplate.name, status, owner,
        "{{with .status.podIP}}{{.}}{{end}}", "{{if .spec.hostNetwork}}host{{end}}",
        MeshTemplate.member(".metadata.annotations", "linkerd.io/inject"),
        MeshTemplate.member(
          ".metadata.labels", "linkerd.io/control-plane-ns", isFree: false),
        MeshTemplate.member(
          ".metadata.labels", "linkerd.io/control-plane-component", isFree: false),
        each(ofProxy("proxy")), readyProxy,
        MeshTemplate.member(".metadata.annotations", "linkerd.io/proxy-version"),
        each(anchorsOfProxy),
        "{{range .status.containerStatuses}}{{if .ready}}{{else}}{{.name}} {{end}}{{end}}",
        #"{{range .status.conditions}}{{$c := .}}{{with .reason}}{{if eq . "Unschedulable"}}"#
          + #"{{with $c.message}}{{printf "%q" .}}{{end}}{{end}}{{end}}{{end}}"#,
        MeshTemplate.keys(
          of: ".metadata.labels", beginning: ["config.linkerd.io", "config.alpha.linkerd.io"],
          or: ["linkerd.io/inject"]),
        MeshTemplate.member(".metadata.annotations", OpaquePorts.annotation),
        each("{{range .ports}}{{.containerPort}}:{{with .name}}{{.}}{{end}} {{end}}"),
      ], head: "{{$a := \(goString(anchors))}}")
  }

  /// The phase of a pod, or the reason that it has instead.
  static let status =
    "{{if .metadata.deletionTimestamp}}Terminating{{else}}"
    + "{{with .status.reason}}{{.}}{{else}}{{with .status.phase}}{{.}}{{end}}{{end}}{{end}}"

  /// What made it.
  static let owner =
    "{{with .metadata.ownerReferences}}{{with index . 0}}{{.kind}}/{{.name}}{{end}}{{end}}"

  /// A word where its proxy is ready.
  static let readyProxy: String = {
    let ready = ofProxy("{{if .ready}}ready{{end}}")
    return "{{range .status.initContainerStatuses}}\(ready){{end}}"
      + "{{range .status.containerStatuses}}\(ready){{end}}"
  }()

  /// A text for each of its containers, init containers first.
  static func each(_ text: String) -> String {
    "{{range $o.spec.initContainers}}\(text){{end}}{{range $o.spec.containers}}\(text){{end}}"
  }

  /// A text for the container with the proxy only.
  static func ofProxy(_ text: String) -> String {
    #"{{if eq .name "linkerd-proxy"}}\#(text){{end}}"#
  }

  /// A pod of its line.
  static func pod(_ cells: [String], anchors: String) -> MeshFacts.Pod {
    var pod = MeshFacts.Pod(namespace: cells[0], name: cells[1], status: cells[2])
    pod.owner = cells[3]
    pod.address = cells[4]
    pod.isHostNetworked = !cells[5].isEmpty
    pod.inject = harmless(cells[6])
    pod.controlPlaneNamespace = cells[7]
    pod.isComponent = !cells[8].isEmpty
    pod.hasProxy = !cells[9].isEmpty
    pod.isProxyReady = !cells[10].isEmpty
    pod.proxyVersion = harmless(cells[11])
    pod.hasOtherAnchors =
      !cells[12].isEmpty && trimmed(MeshTemplate.unquoted(cells[12])) != trimmed(anchors)
    pod.unready = words(cells[13])
    pod.unschedulable = harmless(cells[14])
    pod.misplacedLabels = words(cells[15])
    pod.opaquePorts = cells[16].isEmpty ? nil : harmless(cells[16])
    pod.ports = ports(cells[17])
    return pod
  }

  /// Without the white space around it: Linkerd compares them so.
  static func trimmed(_ text: String) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }

  /// A literal of Go's templates.
  private static func goString(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\": #"\\"#
      case "\"": #"\""#
      case "\n": #"\n"#
      case " "..."~": String(scalar)
      default: "?"
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
