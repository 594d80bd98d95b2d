/// The pod that is asked for by a dry run, to see whether new pods get a proxy.
package enum TrialPod {
  /// Its manifest, JSON: a pod that every policy takes, so that what is refused is refused for the
  /// proxy's sake.
  package static let manifest = #"""
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"linkerd-wizard-dry-run"},"spec":{
    "securityContext":{"runAsNonRoot":true,"runAsUser":65532,
    "seccompProfile":{"type":"RuntimeDefault"}},
    "containers":[{"name":"trial","image":"registry.k8s.io/pause:3.10",
    "resources":{"requests":{"cpu":"1m","memory":"8Mi"},"limits":{"cpu":"1m","memory":"8Mi"}},
    "securityContext":{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,
    "capabilities":{"drop":["ALL"]}}}]}}
    """#

  /// How many times a script asks for it, with a second between: injectors take a moment to begin.
  private static let tries = 8

  /// The lines of a script that stop it unless such a pod gets a proxy in each of the namespaces.
  ///
  /// A pod is passed through the webhooks also by a dry run, and nothing is made.
  static func scriptLines(in namespaces: [String]) -> [String] {
    [
      #"""
      gets_proxy() {
        "$kubectl" --context "$context" create --dry-run=server --validate=false \
          --namespace "$1" -f - \
          -o 'jsonpath={.spec.initContainers[*].name} {.spec.containers[*].name}' <<'END' |
      """#,
      manifest,
      #"""
      END
        tr ' ' '\n' | grep -qx linkerd-proxy
      }
      """#,
      "for namespace in \(ShellQuoting.join(namespaces)); do",
      #"""
        tries=1
        until gets_proxy "$namespace"; do
          [ "$tries" -lt \#(tries) ] || refuse "A pod that is asked for in the namespace $namespace" \
            "by a dry run gets no proxy, so nothing is restarted: see whether the injector runs."
          tries=$((tries + 1))
          sleep 1
        done
        say "New pods in $namespace get a proxy."
      done
      """#,
    ]
  }
}
