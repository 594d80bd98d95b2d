import ArgumentParser
import Glibc
import HostEffects
import Planning
import PracticeCluster
import Wizard

/// Opens the wizard on the practice cluster, or only serves it.
struct PracticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practice",
    abstract: "Rehearse the install on a practice cluster on this machine.",
    discussion: """
      A Kubernetes API, a chart repository and a registry (oci://) with the same charts on \
      127.0.0.1, for real kubectl and Helm. Nothing \
      outside is touched: kubeconfig, Helm's settings and the certificates live in a folder of \
      their own. The cluster is gone when the program ends; the folder of a rehearsal stays, and \
      the closing page names it.

      Scenarios:
      \(Scenario.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))
      """)

  @Option(name: .long, help: "The situation that the cluster starts in.")
  var scenario = Scenario.ready

  @Flag(
    name: .long,
    help: "Only serve: print KUBECONFIG=…, CHARTS=… and OCI=…, and run until told to end.")
  var serve = false

  @Option(name: .long, help: "An answers file to start from.")
  var answers: String?

  @OptionGroup var display: DisplayOptions

  func run() throws {
    if !serve { try FrontEnd.requireTerminal() }
    let surroundings = try PracticeSurroundings.make()
    let options = PracticeOptions(scenario: scenario)
    let directory = surroundings.directory
    let cluster: PracticeCluster
    do {
      cluster = try Blocking.wait(throwing: {
        try await PracticeCluster.start(options, directory: directory)
      })
    } catch {
      throw UserError(.unavailable, lines: ["The practice cluster could not be started: \(error)"])
    }
    if serve {
      try self.serve(cluster)
      surroundings.remove(with: cluster)
    } else {
      defer { Blocking.wait { await cluster.stop() } }
      let launch = try Launch(
        answers: answers, practice: surroundings.serving(cluster))
      try FrontEnd.run(launch, display: display)
    }
  }

  private func serve(_ cluster: PracticeCluster) throws {
    let signals = try StopSignals()
    Terminal.print("KUBECONFIG=\(cluster.kubeconfigPath)")
    Terminal.print("CHARTS=\(cluster.chartsURL)")
    Terminal.print("OCI=\(cluster.registryURL)")
    signals.wait()
    Blocking.wait { await cluster.stop() }
  }
}

extension Scenario: ExpressibleByArgument {}
