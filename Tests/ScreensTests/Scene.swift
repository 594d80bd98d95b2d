import Diagnosis
import Planning
import TestSupport
import Wizard

/// A named state of the wizard, reached by events as a person would reach it.
struct Scene: Sendable {
  let name: String
  let state: WizardState

  /// Makes a scene from what happens to a wizard that has just started.
  init(
    _ name: String, answers: Answers = Answers(), options: LaunchOptions = WizardFixture.options,
    _ play: (inout WizardFixture) -> Void
  ) {
    var wizard = WizardFixture(answers: answers, options: options)
    play(&wizard)
    self.name = name
    state = wizard.state
  }

  static let all =
    cluster + certificates + controlPlane + namespaces + review + install + closing
    + dialogs

  static let cluster = [
    Scene("cluster-starting") { $0.wait(seconds: 2) },
    Scene("cluster-ready") { $0.settle() },
    Scene("cluster-clocks-running") { wizard in
      wizard.settle()
      wizard.user(.checksRepeated)
      wizard.settle(except: .clocks)
      wizard.wait(seconds: 3)
    },
    Scene("cluster-practice", options: practice) { $0.settle() },
    Scene("cluster-unreachable") { wizard in
      wizard.settle(except: ClusterProbe.allCases)
      let problem = Problem(
        "api-unreachable", "The server https://127.0.0.1:6443 refuses the connection.",
        remedy: "See that the cluster runs, or choose another context. kubectl --context "
          + "kind-demo get nodes asks it the same.")
      wizard.failProbes(problem)
    },
    Scene("cluster-unreachable-next") { wizard in
      wizard.settle(except: ClusterProbe.allCases)
      wizard.failProbes(
        Problem("api-unreachable", "It refuses the connection.", remedy: "Start it."))
      wizard.user(.focused(.button(.next)))
    },
    Scene("cluster-linkerd-there") { wizard in
      wizard.findLinkerd()
      wizard.user(.focused(.list(.checks)), .moved(rows: 4))
    },
    Scene("cluster-linkerd-upgraded") { wizard in
      wizard.findLinkerd()
      wizard.user(.answered(.existing, "upgrade"), .focused(.field(.existing)))
    },
    Scene("closing-of-an-upgrade") { wizard in
      wizard.findLinkerd()
      wizard.user(.answered(.existing, "upgrade"))
      wizard.startRun()
      while wizard.finishItem() {}
    },
    Scene("certificates-of-an-upgrade") { wizard in
      wizard.findLinkerd()
      wizard.user(.answered(.existing, "upgrade"), .buttonPressed(.next))
    },
    Scene("cluster-sign-in") { wizard in
      wizard.settle(except: ClusterProbe.allCases)
      var context = WizardFixture.context
      context.credentialsHelper = CredentialsHelper(command: "aws", mode: .ifAvailable)
      wizard.state.facts.contexts = .known(KubeContexts(contexts: [context], current: context.name))
      wizard.failProbes(
        Problem(
          "credentials-wanted", "The credentials helper aws wants to ask you something.",
          remedy: "Press Sign in: the wizard gives it the terminal and comes back."))
    },
  ]

  static let certificates = [
    Scene("certificates-ready") { $0.advance(to: .certificates) },
    Scene("certificates-issuer-too-long") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.focused(.field(.issuerValidity)), .erasedToStart)
      wizard.type("90000h")
      wizard.user(.focusMovedForward)
      wizard.user(.focused(.field(.anchorValidity)), .movedSideways(-1))
    },
    Scene("certificates-exist") { wizard in
      wizard.advance(to: .certificates)
      let fact = DirectoryFact(
        path: "/home/ada/mesh/linkerd-certificates",
        state: .holdsCertificates(["ca.crt", "ca.key"]))
      wizard.state.facts.directory = .known(fact)
      wizard.user(.focused(.button(.next)))
    },
    Scene("certificates-long-path") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.focused(.field(.certificateDirectory)), .erasedToStart)
      wizard.type("/srv/very/long/path/that/does/not/fit/into/the/field/of/a/terminal/at/all/ca")
    },
    Scene("certificates-step") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, "step"))
      wizard.settle()
    },
    Scene("certificates-no-engine") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, "step-docker"))
      wizard.report(
        .engine(
          .failure(
            Problem(
              "engine-not-running", "No container engine answers behind docker.",
              remedy: "Start it (sudo systemctl start docker), or choose another source."))),
        to: { if case .inspectEngine = $0 { true } else { false } })
    },
    Scene("certificates-files") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, "files"))
      wizard.settle()
      wizard.user(.focused(.field(.givenIssuer)))
    },
    Scene("certificates-files-refused") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, "files"))
      wizard.report(
        .givenCertificates(
          .success(
            GivenCertificates(
              files: [],
              problems: [
                FieldProblem(
                  .givenIssuerKey,
                  Problem(
                    "issuer-key-mismatch",
                    "The issuer's key doesn't belong to its certificate: the two come from "
                      + "different runs.",
                    remedy: "Give the key that was made together with the certificate."))
              ]))), to: { if case .readCertificates = $0 { true } else { false } })
    },
    Scene("certificates-existing-root") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.answered(.certificateSource, "existing-root"))
      wizard.settle()
    },
  ]

  static let controlPlane = [
    Scene("control-plane-ready") { $0.advance(to: .controlPlane) },
    Scene("control-plane-gateway-api") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.user(.focused(.field(.gatewayAPI)))
    },
    Scene("control-plane-openshift") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.state.facts.network = .known(ClusterNetwork(isOpenShift: true))
      wizard.user(.focused(.field(.podNetwork)))
    },
    Scene("control-plane-stable") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.user(.movedSideways(1))
      wizard.settle()
    },
    Scene("control-plane-own-place") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.user(.movedSideways(-1), .moved(rows: 1))
      wizard.settle()
    },
    Scene("control-plane-reading-versions") { wizard in
      wizard.advance(to: .certificates)
      wizard.user(.buttonPressed(.next))
      wizard.wait(seconds: 4)
    },
    Scene("control-plane-bad-wait") { wizard in
      wizard.advance(to: .controlPlane)
      wizard.user(.focused(.field(.wait)), .erasedToStart)
      wizard.type("5")
      wizard.user(.focused(.button(.next)))
    },
  ]

  static let namespaces = [
    Scene("namespaces-none") { $0.advance(to: .namespaces) },
    Scene("namespaces-chosen") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.namespaceToggled("direktiv"), .namespaceToggled("shop"))
      wizard.user(.namespaceAdded("payments"), .moved(rows: 3))
    },
    Scene("namespaces-restart") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.namespaceToggled("shop"), .namespaceToggled("direktiv"), .restartToggled)
      wizard.settle()
      wizard.user(.workloadToggled("shop/deployment/cart"))
    },
    Scene("namespaces-filter") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.filterOpened)
      wizard.type("kube")
    },
    Scene("namespaces-filter-empty") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.filterOpened)
      wizard.type("zzz")
    },
    Scene("namespaces-thousand") { wizard in
      wizard.advance(to: .namespaces)
      let many = (0..<1000).map { NamespaceFact(name: "team-\(1000 + $0)", pods: $0 % 30) }
      wizard.state.facts.namespaces = .known(NamespaceIndex(many))
      wizard.user(.moved(rows: 500), .toggled)
    },
  ]

  static let review = [
    Scene("review-ready") { wizard in
      wizard.chooseNamespaces()
      wizard.advance(to: .review)
      wizard.user(.moved(rows: 4))
    },
    Scene("review-last-item") { wizard in
      wizard.chooseNamespaces()
      wizard.advance(to: .review)
      wizard.user(.movedToEnd)
    },
    Scene("review-install-button") { wizard in
      wizard.advance(to: .review)
      wizard.user(.focused(.button(.install)))
    },
    Scene("review-fetching-charts") { wizard in
      wizard.advance(to: .namespaces)
      wizard.user(.buttonPressed(.next))
    },
  ]

  static let install = [
    Scene("install-beginning") { wizard in
      wizard.chooseNamespaces()
      wizard.advance(to: .review)
      wizard.user(.buttonPressed(.install))
    },
    Scene("install-control-plane") { $0.playToControlPlane() },
    Scene("install-scrolled-find") { wizard in
      wizard.playToControlPlane()
      wizard.output((1...60).map { "line \($0) of what helm says about the pods" })
      wizard.user(.findOpened)
      wizard.type("pod")
      wizard.user(.activated)
    },
    Scene("install-reason") { $0.playToReason() },
    Scene("install-failed") { $0.playToFailure() },
    Scene("install-failed-reason") { wizard in
      wizard.playToReason()
      wizard.output(["Error: context deadline exceeded"])
      wizard.finishItem(.failed(Problem("pods-not-ready", "Helm says no more."), .none))
    },
    Scene("install-failed-output") { wizard in
      wizard.playToFailure()
      wizard.user(.focused(.list(.output)))
    },
    Scene("install-stopping") { wizard in
      wizard.playToControlPlane()
      wizard.user(.stopAnswered(.afterThisCommand))
    },
  ]

  static let closing = [
    Scene("closing-files") { wizard in
      wizard.playToEnd()
      wizard.user(.movedToEnd)
    },
    Scene("closing-installed") { $0.playToEnd() },
    Scene("closing-installed-no-namespaces") { wizard in
      wizard.startRun()
      while wizard.finishItem() {}
      wizard.user(.focused(.button(.finish)))
    },
    Scene("closing-installed-practice", options: practice) { $0.playToEnd() },
    Scene("closing-stopped") { wizard in
      wizard.playToControlPlane()
      wizard.user(.stopAnswered(.now))
      wizard.finishItem(.cancelled)
    },
  ]

  static let practice: LaunchOptions = {
    var options = WizardFixture.options
    options.isPractice = true
    return options
  }()
}
