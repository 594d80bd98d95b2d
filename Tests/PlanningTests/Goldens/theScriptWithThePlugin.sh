#!/bin/sh
# Installs Linkerd (charts 2026.8.3).
#
# Made by linkerd-wizard 0.1.0 for the context kind-demo,
# https://127.0.0.1:6443. Plan f7b9eb8f1d4c03feaf5a7674b95050d7e03ca939245e7bb896b9e109e1254884.
#
# It holds no secrets, overwrites no certificate, and stops at the first failure.
# These environment variables change what it does:
#   CONTEXT         another context of the kubeconfig; then any cluster is taken
#   CERTIFICATES    another directory for the certificates, absolute
#   LINKERD_WIZARD  the program linkerd-wizard, where it is neither on PATH nor where it was
#   KUBECTL, HELM   these programs, where others than the usual ones are meant
set -eu
umask 077

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

kubectl=$(find_program kubectl KUBECTL "${KUBECTL:-}" /usr/bin/kubectl kubectl)
helm=$(find_program helm HELM "${HELM:-}" /usr/local/bin/helm helm)
linkerd_wizard=$(find_program linkerd-wizard LINKERD_WIZARD "${LINKERD_WIZARD:-}" \
  linkerd-wizard)
case $("$helm" version --template '{{.Version}}' 2>/dev/null || :) in
  v3.*) helm_wait=--wait ;;
  v4.*) helm_wait=--wait=watcher ;;
  *) helm_wait=--wait=watcher ;;
esac
unset HELM_NAMESPACE HELM_DRIVER HELM_KUBEAPISERVER HELM_KUBEASGROUPS HELM_KUBEASUSER
unset HELM_KUBECAFILE HELM_KUBECONTEXT HELM_KUBEINSECURE_SKIP_TLS_VERIFY
unset HELM_KUBETLS_SERVER_NAME HELM_KUBETOKEN

begin 'look at the cluster'
if [ -n "${CONTEXT:-}" ]; then
  context=$CONTEXT
  say "CONTEXT says $context: not compared with the cluster that the plan was made for."
else
  context=kind-demo
  found=$("$kubectl" --context "$context" get namespace kube-system -o 'jsonpath={.metadata.uid}' </dev/null)
  expected=99b1d611-73e3-4564-b1fb-cc6cfa59fe96
  if [ "$found" != "$expected" ]; then
    refuse "$context is not the cluster that this was made for: its uid is $found, not $expected. Set CONTEXT to install there all the same."
  fi
fi

certificates=${CERTIFICATES:-'/home/ada/work/linkerd-certificates'}
case $certificates in
  /*) ;;
  *) refuse "CERTIFICATES has to be an absolute path, not $certificates." ;;
esac
certificates_for_helm=$(printf '%s\n' "$certificates" | sed 's/[\\,]/\\&/g')

begin 'fetch and compare the charts'
charts=$(mktemp -d)
"$helm" pull linkerd2-cni \
  --repo https://helm.linkerd.io/edge \
  --version 30.1.2 \
  --repository-config "$charts"/repositories.yaml \
  --repository-cache "$charts"/cache \
  --destination "$charts" </dev/null
compare 3333333333333333333333333333333333333333333333333333333333333333 "$charts"/linkerd2-cni-30.1.2.tgz
"$helm" pull linkerd-crds \
  --repo https://helm.linkerd.io/edge \
  --version 2026.8.3 \
  --repository-config "$charts"/repositories.yaml \
  --repository-cache "$charts"/cache \
  --destination "$charts" </dev/null
compare 1111111111111111111111111111111111111111111111111111111111111111 "$charts"/linkerd-crds-2026.8.3.tgz
"$helm" pull linkerd-control-plane \
  --repo https://helm.linkerd.io/edge \
  --version 2026.8.3 \
  --repository-config "$charts"/repositories.yaml \
  --repository-cache "$charts"/cache \
  --destination "$charts" </dev/null
compare 2222222222222222222222222222222222222222222222222222222222222222 "$charts"/linkerd-control-plane-2026.8.3.tgz

begin 'certificates'
if [ -e "$certificates/ca.crt" ] && [ -e "$certificates/issuer.crt" ] &&
  [ -e "$certificates/issuer.key" ]; then
  say "$certificates: there already, and used as they are"
else
  for file in ca.crt ca.key issuer.crt issuer.key; do
    if [ -e "$certificates/$file" ]; then
      refuse "$certificates holds $file but not all of the others. Move it away."
    fi
  done
  "$linkerd_wizard" certificates create \
    --directory "$certificates" \
    --trust-domain cluster.local \
    --not-before 2026-11-20T20:56:30Z \
    --anchor-not-after 2036-11-17T21:01:30Z \
    --issuer-not-after 2027-11-20T21:01:30Z </dev/null
fi

begin 'repository'
"$helm" repo add linkerd-edge https://helm.linkerd.io/edge </dev/null ||
  refuse 'The charts'\'' address could not be added to Helm'\''s list. Where the name is taken on this machine, see for what: helm repo list. Then remove that entry, helm repo remove linkerd-edge, and run this again; or delete this step from the script: nothing below needs the entry.'

begin 'CNI namespace'
"$kubectl" \
  --context "$context" \
  apply \
  --server-side \
  --field-manager=linkerd-wizard \
  -f - <<'END'
apiVersion: v1
kind: Namespace
metadata:
  name: "linkerd-cni"
  annotations:
    linkerd.io/inject: "disabled"
  labels:
    config.linkerd.io/admission-webhooks: "disabled"
    linkerd.io/cni-resource: "true"
    pod-security.kubernetes.io/enforce: "privileged"
END

begin 'CNI plugin'
"$helm" \
  upgrade \
  --install linkerd2-cni "$charts"/linkerd2-cni-30.1.2.tgz \
  --namespace linkerd-cni \
  --kube-context "$context" \
  "$helm_wait" \
  --timeout 5m0s </dev/null

begin 'namespace'
"$kubectl" \
  --context "$context" \
  apply \
  --server-side \
  --field-manager=linkerd-wizard \
  -f - <<'END'
apiVersion: v1
kind: Namespace
metadata:
  name: "linkerd"
  annotations:
    linkerd.io/inject: "disabled"
  labels:
    config.linkerd.io/admission-webhooks: "disabled"
    linkerd.io/control-plane-ns: "linkerd"
    linkerd.io/is-control-plane: "true"
    pod-security.kubernetes.io/enforce: "restricted"
END

begin 'CRDs'
"$helm" \
  upgrade \
  --install linkerd-crds "$charts"/linkerd-crds-2026.8.3.tgz \
  --namespace linkerd \
  --kube-context "$context" \
  --set installGatewayAPI=true \
  "$helm_wait" \
  --timeout 5m0s </dev/null

begin 'control plane'
"$helm" \
  upgrade \
  --install linkerd-control-plane "$charts"/linkerd-control-plane-2026.8.3.tgz \
  --namespace linkerd \
  --kube-context "$context" \
  --set-file identityTrustAnchorsPEM="$certificates_for_helm"/ca.crt \
  --set-file identity.issuer.tls.crtPEM="$certificates_for_helm"/issuer.crt \
  --set-file identity.issuer.tls.keyPEM="$certificates_for_helm"/issuer.key \
  --set cniEnabled=true \
  "$helm_wait" \
  --timeout 5m0s </dev/null

begin 'create payments'
unless_it_exists "$kubectl" --context "$context" create namespace payments </dev/null

begin 'mesh'
"$kubectl" --context "$context" annotate namespace direktiv payments linkerd.io/inject=enabled --overwrite </dev/null

begin 'proof'
"$linkerd_wizard" check --context "$context" --namespace linkerd </dev/null

say ''
say 'Linkerd is installed.'
