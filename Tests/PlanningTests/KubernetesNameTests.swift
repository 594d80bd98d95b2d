import Planning
import Testing

@Suite struct KubernetesNameTests {
  @Test(arguments: ["a", "payments", "123-abc", "a-b-c", String(repeating: "a", count: 63)])
  func goodNamesAreTaken(name: String) {
    #expect(KubernetesName.problem(inNamespaceName: name) == nil)
  }

  @Test(arguments: [
    ("Direktiv_Services", "Use direktiv-services instead."), ("my ns", "Use my-ns instead."),
    ("shop-", "Use shop instead."), ("-shop", "Use shop instead."), ("a.b", "Use a-b instead."),
    ("---", "Use letters a-z, digits and hyphens, such as my-name."),
    ("größe", "Use letters a-z, digits and hyphens, such as my-name."),
    ("a\u{1b}[2J", "Use a-2j instead."),
  ])
  func badNamesAreRefusedWithARightOne(name: String, remedy: String) {
    let problem = KubernetesName.problem(inNamespaceName: name)
    #expect(problem?.code == "name-invalid")
    #expect(problem?.remedy == remedy)
  }

  @Test func theWordsAreKubernetesOwn() {
    let invalid = KubernetesName.problem(inNamespaceName: "Direktiv_Services")
    #expect(
      invalid?.sentence
        == "“Direktiv_Services”: a lowercase RFC 1123 label must consist of lower case "
        + "alphanumeric characters or '-', and must start and end with an alphanumeric character.")
    let long = KubernetesName.problem(inNamespaceName: String(repeating: "a", count: 64))
    #expect(long?.sentence.contains("must be no more than 63 characters") == true)
    #expect(KubernetesName.problem(inNamespaceName: "")?.code == "name-missing")
  }

  @Test func sentencesHoldNoControlCharacters() {
    for name in ["a\u{1b}[2J", "a\nb", "\u{9b}x"] {
      let problem = KubernetesName.problem(inNamespaceName: name)
      let text = (problem?.sentence ?? "") + (problem?.remedy ?? "")
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
    }
  }

  @Test(arguments: ["cluster.local", "a", "prod.example.com", "1.2.3.4"])
  func dnsNamesAreTrustDomains(name: String) {
    #expect(KubernetesName.problem(inTrustDomain: name) == nil)
  }

  @Test(arguments: [
    ("Cluster.Local", "Use cluster.local instead."),
    ("cluster..local", "Use cluster.local instead."),
    ("cluster.local.", "Use cluster.local instead."), ("a_b.local", "Use a-b.local instead."),
  ])
  func otherTrustDomainsAreRefused(name: String, remedy: String) {
    #expect(KubernetesName.problem(inTrustDomain: name)?.remedy == remedy)
  }

  @Test func aTrustDomainIsNeitherEmptyNorEndless() {
    #expect(KubernetesName.problem(inTrustDomain: "")?.code == "trust-domain-missing")
    let long = Array(repeating: "abcdefghi", count: 26).joined(separator: ".")
    #expect(KubernetesName.problem(inTrustDomain: long)?.code == "trust-domain-too-long")
  }

  @Test func reservedNamespacesSayWhy() {
    for name in KubernetesName.reservedNamespaces + ["mesh"] {
      let reason = KubernetesName.reasonAgainstMeshing(name, controlPlaneNamespace: "mesh")
      #expect(reason?.hasSuffix(".") == true)
      #expect(
        KubernetesName.shortReasonAgainstMeshing(name, controlPlaneNamespace: "mesh") != nil)
    }
    #expect(
      KubernetesName.reasonAgainstMeshing("default", controlPlaneNamespace: "linkerd") == nil)
  }
}
