import Planning
import Testing

/// Where certificates can come from, each with what was found for it.
enum CertificateOrigin: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case step
  case docker
  case dockerRootless = "docker-rootless"
  case dockerOther = "docker-other-image"
  case dockerRemapped = "docker-userns"
  case files
  case filesRepaired = "files-repaired"
  case filesPartlyInPlace = "files-partly-in-place"
  case filesInPlace = "files-in-place"
  case root = "root-elsewhere"
  case rootInPlace = "root-in-place"

  var testDescription: String { rawValue }

  /// What the person answers; `folder` is where own files and the directory are.
  func answer(_ answers: inout CertificateAnswers, in folder: String) {
    answers.directory = folder + "/mesh"
    answers.from = folder + "/pki"
    switch self {
    case .step: answers.source = .step
    case .docker, .dockerRootless, .dockerOther, .dockerRemapped:
      answers.source = .stepInDocker
      if self == .dockerOther { answers.image = "registry.example.com:5000/step:0.28.6" }
    case .files, .filesRepaired, .filesPartlyInPlace, .filesInPlace:
      answers.source = .files
      answers.anchor = "root.pem"
      if self == .filesInPlace { answers.from = answers.directory }
      if self == .filesInPlace { answers.anchor = "ca.crt" }
    case .root, .rootInPlace:
      answers.source = .existingRoot
      if self == .rootInPlace { answers.from = answers.directory }
    }
  }

  /// What was found on the machine and in the files.
  func tune(_ inputs: inout PlanInputs) {
    inputs.step = inputs.answers.certificateSource == .step ? Self.stepTool : nil
    inputs.engine = engine
    inputs.given = inputs.answers.givenCertificates.map(given)
  }

  static let stepTool = Tool(name: .step, path: "/usr/bin/step", version: SemanticVersion(0, 28, 6))
  static let dockerTool = Tool(
    name: .docker, path: "/usr/bin/docker", version: SemanticVersion(28, 2, 2))

  private var engine: ContainerEngine? {
    var engine = ContainerEngine(
      client: Self.dockerTool, version: "Docker 28.2.2", imageID: nil, user: "1000:1000")
    switch self {
    case .docker: break
    case .dockerRootless:
      engine.isRootless = true
      engine.user = "0:0"
    case .dockerOther: engine.version = "Podman 4.9.3"
    case .dockerRemapped: engine.remapsUsers = true
    default: return nil
    }
    return engine
  }

  private func given(_ paths: GivenCertificatePaths) -> GivenCertificates {
    let begin = now.adding(seconds: -Lifetime.year)
    func facts(_ name: String, years: Int64) -> CertificateFacts {
      CertificateFacts(
        name: name, notBefore: begin, notAfter: begin.adding(seconds: years * Lifetime.year),
        fingerprint: String(repeating: "f", count: 64))
    }
    func text(_ file: String, _ content: String) -> NormalisedText {
      NormalisedText(
        file: file,
        text: "-----BEGIN CERTIFICATE-----\n\(content)\n-----END CERTIFICATE-----\n")
    }
    let anchor = facts("My Company's Root", years: 9)
    var given = GivenCertificates(
      files: paths.files.map { GivenFile(path: $0.path, sha256: PlanScriptTests.emptySHA256) },
      anchors: [anchor], normalised: [text("ca.crt", "QU5DSE9S")])
    if paths.issuer == nil {
      given.root = anchor
    } else {
      given.issuer = facts("identity.linkerd.cluster.local", years: 4)
      given.normalised.append(text("issuer.crt", "SVNTVUVS"))
    }
    switch self {
    case .filesRepaired:
      given.repairs = [
        Problem(
          "issuer-trailing-text", severity: .warning,
          "The issuer certificate is followed by text that is no certificate, which Linkerd refuses."
        )
      ]
    case .filesInPlace: given.inPlace = CertificatePlan.neededFiles
    case .filesPartlyInPlace, .rootInPlace: given.inPlace = ["ca.crt"]
    default: break
    }
    return given
  }

  /// The plan of somebody whose certificates come from there.
  func plan(
    helm: Int = 4, in folder: String = "/home/ada",
    answering: (inout Answers) -> Void = { _ in }
  ) throws -> Plan {
    try PlanningTests.plan(
      helm: helm,
      answering: {
        answer(&$0.certificates, in: folder)
        answering(&$0)
      },
      tuning: {
        tune(&$0)
        $0.charts.crds?.sha256 = PlanScriptTests.emptySHA256
        $0.charts.controlPlane.sha256 = PlanScriptTests.emptySHA256
      })
  }
}
