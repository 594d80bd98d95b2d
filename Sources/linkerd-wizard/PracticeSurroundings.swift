import Glibc
import HostEffects
import Planning
import PracticeCluster
import Wizard

/// The folder in which a rehearsal lives, so that nothing of the user's is touched.
struct PracticeSurroundings {
  /// Absolute, mode 0700.
  var directory: String
  private var kubeconfig = ""
  private var edgeRepository = ""
  private var stableRepository = ""

  /// Makes a folder below the system's folder for temporary files.
  ///
  /// Throws `UserError` where that can't be done.
  static func make() throws -> PracticeSurroundings {
    let base = Terminal.variable("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(base)/linkerd-wizard-practice-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw UserError(
        .unavailable,
        lines: [
          "No folder for the practice cluster could be made in \(base): "
            + String(cString: strerror(errno)) + ".",
          "  Set TMPDIR to a folder that you can write to.",
        ])
    }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    return PracticeSurroundings(directory: path)
  }

  private init(directory: String) { self.directory = directory }

  /// The same folder, with the cluster that now serves from it.
  func serving(_ cluster: PracticeCluster) -> PracticeSurroundings {
    var copy = self
    copy.kubeconfig = cluster.kubeconfigPath
    copy.edgeRepository = cluster.chartsURL
    copy.stableRepository = cluster.server + "/charts/stable"
    return copy
  }

  /// Points every child to the practice cluster and keeps Helm's settings in the folder.
  func adjust(_ settings: inout HostSettings) {
    settings.kubeconfig = kubeconfig
    settings.environment["KUBECONFIG"] = kubeconfig
    for (name, folder) in [
      "HELM_CONFIG_HOME": "helm/config", "HELM_CACHE_HOME": "helm/cache",
      "HELM_DATA_HOME": "helm/data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
      "KUBECACHEDIR": "kube-cache",
    ] {
      settings.environment[name] = "\(directory)/\(folder)"
    }
    for name in ["HELM_REPOSITORY_CONFIG", "HELM_REPOSITORY_CACHE", "HELM_REGISTRY_CONFIG"] {
      settings.environment[name] = nil
    }
    settings.environment["PATH"] = pathWithPracticeTools(settings)
    settings.folders = WizardFolders(
      environment: settings.environment, working: settings.folders.working)
  }

  /// Gives the wizard the practice cluster's repositories and a place for certificates.
  func adjust(_ options: inout LaunchOptions, _ answers: inout Answers, wasGiven: Bool) {
    options.isPractice = true
    options.edgeRepository = edgeRepository
    options.stableRepository = stableRepository
    if !wasGiven { answers.certificates.directory = "\(directory)/linkerd-certificates" }
  }

  /// Removes the folder with the cluster's kubeconfig, unless something else is in it.
  func remove(with cluster: PracticeCluster) {
    unlink(cluster.kubeconfigPath)
    rmdir(directory)
  }

  /// PATH with the tools of the set-up at its end, so that real ones come first.
  private func pathWithPracticeTools(_ settings: HostSettings) -> String {
    let data =
      settings.environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(settings.folders.home)/.local/share"
    let path = settings.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return "\(path):\(data)/linkerd-wizard/tools/bin"
  }
}
