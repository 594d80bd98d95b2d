import Diagnosis
import Planning
import Testing

@Suite struct NamespaceRulesTests {
  @Test(arguments: KubernetesName.reservedNamespaces + ["mesh"])
  func systemNamespacesCannotBeChosenAndSayWhy(name: String) {
    let verdict = NamespaceRules.verdict(
      NamespaceFact(name: name), controlPlaneNamespace: "mesh")
    #expect(!verdict.canBeChosen)
    #expect(verdict.refusal?.hasSuffix(".") == true)
    #expect(!verdict.stateText.isEmpty)
  }

  @Test func theDrawnStates() {
    func state(_ fact: NamespaceFact) -> String {
      NamespaceRules.verdict(fact, controlPlaneNamespace: "linkerd").stateText
    }
    #expect(state(NamespaceFact(name: "shop", pods: 12)) == "off")
    #expect(
      state(NamespaceFact(name: "web", pods: 5, meshedPods: 5, injectAnnotation: "enabled"))
        == "on already")
    #expect(
      state(NamespaceFact(name: "web", pods: 5, meshedPods: 2, injectAnnotation: "enabled"))
        == "on, 2 of 5 pods")
    #expect(state(NamespaceFact(name: "x", injectAnnotation: "disabled")) == "off (disabled)")
    #expect(state(NamespaceFact(name: "x", injectAnnotation: "true")) == "off (unknown value)")
    #expect(state(NamespaceFact(name: "kube-system", pods: 8)) == "system, not offered")
    #expect(state(NamespaceFact(name: "x", isTerminating: true)) == "being deleted")
  }

  @Test func aDyingNamespaceCannotBeChosen() {
    let verdict = NamespaceRules.verdict(
      NamespaceFact(name: "x", isTerminating: true), controlPlaneNamespace: "linkerd")
    #expect(!verdict.canBeChosen)
  }

  @Test func meshedMeansAnnotatedAndAllPodsHaveAProxy() {
    func isMeshed(_ fact: NamespaceFact) -> Bool {
      NamespaceRules.verdict(fact, controlPlaneNamespace: "linkerd").isMeshedAlready
    }
    #expect(isMeshed(NamespaceFact(name: "a", pods: 2, meshedPods: 2, injectAnnotation: "enabled")))
    #expect(isMeshed(NamespaceFact(name: "a", pods: 0, injectAnnotation: "ingress")))
    #expect(
      !isMeshed(NamespaceFact(name: "a", pods: 2, meshedPods: 1, injectAnnotation: "enabled")))
    #expect(!isMeshed(NamespaceFact(name: "a", pods: 2, meshedPods: 2)))
  }

  @Test func presetsNameOnlyNamespacesThatCanBeMeshed() {
    #expect(NamespacePresets.all.map(\.id) == ["direktiv", "direktiv-before-0.8"])
    #expect(NamespacePresets.direktiv.namespaces.map(\.name) == ["direktiv"])
    #expect(
      NamespacePresets.direktivBefore08.namespaces.map(\.name) == [
        "default", "postgres", "knative-serving", "direktiv-services-direktiv",
      ])
    #expect(NamespacePresets.direktivBefore08.offered == ["direktiv"])
    for preset in NamespacePresets.all {
      #expect(!preset.note.isEmpty)
      for name in preset.namespaces.map(\.name) + preset.offered {
        #expect(KubernetesName.problem(inNamespaceName: name) == nil)
        #expect(
          KubernetesName.reasonAgainstMeshing(name, controlPlaneNamespace: "linkerd") == nil)
      }
    }
  }
}
