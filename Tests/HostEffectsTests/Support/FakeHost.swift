import Glibc
import Planning
import Synchronization
import Testing
import Wizard

@testable import HostEffects

/// A host with a private PATH, on which kubectl and Helm are scripts that note their arguments.
final class FakeHost: Sendable {
  let folder: TemporaryFolder
  let mailbox: Mailbox<Event>
  let interpreter: EffectInterpreter
  let kubectl: Tool
  let helm: Tool
  static let now = Instant(secondsSince1970: 1_795_212_000)

  /// Makes the host; the two bodies are `case` branches over "$*", the arguments in one line.
  ///
  /// What no branch knows ends with status 97, so that an unexpected call fails loudly.
  init(
    kubectl: String = "", helm: String = "",
    helmVersion: SemanticVersion = SemanticVersion(4, 1, 4),
    kubeconfig: String? = nil, fetchTimeout: Int = 60, probeTimeout: Int = 60,
    writeCertificates: @escaping EffectInterpreter.CertificateWriting = { _, _ in [] }
  ) throws {
    folder = try TemporaryFolder()
    let path = folder.path
    for (name, body) in [("kubectl", kubectl), ("helm", helm)] {
      try folder.script(
        name,
        """
        echo "\(name) $*" >> \(path)/trace
        here=\(path)
        case "$*" in
        \(body)
        *) echo "unexpected: $*" >&2; exit 97;;
        esac
        """)
    }
    mailbox = try Mailbox()
    let environment = [
      "PATH": "\(path):/usr/bin:/bin", "HOME": path, "XDG_STATE_HOME": "\(path)/state",
      "XDG_CACHE_HOME": "\(path)/cache", "HELM_NAMESPACE": "wrong", "KUBECONFIG": "\(path)/config",
    ]
    interpreter = EffectInterpreter(
      settings: HostSettings(
        environment: environment, folders: WizardFolders(environment: environment, working: path),
        kubeconfig: kubeconfig, probeTimeout: probeTimeout, fetchTimeout: fetchTimeout,
        patience: StopPatience(afterInterrupt: .seconds(2), afterTerminate: .milliseconds(500)),
        proofPatience: 0, clock: { Self.now }),
      mailbox: mailbox, writeCertificates: writeCertificates)
    self.kubectl = Tool(
      name: .kubectl, path: "\(path)/kubectl", version: SemanticVersion(1, 33, 0))
    self.helm = Tool(name: .helm, path: "\(path)/helm", version: helmVersion)
  }

  var target: ProbeTarget { ProbeTarget(context: "demo", kubectl: kubectl, helm: helm) }

  /// What was called so far, a line for each call, in alphabetical order because calls run side by side.
  var trace: [String] { folder.text("trace").split(separator: "\n").map(String.init).sorted() }

  /// Has an effect carried out and gives back its reports, the final one last.
  func reports(of effect: Effect, id: Int = 1) async -> [HostReport] {
    interpreter.start(EffectRequest(id: EffectID(id), effect: effect))
    return await reports(id: id)
  }

  /// Waits for the final report of an effect.
  func reports(id: Int = 1) async -> [HostReport] {
    let reports = Mutex<[HostReport]>([])
    let complete = await eventually {
      for event in mailbox.drain() {
        if case .host(EffectID(id), let report) = event { reports.withLock { $0.append(report) } }
      }
      return reports.withLock { $0.last?.isFinal ?? false }
    }
    if !complete { Issue.record("no final report came") }
    return reports.withLock { $0 }
  }

  /// Has an effect carried out and gives back its final report.
  func report(of effect: Effect) async -> HostReport? { await reports(of: effect).last }
}

/// A `case` branch that prints a text and ends with a status.
func branch(_ pattern: String, prints text: String = "", errors: String = "", status: Int = 0)
  -> String
{
  """
  \(pattern))
  cat <<'__END__'
  \(text)
  __END__
  \(errors.isEmpty ? "" : "echo '\(errors)' >&2")
  exit \(status);;

  """
}
