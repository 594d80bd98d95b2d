import Diagnosis
import Glibc
import MeshCertificates
package import Planning
package import Wizard

extension EffectInterpreter {
  /// The contexts of the kubeconfig, with the hash of each cluster's CA.
  func readContexts() async throws -> KubeContexts {
    let kubectl = try kubectlForConfig()
    async let view = runner.json(Kubeconfig.self, kubectl, ["config", "view", "-o", "json"])
    // `config view` hides the CA with the secrets; this prints the CA and no secret.
    let template =
      #"jsonpath={range .clusters[*]}{.name}{"\t"}{.cluster.certificate-authority-data}{"\n"}{end}"#
    async let authorities = runner.run(kubectl, ["config", "view", "--raw", "-o", template])
    let data = Self.authorities(await authorities)
    let config = try await view
    let contexts = config.contexts.map { name, context in
      let cluster = context.cluster.flatMap { config.clusters[$0] }
      let authority = context.cluster.flatMap { data[$0] } ?? cluster?.certificateAuthority
      return KubeContext(
        name: name, server: cluster?.server ?? "",
        authority: authority.map { FileDigest.of($0.utf8) },
        credentialsHelper: config.helper(of: name).map {
          CredentialsHelper(
            command: $0.command ?? "", user: context.user ?? "",
            mode: $0.interactiveMode.flatMap(CredentialsHelper.Mode.init(rawValue:)) ?? .ifAvailable
          )
        })
    }
    return KubeContexts(contexts: contexts, current: config.currentContext)
  }

  private func kubectlForConfig() throws -> Tool {
    let path = try path(of: .kubectl)
    return Tool(name: .kubectl, path: path, version: SemanticVersion(0, 0, 0))
  }

  private static func authorities(_ output: CollectedOutput) -> [String: String] {
    guard output.outcome.succeeded else { return [:] }
    var authorities: [String: String] = [:]
    for line in String(decoding: output.standardOutput, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if parts.count == 2 { authorities[String(parts[0])] = String(parts[1]) }
    }
    return authorities
  }

  /// A program's absolute path and version.
  func locate(_ name: ToolName) async throws -> Tool {
    let path = try path(of: name)
    let unknown = Tool(name: name, path: path, version: SemanticVersion(0, 0, 0))
    let arguments =
      switch name {
      case .kubectl: ["version", "--client", "-o", "json"]
      case .helm: ["version", "--template", "{{.Version}}"]
      case .step: ["--version"]
      case .docker: ["--version"]
      }
    let answer = try await runner.bytes(unknown, arguments)
    let version =
      switch name {
      case .kubectl: VersionText.kubectl(from: answer)
      case .helm: VersionText.helm(from: answer)
      case .step: VersionText.step(from: answer)
      case .docker: VersionText.docker(from: answer)
      }
    guard let version else {
      let beginning = LineSplitter.lines(of: Array(answer.prefix(200))).first ?? ""
      throw Problem(
        "\(name.rawValue)-version-unreadable",
        "\(path) doesn't say which version it is; it printed \"\(beginning)\".",
        remedy: "Check that it is the \(name.rawValue) that you mean.")
    }
    return Tool(name: name, path: path, version: version)
  }

  private func path(of name: ToolName) throws(Problem) -> String {
    switch ToolLocator.find(name.rawValue, path: settings.environment["PATH"]) {
    case .found(let path): return path
    case .notExecutable(let path):
      throw Problem(
        "\(name.rawValue)-not-executable", "\(path) is there, but may not be run.",
        remedy: "Make it executable: chmod +x \(path)")
    case .absent:
      let remedy =
        switch name {
        case .kubectl: "Install it (https://kubernetes.io/docs/tasks/tools/), then check again."
        case .helm: "Install it (https://helm.sh/docs/intro/install/), then check again."
        case .step:
          "Install it (https://smallstep.com/docs/step-cli/installation/), or choose another source."
        case .docker:
          "Install an engine (https://docs.docker.com/engine/install/), or choose another source."
        }
      throw Problem(
        "\(name.rawValue)-missing", "No \(name.rawValue) was found on PATH.", remedy: remedy)
    }
  }

  /// The hashes of the values files that the user gave, once each can be read as such.
  func hash(_ paths: [String]) throws -> [GivenFile] { try paths.map(ValuesFile.inspect) }

  /// Helm's own repositories.
  func repositories(_ helm: Tool) async throws -> [HelmRepository] {
    let arguments = ["repo", "list", "-o", "json"]
    let output = await runner.run(helm, arguments)
    let entries: [ListedRepository]
    do { entries = try ListedRepository.list(output) } catch {
      guard output.outcome.succeeded else { throw runner.problem(of: output, helm, arguments) }
      throw ToolRunner.unreadable(helm, error.beginning)
    }
    return entries.map { HelmRepository(name: $0.name, url: $0.url) }
  }

  /// Hands the terminal to one kubectl call that makes a credentials helper ask; blocks until it ends.
  ///
  /// To be called on the thread that owns the terminal, with the terminal in its ordinary state.
  package func signIn(_ target: ProbeTarget) -> Problem? {
    let program = signInProgram(target)
    let outcome = ForegroundProcess.run(program)
    return outcome.succeeded ? nil : signInProblem(outcome, target)
  }

  private func signInProgram(_ target: ProbeTarget) -> ChildProgram {
    ChildProgram(
      path: target.kubectl.path, arguments: SignIn.arguments(context: target.context),
      environment: runner.environment())
  }

  private func signInProblem(_ outcome: ProcessOutcome, _ target: ProbeTarget) -> Problem {
    let command = SignIn.command(context: target.context, kubeconfig: settings.kubeconfig)
    switch outcome.ending {
    case .signalled(SIGINT), .exited(128 + SIGINT): return SignIn.stopped()
    case .exited(let status): return SignIn.failed("with exit status \(status)", command: command)
    case .signalled(let signal): return SignIn.failed("by signal \(signal)", command: command)
    case .notFound, .notExecutable, .notStarted:
      return ToolDiagnosis.explain(
        ToolFailure(
          tool: .kubectl, version: target.kubectl.version,
          arguments: signInProgram(target).arguments,
          ending: ToolRunner.ending(outcome, timeout: 0), standardOutput: "", standardError: ""))
    }
  }
}

extension DirectoryFact {
  /// What stands at a path, found without changing anything.
  init(inspecting path: String) {
    let state: State =
      switch DirectoryInspection.inspect(path) {
      case .new: .new
      case .usable: .usable
      case .holdsCertificates(let files): .holdsCertificates(files)
      case .notADirectory: .notADirectory
      case .notWritable(let reason): .notWritable(reason)
      case .writableByOthers: .writableByOthers
      }
    self.init(path: path, state: state)
  }
}
