import ArgumentParser
import HostEffects
import Planning
import Wizard

/// Opens the wizard on the cluster of the kubeconfig.
struct WizardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wizard",
    abstract: "Open the wizard. This is what runs without a subcommand.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var display: DisplayOptions

  @Option(
    name: .long,
    help: "An answers file to start from; - is standard input, but then nothing can be typed.")
  var answers: String?

  /// The lines of its own help that tell its options, for the program's help to show them too.
  static var optionLines: [String] {
    let lines = helpMessage(columns: 80).split(
      separator: "\n", omittingEmptySubsequences: false)
    let options = lines.drop { $0 != "OPTIONS:" }.dropFirst().prefix { !$0.isEmpty }
    return options.prefix { !$0.hasPrefix("  -h, --help") && !$0.hasPrefix("  --version") }
      .map(String.init)
  }

  func run() throws {
    var launch = try Launch(
      kubeconfig: cluster.kubeconfig, context: cluster.context, answers: answers)
    launch.state.options.goal = .install(offers: true)
    try FrontEnd.run(launch, display: display)
  }
}

/// Which cluster is meant.
struct ClusterOptions: ParsableArguments {
  @Option(name: .long, help: "The kubeconfig file, instead of KUBECONFIG or ~/.kube/config.")
  var kubeconfig: String?

  @Option(name: .long, help: "The kubeconfig's context, instead of the current one.")
  var context: String?

  /// The settings of this process, with that kubeconfig.
  var settings: HostSettings {
    var settings = HostSettings.ofThisProcess(kubeconfig: nil)
    settings.kubeconfig = kubeconfig.map {
      PathText.absolute($0, paths: settings.folders.hostPaths)
    }
    return settings
  }
}

/// How the screens are shown.
struct DisplayOptions: ParsableArguments {
  @Flag(name: .long, help: "Ask as numbered questions, line by line, without moving the cursor.")
  var plain = false
}
