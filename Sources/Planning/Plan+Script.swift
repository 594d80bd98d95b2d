extension Plan {
  /// The plan as a POSIX shell script that does the same by itself, on this or another machine.
  ///
  /// It holds no secrets. It looks at everything it needs before it changes anything: the programs,
  /// the cluster, the charts' and the values files' hashes. `program` is the absolute path of the
  /// linkerd-wizard that writes it, which the script takes where PATH has none; nil where it isn't
  /// known. It is no part of the plan: the same plan has the same digest wherever the program is.
  package func script(writtenBy program: String?) -> String {
    let writer = ScriptWriter(plan: self, program: program)
    let parts = [
      writer.header, ScriptWriter.functions, writer.programs, writer.cluster,
      writer.certificates, writer.charts, writer.givenFiles, writer.steps, writer.end,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

/// Writes the parts of the script.
struct ScriptWriter {
  let plan: Plan
  let program: String?

  /// What it is, for whom, and what can be set from outside.
  var header: String {
    let release = plan.charts.described.appVersion
    let charts = "charts \(plan.charts.described.version)"
    let lines = [
      "\(plan.upgrade == nil ? "Installs" : "Upgrades") Linkerd\(release.isEmpty ? "" : " \(release)") (\(charts)).",
      "",
      "Made by linkerd-wizard \(plan.programVersion) for the context \(plan.cluster.context),",
      "\(plan.cluster.server). Plan \(plan.digest).",
      "",
      "It holds no secrets, overwrites no certificate, and stops at the first failure.",
      "These environment variables change what it does:",
      "  CONTEXT         another context of the kubeconfig; then any cluster is taken",
      "  CERTIFICATES    another directory for the certificates, absolute",
      "  LINKERD_WIZARD  the program linkerd-wizard, where it is neither on PATH nor where it was",
      "  KUBECTL, HELM   these programs, where others than the usual ones are meant",
    ]
    let comments = lines.map { $0.isEmpty ? "#" : "# " + harmless($0) }
    return (["#!/bin/sh"] + comments + ["set -eu", "umask 077"]).joined(separator: "\n")
  }

  /// The programs: as the environment says, else kubectl and Helm of the plan, else those on PATH;
  /// linkerd-wizard rather from PATH, since where it was built may be anywhere. Helm 3 and 4 want
  /// different flags for waiting, and another machine may have the other one.
  var programs: String {
    let kubectl = ShellQuoting.quote(path(of: .kubectl))
    let helm = ShellQuoting.quote(path(of: .helm))
    let wizard = (["linkerd-wizard"] + (program.map { [ShellQuoting.quote($0)] } ?? []))
      .joined(separator: " ")
    let major = plan.tools.first { $0.name == .helm }?.version.major ?? 4
    return """
      kubectl=$(find_program kubectl KUBECTL "${KUBECTL:-}" \(kubectl) kubectl)
      helm=$(find_program helm HELM "${HELM:-}" \(helm) helm)
      linkerd_wizard=$(find_program linkerd-wizard LINKERD_WIZARD "${LINKERD_WIZARD:-}" \\
        \(wizard))
      case $("$helm" version --template '{{.Version}}' 2>/dev/null || :) in
        v3.*) helm_wait=\(HelmValue.waitFlag(major: 3)) ;;
        v4.*) helm_wait=\(HelmValue.waitFlag(major: 4)) ;;
        *) helm_wait=\(HelmValue.waitFlag(major: major)) ;;
      esac
      unset HELM_NAMESPACE HELM_DRIVER HELM_KUBEAPISERVER HELM_KUBEASGROUPS HELM_KUBEASUSER
      unset HELM_KUBECAFILE HELM_KUBECONTEXT HELM_KUBEINSECURE_SKIP_TLS_VERIFY
      unset HELM_KUBETLS_SERVER_NAME HELM_KUBETOKEN
      """
  }

  /// The cluster, told by kube-system's uid where that is known, else by its server's address.
  var cluster: String {
    let context = ShellQuoting.quote(plan.cluster.context)
    let kubeconfig = plan.cluster.kubeconfig.map { file in
      "\n  KUBECONFIG=\(ShellQuoting.quote(file))\n  export KUBECONFIG"
    }
    return """
      begin 'look at the cluster'
      if [ -n "${CONTEXT:-}" ]; then
        context=$CONTEXT
        say "CONTEXT says $context: not compared with the cluster that the plan was made for."
      else
        context=\(context)\(kubeconfig ?? "")
      \(identityCheck)
      fi
      """
  }

  private var identityCheck: String {
    let isUID = plan.cluster.uid != nil
    let expected = ShellQuoting.quote(plan.cluster.uid ?? plan.cluster.server)
    let question =
      isUID
      ? "get namespace kube-system -o 'jsonpath={.metadata.uid}'"
      : "config view --minify -o 'jsonpath={.clusters[0].cluster.server}'"
    return """
        found=$("$kubectl" --context "$context" \(question) </dev/null)
        expected=\(expected)
        if [ "$found" != "$expected" ]; then
          refuse "$context is not the cluster that this was made for: its \
      \(isUID ? "uid" : "server") is $found, not $expected. \
      Set CONTEXT to install there all the same."
        fi
      """
  }

  /// Which certificates to use; made later, and only where all are absent.
  var certificates: String {
    guard let certificates = plan.certificates else { return "" }
    return """
      certificates=${CERTIFICATES:-\(ShellQuoting.quoteAlways(certificates.directory))}
      case $certificates in
        /*) ;;
        *) refuse "CERTIFICATES has to be an absolute path, not $certificates." ;;
      esac
      certificates_for_helm=$(printf '%s\\n' "$certificates" | sed 's/[\\\\,]/\\\\&/g')
      """ + (hasIssuerSecret ? "\n" + Self.kubectlPath : "")
  }

  private var hasIssuerSecret: Bool { plan.items.contains { $0.id == PlanBuilder.issuerSecretID } }

  /// kubectl reads `--from-file` as CSV, and splits a value at its equals sign.
  private static let kubectlPath = #"""
    certificates_for_kubectl=$(printf '%s\n' "$certificates" | sed 's/"/""/g')
    case $certificates in
      *=*) refuse "kubectl can't take files from $certificates: the path holds an equals sign." ;;
    esac
    """#

  /// Charts come from their repository or registry into a directory of the script's own; one's own files
  /// stay where they are. Folders have no hash that a shell can compare.
  var charts: String {
    var lines = ["begin 'fetch and compare the charts'"]
    let source = plan.charts.source
    if source.isFetched || usesHighAvailability { lines.append("charts=$(mktemp -d)") }
    for chart in plan.charts.all {
      if source.isFetched {
        if let url = source.repository?.url {
          lines.append("\"$helm\" pull \(ShellQuoting.quote(chart.name)) \\")
          lines.append("  --repo \(ShellQuoting.quote(url)) \\")
        } else if let words = source.registryWords(for: chart.name) {
          lines.append("\"$helm\" pull \(ShellQuoting.join(words)) \\")
        }
        lines.append("  --version \(ShellQuoting.quote(chart.version)) \\")
        lines.append("  --repository-config \"$charts\"/repositories.yaml \\")
        lines.append("  --repository-cache \"$charts\"/cache \\")
        lines.append("  --destination \"$charts\" </dev/null")
        lines.append("compare \(chart.sha256) \(word(for: chart))")
      } else if chart.path.hasSuffix(".tgz") {
        lines.append("compare \(chart.sha256) \(word(for: chart))")
      } else {
        lines.append("[ -d \(word(for: chart)) ] || refuse \(word(for: chart))' is missing.'")
      }
    }
    return (lines + highAvailability).joined(separator: "\n")
  }

  /// Whether the control plane's command is given the chart's own values for high availability.
  private var usesHighAvailability: Bool {
    guard let own = plan.charts.highAvailability else { return false }
    return plan.items.contains { item in
      guard case .command(let command) = item.action else { return false }
      return command.arguments.contains(HelmValue.valuesFile(own.path))
    }
  }

  /// Takes the values for high availability out of the chart, where they come from.
  private var highAvailability: [String] {
    guard usesHighAvailability, let own = plan.charts.highAvailability else { return [] }
    let chart = plan.charts.controlPlane
    let inside = "\(chart.name)/values-ha.yaml"
    let source =
      chart.path.hasSuffix(".tgz")
      ? "tar -xzOf \(word(for: chart)) \(inside)"
      : "cat \(word(for: chart))/values-ha.yaml"
    return [
      "\(source) </dev/null >\(Self.highAvailabilityWord)",
      "compare \(own.sha256) \(Self.highAvailabilityWord)",
    ]
  }

  /// Where the script keeps that file.
  static let highAvailabilityWord = "\"$charts\"/values-ha.yaml"

  /// The files that the person gave; a script that was sent elsewhere stops here.
  var givenFiles: String {
    let values = comparison(of: plan.valuesFiles)
    var certificates = comparison(of: plan.certificates?.givenFiles ?? [])
    if case .existingRoot? = plan.certificates?.origin {
      // The root's key is kept elsewhere once the issuer is made.
      let test = #"[ -e "$certificates/issuer.crt" ] && [ -e "$certificates/issuer.key" ]"#
      certificates = ["if ! { \(test); }; then"] + certificates.map { "  " + $0 } + ["fi"]
    }
    return [
      ("compare the values files", values), ("compare the certificates' files", certificates),
    ]
    .filter { !$1.isEmpty }.map { title, lines in
      (["begin \(ShellQuoting.quoteAlways(title))"] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func comparison(of files: [GivenFile]) -> [String] {
    files.map { "compare \($0.sha256) \(ShellQuoting.quote($0.path))" }
  }

  private func path(of tool: ToolName) -> String {
    plan.tools.first { $0.name == tool }?.path ?? tool.rawValue
  }

  /// The chart's path as a word of the script.
  func word(for chart: ChartFile) -> String {
    guard plan.charts.source.isFetched else { return ShellQuoting.quote(chart.path) }
    return "\"$charts\"/" + ShellQuoting.quote("\(chart.name)-\(chart.version).tgz")
  }

  var end: String {
    "say ''\nsay 'Linkerd is \(plan.upgrade == nil ? "installed" : "upgraded").'"
  }

  static let functions = #"""
    step='find the programs'
    charts=

    say() {
      printf '%s\n' "$*"
    }

    refuse() {
      printf '%s\n' "$*" >&2
      exit 1
    }

    begin() {
      step=$1
      say ''
      say "== $step"
    }

    # Tells which step failed, and leaves no downloads behind.
    leave() {
      status=$?
      trap - EXIT
      if [ -n "$charts" ]; then rm -rf "$charts"; fi
      if [ "$status" -ne 0 ]; then
        printf '\nStopped at: %s (exit status %s)\n' "$step" "$status" >&2
      fi
      exit "$status"
    }
    trap leave EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    unavailable() {
      printf '%s\n' "$*" >&2
      exit 69
    }

    # runnable PROGRAM: its path, where it can be run.
    runnable() {
      case $1 in
        */*) [ -f "$1" ] && [ -x "$1" ] && printf '%s\n' "$1" ;;
        *) command -v "$1" ;;
      esac
    }

    # find_program NAME VARIABLE CHOSEN CANDIDATE...
    find_program() {
      name=$1 variable=$2 chosen=$3
      shift 3
      if [ -n "$chosen" ]; then
        runnable "$chosen" || unavailable "$variable says $chosen, which can't be run." \
          "Set it to the path of $name."
        return 0
      fi
      for candidate in "$@"; do
        if runnable "$candidate"; then return 0; fi
      done
      unavailable "$name is missing: looked for $*." \
        "Install it on PATH, or set $variable to its path: $variable=/path/to/$name sh $0"
    }

    # compare SHA256 FILE
    compare() {
      [ -r "$2" ] || refuse "$2 can't be read."
      if command -v sha256sum >/dev/null; then
        found=$(sha256sum <"$2")
      else
        found=$(shasum -a 256 <"$2")
      fi
      [ "${found%% *}" = "$1" ] || refuse "$2 is not the file that was reviewed (SHA-256 $1)."
      say "$2: as reviewed"
    }

    # unless_it_exists COMMAND...: that what it creates exists already is no failure.
    unless_it_exists() {
      if output=$("$@" 2>&1 </dev/null); then
        say "$output"
        return 0
      fi
      case $output in
        *'object is being deleted'*) ;;
        *'(AlreadyExists)'*)
          say "$output"
          return 0
          ;;
      esac
      printf '%s\n' "$output" >&2
      return 1
    }
    """#
}
