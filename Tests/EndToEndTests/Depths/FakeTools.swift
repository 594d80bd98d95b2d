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
    *'get configmaps --all-namespaces'*|*'get clusterroles,'*' -o json'*) echo '{"items":[]}' ;;
    *'get customresourcedefinitions httproutes'*|*'get secret linkerd-identity-issuer'*) ;;
    *'get nodes -o jsonpath='*|*'get services --all-namespaces -o jsonpath='*|*'get servicecidrs'*) ;;
    *'get pods --namespace kube-system -o'*|*'get configmaps coredns cilium-config'*) ;;
    *'get --raw /apis/security.openshift.io') echo 'Error from server (NotFound)' >&2; exit 1 ;;
    *'get nodes,'*|*'get pods,deployments,daemonsets,replicasets,events -n linkerd'*) echo '{"items":[]}' ;;
    *'create --dry-run=server --validate=false -n '*)
      cat >/dev/null
      echo '{"kind":"Pod","metadata":{"name":"proof"},"spec":{"containers":[{"name":"proof"}],'
      echo '"initContainers":[{"name":"linkerd-proxy","restartPolicy":"Always"}]}}' ;;
    *'get pods --all-namespaces -o jsonpath='*)
      printf 'direktiv\tRunning\t\t\t\tapp|example/app:1|\f\t\n' ;;
    *'get cronjobs --all-namespaces'*) ;;
    *'get namespaces -o json')
      echo '{"items":[{"metadata":{"name":"default"}},{"metadata":{"name":"direktiv"}},'
      echo '{"metadata":{"name":"kube-system"}}]}' ;;
    *'get namespaces -o go-template='*)
      printf 'linkerd\t"disabled"\t\t\n'
      for name in $(cat "$here/annotated"); do printf '%s\t"enabled"\t\t\n' "$name"; done ;;
    *'get customresourcedefinitions -o go-template='*)
      for name in authorizationpolicies egressnetworks httplocalratelimitpolicies httproutes \
        meshtlsauthentications networkauthentications serverauthorizations servers; do
        printf '%s.policy.linkerd.io\tv1 \t\n' $name
      done
      printf 'serviceprofiles.linkerd.io\tv1 \t\nexternalworkloads.workload.linkerd.io\tv1 \t\n'
      printf 'httproutes.gateway.networking.k8s.io\tv1 \t\n' ;;
    *'get clusterroles,clusterrolebindings '*)
      for kind in ClusterRole ClusterRoleBinding; do
        printf '%s\tlinkerd-linkerd-identity\n%s\tlinkerd-linkerd-proxy-injector\n' $kind $kind
      done ;;
    *'get mutatingwebhookconfigurations,'*)
      printf 'MutatingWebhookConfiguration\tlinkerd-proxy-injector-webhook-config\t\#(webhook) \n'
      for name in sp policy; do
        printf 'ValidatingWebhookConfiguration\tlinkerd-%s-validator-webhook-config\t%s \n' \
          $name \#(webhook)
      done ;;
    *'get secrets linkerd-identity-issuer '*)
      printf 'linkerd-identity-issuer\t\t\t%s\t\tthere\n' \
        "$(base64 -w0 "$here/../work/mesh-certificates/issuer.crt")"
      for name in proxy-injector sp-validator policy-validator; do
        printf 'linkerd-%s-k8s-tls\t%s\t\t\tthere\t\n' $name \#(webhook)
      done ;;
    *'get nodes -o go-template='*) printf 'one\t10.244.0.0/24\tcontainerd://2\n' ;;
    *'get services --all-namespaces -o go-template='*)
      printf 'default\tkubernetes\t10.96.0.1\t\t\t\t443:6443 \n' ;;
    *'get pods --all-namespaces -o go-template='*)
      for name in destination identity proxy-injector; do
        printf 'linkerd\tlinkerd-%s-1-a\tRunning\tReplicaSet/linkerd-%s-1\t' $name $name
        printf '10.244.0.9\t\t\tlinkerd\t%s\tproxy\tready\t\t\t\t\t\t\t\n' $name
      done ;;
    *'get deployments,replicasets,configmaps,serviceaccounts -n linkerd -o json')
      anchor=$(awk '{ printf "%s\\n", $0 }' "$here/../work/mesh-certificates/ca.crt")
      echo '{"items":[{"kind":"ConfigMap","metadata":{"name":"linkerd-config"},"data":{"values":'
      echo '"linkerdVersion: edge-26.8.3\\nclusterNetworks: 10.0.0.0/8\\n"}},'
      echo '{"kind":"ConfigMap","metadata":{"name":"linkerd-identity-trust-roots"},'
      printf '%s' '"data":{"ca-bundle.crt":"' "$anchor" '"}},'
      echo '{"kind":"ServiceAccount","metadata":{"name":"linkerd-heartbeat"}}'
      for name in destination identity proxy-injector; do
        echo ',{"kind":"ServiceAccount","metadata":{"name":"linkerd-'$name'"}}'
        printf '%s' ',{"kind":"Deployment","metadata":{"name":"linkerd-'$name'"},' \
          '"status":{"availableReplicas":1}}'
      done
      echo ']}' ;;
    """#

  /// A certificate for all three webhooks, signed by itself; it ends in 2046, and its key was thrown away.
  private static let webhook =
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI4akNDQVppZ0F3SUJBZ0lVR1lXVER1ZWMrNW80U0x5c2VN"
    + "WGR4eC9vRS9zd0NnWUlLb1pJemowRUF3SXcKRWpFUU1BNEdBMVVFQXd3SGQyVmlhRzl2YXpBZUZ3MHlOakV4TWpV"
    + "d09URXdNemhhRncwME5qRXhNakF3T1RFdwpNemhhTUJJeEVEQU9CZ05WQkFNTUIzZGxZbWh2YjJzd1dUQVRCZ2Nx"
    + "aGtqT1BRSUJCZ2dxaGtqT1BRTUJCd05DCkFBUU4rTExCR3kzSGxPS2RKS3o4bm9RY0VOYmxHOG0yNERMVHVsVWpk"
    + "UjVBd2h5Uy8vL214VFIwV0I5UzUybCsKbjhBdXNSeXF3UThBRmNTMmZRbGFXaFIwbzRITE1JSElNQjBHQTFVZERn"
    + "UVdCQlMzV0p4eFM2VURoenlJSVlibgpOdzZiZElkakdUQWZCZ05WSFNNRUdEQVdnQlMzV0p4eFM2VURoenlJSVli"
    + "bk53NmJkSWRqR1RBUEJnTlZIUk1CCkFmOEVCVEFEQVFIL01IVUdBMVVkRVFSdU1HeUNJbXhwYm10bGNtUXRjSEp2"
    + "ZUhrdGFXNXFaV04wYjNJdWJHbHUKYTJWeVpDNXpkbU9DSUd4cGJtdGxjbVF0YzNBdGRtRnNhV1JoZEc5eUxteHBi"
    + "bXRsY21RdWMzWmpnaVJzYVc1cgpaWEprTFhCdmJHbGplUzEyWVd4cFpHRjBiM0l1YkdsdWEyVnlaQzV6ZG1Nd0Nn"
    + "WUlLb1pJemowRUF3SURTQUF3ClJRSWdWMHVWc2ZXOC9PMDlsUDZnaUNEc2kyQU80TnRxYmU5c0gycjF0NmRkbVhJ"
    + "Q0lRQys1R0xSUURVZjlrN1kKMEpKVnV2UXFVL1NMNWN2akZ3ODZueThDWVdWaTRnPT0KLS0tLS1FTkQgQ0VSVElG"
    + "SUNBVEUtLS0tLQo="

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
