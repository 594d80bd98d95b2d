import Glibc
import Testing

/// The whole install with certificates from each source but the built-in one.
@Suite(.fewAtATime) struct CertificateSourcesTests {
  /// A way to have certificates, and what is set up for it.
  enum Source: Sendable, CustomTestStringConvertible {
    case step(StepChoice)
    /// The engine's kind, as the stand-in knows it; nil is a healthy one that has the image.
    case docker(String?)
    /// Files in every form but Linkerd's own; the Secret is a Secret's, not Helm's.
    case untidyFiles
    case existingRoot

    var testDescription: String {
      switch self {
      case .step(let choice): choice.testDescription
      case .docker(let kind): "step in a container, \(kind ?? "rootful")"
      case .untidyFiles: "untidy files"
      case .existingRoot: "an existing root"
      }
    }

    static var all: [Source] {
      StepChoice.present.map { .step($0) }
        + [.docker(nil), .docker("rootless"), .docker("selinux"), .docker("pulls-image")]
        + [.untidyFiles, .existingRoot]
    }
  }

  @Test(arguments: Source.all)
  func theInstallTakesCertificatesFromEachSource(source: Source) async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    var wizard = WizardProgram(place, on: server)
    let keys = try await prepare(source, place, &wizard)
    try place.write("answers.yaml", "certificates:\n\(keys)" + server.answers())
    let apply = try await Turnstile.shared.pass { [wizard] in
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    #expect(apply.out.contains("Linkerd is running on practice."), "\(apply.out)")
    try await expectSound(source, place)
    let check = try await wizard.run("certificates", "check", "set")
    #expect(check.status == 0, "\(check)")
    let cluster = try await server.kubectl(
      "get", "configmap", "linkerd-identity-trust-roots", "-n", "linkerd",
      "-o", "jsonpath={.data.ca-bundle\\.crt}")
    #expect(
      cluster.out.split(separator: "\n")
        == Folder.text(place.work + "/set/ca.crt").split(separator: "\n"))
  }

  /// The answers' keys of a source, once what it needs is there.
  private func prepare(
    _ source: Source, _ place: Workplace, _ wizard: inout WizardProgram
  ) async throws -> String {
    switch source {
    case .step(let choice):
      try choice.put(in: place)
      return "  source: step\n  directory: set\n"
    case .docker(let kind):
      try StandIns.put("docker", "step", in: place)
      if let kind { wizard.environment["STAND_IN_DOCKER"] = kind }
      return "  source: step-docker\n  directory: set\n"
    case .untidyFiles:
      try await OwnCertificates.make(in: place, folder: "mine")
      try await OwnCertificates.makeUntidy(in: place, folder: "mine")
      return "  source: files\n  from: mine\n  directory: set\n"
    case .existingRoot:
      try await OwnCertificates.make(in: place, folder: "root")
      unlink(place.work + "/root/issuer.crt")
      unlink(place.work + "/root/issuer.key")
      return "  source: existing-root\n  from: root\n  directory: set\n"
    }
  }

  /// The files are Helm's, readable by their owner alone, and fit together; nothing else is left.
  private func expectSound(_ source: Source, _ place: Workplace) async throws {
    let isMade =
      switch source {
      case .step, .docker: true
      case .untidyFiles, .existingRoot: false
      }
    let files = ["ca.crt"] + (isMade ? ["ca.key"] : []) + ["issuer.crt", "issuer.key"]
    #expect(Folder.names(in: place.work + "/set") == files)
    #expect(Folder.mode(place.work + "/set") == 0o700)
    for file in files { #expect(Folder.mode("\(place.work)/set/\(file)") == 0o600, "\(file)") }
    let verified = try await place.run(
      try Tools.find("openssl"),
      ["verify", "-x509_strict", "-CAfile", "set/ca.crt", "set/issuer.crt"])
    #expect(verified.status == 0, "\(verified)")
  }

  @Test func theScriptTakesCertificatesFromStep() async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    let wizard = WizardProgram(place, on: server)
    try StandIns.put("step", in: place)
    try place.write(
      "answers.yaml",
      "certificates:\n  source: step\n  directory: set\n"
        + server.answers(controlPlane: "  issuerKey: secret\n"))
    let script = try await wizard.run("plan", "--answers", "answers.yaml", "--format", "script")
    let file = try place.write("install.sh", script.out)
    let result = try await Turnstile.shared.pass {
      try await place.run("/bin/sh", [file], environment: ["KUBECONFIG": server.kubeconfig])
    }
    #expect(result.status == 0, "\(result)")
    #expect(result.out.contains("Linkerd is installed."))
    let secret = try await server.kubectl(
      "get", "secret", "linkerd-identity-issuer", "-n", "linkerd", "-o", "jsonpath={.type}")
    #expect(secret.out == "kubernetes.io/tls")
  }

  @Test(arguments: ["helm", "secret"])
  func anIssuerThatIsThereStopsTheRunBeforeAnythingChanges(delivery: String) async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    let wizard = WizardProgram(place, on: server)
    try await OwnCertificates.make(in: place, folder: "theirs")
    _ = try await server.kubectl("create", "namespace", "linkerd")
    let theirs = try await server.kubectl(
      "create", "secret", "tls", "linkerd-identity-issuer", "--namespace", "linkerd",
      "--cert=\(place.work)/theirs/issuer.crt", "--key=\(place.work)/theirs/issuer.key")
    try #require(theirs.status == 0, "\(theirs)")
    let before = try await server.snapshot()
    try place.write("answers.yaml", server.answers(controlPlane: "  issuerKey: \(delivery)\n"))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 1, "\(apply)")
    #expect(apply.err.contains("holds an issuer already, the Secret linkerd-identity-issuer"))
    #expect(apply.err.contains("delete secret linkerd-identity-issuer --namespace linkerd"))
    #expect(try await server.snapshot() == before)
    #expect(Folder.names(in: place.work) == ["answers.yaml", "theirs"])
  }
}
