import Planning
import Testing

@testable import HostEffects

/// How manifests are taken apart, and what of them may be shown.
struct RenderedManifestTests {
  private func objects(_ text: String) -> [RenderedObject] {
    RenderedManifest.objects(in: Array(text.utf8))
  }

  private func shown(_ text: String) -> String {
    objects(text).flatMap(\.shown).joined(separator: "\n")
  }

  @Test func eachDocumentIsAnObjectWithItsComments() {
    let found = objects(
      """
      ---
      # Source: chart/templates/a.yaml
      kind: ServiceAccount
      apiVersion: v1
      metadata:
        namespace: "linkerd"
        name: one
      ---
      # nothing but a comment
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: two}
      spec:
        template:
          metadata:
            name: not-this
      """)
    #expect(
      found.map(\.id) == [
        ObjectID(apiVersion: "v1", kind: "ServiceAccount", namespace: "linkerd", name: "one"),
        ObjectID(apiVersion: "apps/v1", kind: "Deployment", namespace: nil, name: "two"),
      ])
    #expect(found.first?.shown.first == "# Source: chart/templates/a.yaml")
    #expect(found.first?.manifest.contains("name: one") == true)
  }

  @Test func theKindThatADefinitionBringsIsFound() {
    let text = { (indent: String) in
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
      \(indent)name: servers.policy.linkerd.io
      spec:
      \(indent)group: policy.linkerd.io
      \(indent)names:
      \(indent)\(indent)kind: Server
      \(indent)versions:
      \(indent)- name: v1
      \(indent)  schema:
      \(indent)    description: "a text that
      \(indent)      goes on"
      """
    }
    for indent in ["  ", "    ", "        "] {
      #expect(objects(text(indent)).map(\.definesKind) == ["Server"], "\(indent.count)")
    }
  }

  @Test func whatHelmPrintsAroundTheManifestIsLeftOut() throws {
    let printed = """
      Release "linkerd-crds" does not exist. Installing it now.
      NAME: linkerd-crds
      STATUS: pending-install
      HOOKS:
      ---
      # Source: chart/templates/hook.yaml
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: hook
      MANIFEST:
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: told
      data:
        text: |
          NOTES: not these

      NOTES:
      kind: no object
      """
    let manifest = RenderedManifest.manifest(ofDryRun: Array(printed.utf8))
    let found = RenderedManifest.objects(in: manifest)
    #expect(found.map(\.id.name) == ["hook", "told"])
    #expect(found.last?.shown.contains("    NOTES: not these") == true)
    #expect(RenderedManifest.manifest(ofDryRun: Array("Error: it failed".utf8)) == [])
  }

  @Test(arguments: [
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  a: Q2FuYXJ5\n",
    "apiVersion: v1\nkind: \"Secret\"\nmetadata: {name: s}\nstringData: {a: Q2FuYXJ5}\n",
    #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"Q2FuYXJ5"}}"#,
    "{\n\"kind\":\n\"Secret\",\n\"metadata\":{\"name\":\"s\"},\n\"data\":{\"a\":\"Q2FuYXJ5\"}}",
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  a: |\n    Q2FuYXJ5\n",
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n"
      + "  metadata: {name: s}\n  data: {a: Q2FuYXJ5}\n",
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  annotations:\n"
      + "    kubectl.kubernetes.io/last-applied-configuration: '{\"data\":{\"a\":\"Q2FuYXJ5\"}}'\n",
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata: Q2FuYXJ5\n",
    // Not YAML as it is read here, so it isn't known what it is.
    "apiVersion: v1\nkind: ConfigMap\nkind: Secret\nmetadata:\n  name: s\ndata:\n  a: Q2FuYXJ5\n",
    "kind: Secret\ndata: [Q2FuYXJ5\n",
  ])
  func theDataOfASecretAreHiddenHoweverItIsWritten(text: String) {
    let found = objects(text)
    #expect(found.count == 1)
    #expect(found.allSatisfy { !$0.manifest.contains("Q2FuYXJ5") })
    #expect(!shown(text).contains("Q2FuYXJ5"), "\(shown(text))")
  }

  @Test func theKeysOfASecretStayAndItsNameDoes() {
    let text = """
      # Source: chart/templates/identity.yaml
      apiVersion: v1
      kind: Secret
      metadata:
        name: linkerd-identity-issuer
        namespace: linkerd
      type: kubernetes.io/tls
      data:
        tls.crt: Q2FuYXJ5
        tls.key: Q2FuYXJ5
      """
    #expect(
      shown(text) == text.replacing("Q2FuYXJ5", with: "‹hidden›"))
  }

  @Test func aPrivateKeyIsMaskedInEveryObject() {
    let body = "MHcCAQEEICanaryCanaryCanaryCanary"
    let text = """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: leak
      data:
        key: |
          -----BEGIN EC PRIVATE KEY-----
          \(body)
          -----END EC PRIVATE KEY-----
        other: text
      """
    #expect(!shown(text).contains(body))
    #expect(objects(text).allSatisfy { !$0.manifest.contains(body) })
    #expect(shown(text).contains("other: text"))
  }

  @Test func whatSteersATerminalIsTakenOut() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: \u{1b}[2Jc\n"
    #expect(shown(text).hasSuffix("  b: c"))
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func absurdNestingOverflowsNothing(opener: String) {
    let deep = "kind: Secret\nspec: " + String(repeating: opener, count: 100_000)
    #expect(objects(deep).map(\.id.name) == [""])
  }
}
