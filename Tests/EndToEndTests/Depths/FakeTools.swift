extension Workplace {
  /// Puts a kubectl and a Helm first on PATH that play a healthy cluster and a chart repository.
  ///
  /// A call that they don't know fails, and is told by `unexpectedCalls`.
  func addFakeTools() throws {
    try script(
      "kubectl",
      Self.shell(
        """
        'config view -o json') echo '\(Self.kubeconfig)' ;;
        'config view --raw'*) ;;
        'version --client -o json') echo '{"clientVersion":{"gitVersion":"v1.34.1"}}' ;;
        '--context \(UserScript.currentContext) '*)
          echo 'The connection to the server 127.0.0.1:1 was refused' >&2; exit 1 ;;
        \(Self.questions)
        *'apply --server-side'*) cat >/dev/null; echo 'namespace/linkerd serverside-applied' ;;
        *'create namespace payments') echo 'namespace/payments created' ;;
        *'annotate namespace '*'linkerd.io/inject=enabled --overwrite')
          words=${*#*annotate namespace }
          for name in ${words%% linkerd.io/*}; do
            echo "$name" >>"$here/annotated"; echo "namespace/$name annotated"
          done ;;
        """))
    try script("helm", Self.shell(Self.charts))
  }

  /// The namespaces that the fake kubectl was told to annotate.
  var annotatedNamespaces: [String] {
    Folder.text(bin + "/annotated").split(separator: "\n").map(String.init)
  }

  /// Calls that the fake tools had no answer for.
  var unexpectedCalls: [String] {
    Folder.text(bin + "/unexpected").split(separator: "\n").map(String.init)
  }

  private static func shell(_ branches: String) -> String {
    """
    here=${0%/*}
    case "$*" in
    \(branches)
    *) echo "$0 $*" | tee -a "$here/unexpected" >&2; exit 97 ;;
    esac
    """
  }

  private static let kubeconfig =
    #"{"clusters":[{"name":"practice","cluster":{"server":"http://127.0.0.1:6443"}},"#
    + #"{"name":"elsewhere","cluster":{"server":"http://127.0.0.1:1"}}],"contexts":["#
    + #"{"name":"\#(UserScript.currentContext)","context":{"cluster":"elsewhere"}},"#
    + #"{"name":"practice","context":{"cluster":"practice"}}],"#
    + #""current-context":"\#(UserScript.currentContext)"}"#

  /// What the wizard asks before the run, and what the proof looks at after it.
  private static let questions = #"""
    *' version -o json') echo '{"serverVersion":{"gitVersion":"v1.33.2"}}' ;;
    *'get namespace kube-system -o json')
      echo '{"kind":"Namespace","metadata":{"name":"kube-system","uid":"u-1"}}' ;;
    *'create --validate=false -o json -f -')
      cat >/dev/null
      for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        echo '{"kind":"SelfSubjectAccessReview","metadata":{},"status":{"allowed":true}}'
      done ;;
    *'get configmaps --all-namespaces'*|*'get clusterroles,'*) echo '{"items":[]}' ;;
    *'get customresourcedefinitions httproutes'*|*'get secret linkerd-identity-issuer'*) ;;
    *'get nodes -o jsonpath='*|*'get services --all-namespaces'*|*'get servicecidrs'*) ;;
    *'get pods --namespace kube-system -o'*|*'get configmaps coredns cilium-config'*) ;;
    *'get --raw /apis/security.openshift.io') echo 'Error from server (NotFound)' >&2; exit 1 ;;
    *'get nodes,'*|*'get pods,deployments,daemonsets,replicasets,events -n linkerd'*) echo '{"items":[]}' ;;
    *'create --dry-run=server --validate=false -n '*)
      cat >/dev/null
      echo '{"kind":"Pod","metadata":{"name":"proof"},"spec":{"containers":[{"name":"proof"}],'
      echo '"initContainers":[{"name":"linkerd-proxy","restartPolicy":"Always"}]}}' ;;
    *'get pods --all-namespaces'*) printf 'direktiv\tRunning\t\t\t\tapp|example/app:1|\f\t\n' ;;
    *'get cronjobs --all-namespaces'*) ;;
    *'get namespaces -o json')
      echo '{"items":[{"metadata":{"name":"default"}},{"metadata":{"name":"direktiv"}},'
      echo '{"metadata":{"name":"kube-system"}}]}' ;;
    *'get namespaces linkerd '*)
      echo '{"items":[{"metadata":{"name":"linkerd"}}'
      for name in $(cat "$here/annotated"); do
        echo ',{"metadata":{"name":"'$name'","annotations":{"linkerd.io/inject":"enabled"}}}'
      done
      echo ']}' ;;
    *'get customresourcedefinitions -o name')
      for name in authorizationpolicies.policy serverauthorizations.policy servers.policy \
        serviceprofiles; do echo "customresourcedefinition/$name.linkerd.io"; done ;;
    *'get mutatingwebhookconfigurations,'*)
      mutating='"kind":"MutatingWebhookConfiguration"'
      validating='"kind":"ValidatingWebhookConfiguration"'
      echo '{"items":[{'$mutating',"metadata":{"name":"linkerd-proxy-injector-webhook-config"}},'
      echo '{'$validating',"metadata":{"name":"linkerd-policy-validator-webhook-config"}},'
      echo '{'$validating',"metadata":{"name":"linkerd-sp-validator-webhook-config"}}]}' ;;
    *'get deployments,configmaps -n linkerd -o json')
      anchor=$(awk '{ printf "%s\\n", $0 }' "$here/../work/mesh-certificates/ca.crt")
      echo '{"items":[{"kind":"ConfigMap","metadata":{"name":"linkerd-config"}},'
      echo '{"kind":"ConfigMap","metadata":{"name":"linkerd-identity-trust-roots"},'
      printf '%s' '"data":{"ca-bundle.crt":"' "$anchor" '"}}'
      for name in destination identity proxy-injector; do
        printf '%s' ',{"kind":"Deployment","metadata":{"name":"linkerd-'$name'"},' \
          '"spec":{"replicas":1},"status":{"readyReplicas":1}}'
      done
      echo ']}' ;;
    """#

  private static let charts = #"""
    'version --template {{.Version}}') echo v4.2.3 ;;
    'repo list -o json'|'list --kube-context practice '*) echo '[]' ;;
    'list --kube-context '*) echo 'Error: Kubernetes cluster unreachable' >&2; exit 1 ;;
    'repo add wizard http://charts.example:8080/charts/edge --force-update')
      {
        echo 'apiVersion: v1'; echo 'entries:'
        for name in linkerd-crds linkerd-control-plane; do
          echo "  $name:"
          for version in 2026.8.3 2025.10.7; do
            kubernetes=1.31.0; [ $version = 2026.8.3 ] || kubernetes=1.23.0
            echo "  - name: $name"; echo "    version: $version"
            echo "    appVersion: edge-${version#20}"; echo "    kubeVersion: '>=$kubernetes-0'"
            echo "    digest: $(echo "$name $version" | sha256sum | cut -d' ' -f1)"
          done
        done
      } >"$HELM_REPOSITORY_CACHE/wizard-index.yaml" ;;
    'pull wizard/'*) name=${2#wizard/}; echo "$name $4" >"$6/$name-$4.tgz" ;;
    'repo add '*) echo 'has been added to your repositories' ;;
    'upgrade --install '*) echo 'STATUS: deployed' ;;
    """#
}
