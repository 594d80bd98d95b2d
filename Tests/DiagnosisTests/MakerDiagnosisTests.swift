import Diagnosis
import Planning
import Testing

/// What step, docker and podman were seen to say, or say by their own source text.
@Suite struct MakerDiagnosisTests {
  private static let image = "docker.io/smallstep/step-cli"
  private static let noticed = "Unable to find image 'smallstep/step-cli:latest' locally\n"
  private static let hint = "\n\nRun 'docker run --help' for more information\n"
  private static let oldHint = ".\nSee 'docker run --help'.\n"
  private static let socket = "unix:///var/run/docker.sock"
  private static let registry = "https://registry-1.docker.io/v2/"

  private static func explain(
    _ tool: ToolName, _ text: String, status: Int32 = 1, output: String = "",
    arguments: [String]? = nil
  ) -> Problem {
    let step = ["certificate", "create", "root.linkerd.cluster.local", "ca.crt", "ca.key"]
    let run = ["run", "--rm", "--entrypoint", "step", image] + step
    return ToolDiagnosis.explain(
      ToolFailure(
        tool: tool, version: nil, arguments: arguments ?? (tool == .docker ? run : step),
        ending: .exited(status), standardOutput: output, standardError: text))
  }

  static let stepTexts: [(String, String)] = [
    ("open ca.key: permission denied", "step-can-not-write"),
    ("open ca.crt failed: permission denied", "step-can-not-write"),
    (
      "error reading information for ca.key: stat ca.key: permission denied", "step-can-not-write"
    ),
    ("open ca.key: read-only file system", "step-can-not-write"),
    ("open /root/.step/contexts.json failed: permission denied", "step-can-not-read"),
    ("error reading \"ca.crt\": permission denied", "step-can-not-read"),
    ("open x/ca.key: no such file or directory", "step-file-missing"),
    ("error reading \"ca.crt\": no such file or directory", "step-file-missing"),
    ("error reading \"ca.key\": no such file or directory", "step-file-missing"),
    (
      "exec: \"step-kms-plugin\": executable file not found in $PATH", "step-file-missing"
    ),
    ("error allocating terminal: open /dev/tty: no such device or address", "file-exists"),
    ("open /dev/tty failed: no such device or address", "file-exists"),
    ("? Would you like to overwrite ca.key [y/n]: ", "file-exists"),
    ("file exists", "file-exists"),
    ("unexpected error on ca.crt: file exists", "file-exists"),
    ("file is a directory", "file-exists"),
    ("unexpected error on ca.crt: file is a directory", "file-exists"),
    (
      "flag '--not-before 2027-01-01T00:00:00Z' is incompatible with flag "
        + "'--not-after 2026-01-01T00:00:00Z'", "step-refuses-times"
    ),
    (
      "invalid value '2020-01-01T00:00:00Z' for flag '--not-after': certificate is already expired",
      "step-refuses-times"
    ),
    ("invalid value 'tomorrow' for flag '--not-after'", "step-refuses-times"),
    ("flag '--no-password' requires the '--insecure' flag", "step-too-old"),
    ("'--profile intermediate-ca' requires the '--ca' flag", "step-too-old"),
    ("flag provided but not defined: -insecure", "step-too-old"),
    (
      "error obtaining home directory, please define environment variable HOME",
      "step-without-home"
    ),
    ("write ca.key: no space left on device", "disk-full"),
    (
      "error parsing ca.crt: error parsing certificate as DER format: x509: malformed certificate",
      "tool-failed"
    ),
    (
      "error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
      "tool-failed"
    ),
    ("Something unexpected happened.", "tool-failed"),
  ]

  @Test(arguments: stepTexts) func stepIsUnderstood(text: String, code: String) {
    let problem = Self.explain(.step, text + "\n")
    #expect(problem.code == code, "\(problem.sentence)")
    Self.expectWhole(problem)
  }

  static let engineTexts: [(String, Int32, String)] = [
    (
      "Cannot connect to the Docker daemon at \(socket). Is the docker daemon running?", 1,
      "engine-not-running"
    ),
    (
      "docker: Cannot connect to the Docker daemon at \(socket). Is the docker daemon running?"
        + oldHint, 125, "engine-not-running"
    ),
    (
      "failed to connect to the docker API at \(socket); check if the path is correct and if the "
        + "daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
      127, "engine-not-running"
    ),
    (
      "permission denied while trying to connect to the Docker daemon socket at \(socket): Get "
        + "\"http://%2Fvar%2Frun%2Fdocker.sock/v1.50/info\": dial unix /var/run/docker.sock: "
        + "connect: permission denied", 1, "engine-refused"
    ),
    (
      "docker: permission denied while trying to connect to the Docker daemon socket at \(socket): "
        + "Head \"http://%2Fvar%2Frun%2Fdocker.sock/_ping\": dial unix: connect: permission denied"
        + hint, 126, "engine-refused"
    ),
    (
      "permission denied while trying to connect to the docker API at \(socket)", 1,
      "engine-refused"
    ),
    (
      "Got permission denied while trying to connect to the Docker daemon socket at \(socket)", 1,
      "engine-refused"
    ),
    (
      "docker: Error response from daemon: No such image: smallstep/step-cli:latest" + hint, 125,
      "image-absent"
    ),
    ("Error: docker.io/smallstep/step-cli: image not known", 125, "image-absent"),
    (
      noticed + "docker: Error response from daemon: Get \"\(registry)\": dial tcp: lookup "
        + "registry-1.docker.io on 127.0.0.53:53: server misbehaving" + hint, 125,
      "image-not-fetched"
    ),
    (
      noticed + "docker: Error response from daemon: Get \"\(registry)\": dial tcp: lookup "
        + "registry-1.docker.io: no such host" + oldHint, 125, "image-not-fetched"
    ),
    (
      noticed + "docker: Error response from daemon: failed to resolve reference "
        + "\"docker.io/smallstep/step-cli:latest\": failed to do request: Head "
        + "\"\(registry)smallstep/step-cli/manifests/latest\": dial tcp: i/o timeout" + hint, 125,
      "image-not-fetched"
    ),
    (noticed + "docker: unexpected EOF" + hint, 125, "image-not-fetched"),
    (
      noticed + "docker: Error response from daemon: pull access denied for smallstep/step-cli, "
        + "repository does not exist or may require 'docker login': denied: requested access to "
        + "the resource is denied" + hint, 125, "image-not-found"
    ),
    (
      "Error: short-name \"smallstep/step-cli\" did not resolve to an alias and no "
        + "unqualified-search registries are defined in \"/etc/containers/registries.conf\"", 125,
      "image-not-found"
    ),
    (
      noticed + "docker: Error response from daemon: toomanyrequests: You have reached your "
        + "unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit" + hint, 125,
      "image-rate-limited"
    ),
    (
      "docker: Error response from daemon: invalid mount config for type \"bind\": bind source path "
        + "does not exist: /nope" + hint, 125, "engine-sees-other-files"
    ),
    ("Error: statfs /nope: no such file or directory", 125, "engine-sees-other-files"),
    (
      "exec: \"step-kms-plugin\": executable file not found in $PATH", 1,
      "engine-sees-other-files"
    ),
    ("docker: invalid spec: /tmp/a:bc:/x:Z: too many colons" + hint, 125, "mount-refused"),
    (
      "invalid argument \"type=bind,src=/tmp/a,b,dst=/x\" for \"--mount\" flag: invalid field 'b' "
        + "must be a key=value pair\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]"
        + hint,
      125, "mount-refused"
    ),
    ("docker: Error response from daemon: invalid mode: /x" + hint, 125, "mount-refused"),
    (
      "docker: Error response from daemon: failed to create task for container: failed to create "
        + "shim task: OCI runtime create failed: runc create failed: unable to start container "
        + "process: error during container init: exec: \"step\": executable file not found in $PATH"
        + ": unknown" + hint, 127, "image-without-step"
    ),
    ("open /home/step/ca.key: permission denied", 1, "container-can-not-write"),
    (
      "error reading information for ca.key: stat ca.key: permission denied", 1,
      "container-can-not-write"
    ),
    (
      "docker: Error response from daemon: error setting label on mount source '/x': operation not "
        + "permitted" + hint, 125, "container-can-not-write"
    ),
    (
      "docker: Error response from daemon: SELinux relabeling of /home is not allowed" + hint, 125,
      "container-can-not-write"
    ),
    ("open /home/step/contexts.json failed: permission denied", 1, "step-can-not-read"),
    (
      "docker: Error response from daemon: unable to find user foo: no matching entries in passwd "
        + "file" + hint, 125, "tool-failed"
    ),
  ]

  @Test(arguments: engineTexts)
  func theEngineIsUnderstood(text: String, status: Int32, code: String) {
    let problem = Self.explain(.docker, text + "\n", status: status)
    #expect(problem.code == code, "\(problem.sentence)")
    Self.expectWhole(problem)
  }

  @Test func podmansGreetingChangesNothing() {
    let greeting =
      "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\n"
    for (text, status, code) in Self.engineTexts {
      #expect(Self.explain(.docker, greeting + text, status: status).code == code, "\(text)")
    }
  }

  @Test func whatDockerSaysIsQuotedAndNotWhereItsHelpIs() {
    let problem = Self.explain(
      .docker,
      Self.noticed + "docker: Error response from daemon: Get \"x\": no such host" + Self.hint)
    #expect(
      problem.sentence
        == "The image docker.io/smallstep/step-cli could not be fetched: Get \"x\": no such host.")
  }

  @Test func aPrintedKeyIsNeverQuoted() {
    let key = "-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----\n"
    for tool in [ToolName.step, .docker] {
      for (text, _) in Self.stepTexts {
        for problem in [
          Self.explain(tool, text + "\n" + key), Self.explain(tool, text, output: key),
          Self.explain(tool, key + text),
        ] {
          #expect(!(problem.sentence + problem.remedy).contains("canary"))
        }
      }
    }
  }

  /// A whole sentence, a remedy, and none of docker's hints.
  private static func expectWhole(_ problem: Problem) {
    #expect(problem.sentence.hasSuffix("."), "\(problem.sentence)")
    #expect(!problem.sentence.contains(": ."), "\(problem.sentence)")
    #expect(!problem.sentence.contains("--help"), "\(problem.sentence)")
    #expect(!problem.sentence.contains("Error response"), "\(problem.sentence)")
    #expect(!problem.remedy.isEmpty)
  }
}
