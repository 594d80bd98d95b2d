/// The commands by which step makes what a recipe says, on this machine or in a container.
///
/// Profiles and flags are the recipe's own (smallstep/cli command/certificate/create.go). The moments
/// are those of the plan, so that the chart's values are known before the keys exist. Nothing is
/// there to be overwritten, so step has nothing to ask.
struct StepCommands {
  let plan: CertificatePlan

  /// Seconds for making a pair of keys and a certificate.
  static let timeout = 60
  /// Seconds for the same where an image may have to be fetched first.
  static let timeoutWithImage = 600
  /// Where a container sees the staging directory; the home of the image's own user.
  static let folderInContainer = "/home/step"

  /// In the certificates' directory, which is private already.
  var staging: String { plan.path(of: ".staging") }

  /// step on PATH.
  ///
  /// step reads settings from STEPPATH, which could change what is made: it gets one where nothing is.
  func run(by step: Tool) -> StagedMaking {
    StagedMaking(
      staging: staging,
      commands: arguments(folder: staging).map {
        Command(
          tool: step, arguments: $0, environment: ["STEPPATH": staging + "/.step"],
          timeout: Self.timeout)
      })
  }

  /// step in a container of that image, as the present user and without a network.
  ///
  /// `--mount` refuses a folder that the engine doesn't have, where `--volume` would make one; its
  /// value is CSV. Without labels SELinux lets the container write there, and relabels nothing. An
  /// image that is there runs by its own name, so that nothing takes its place after Review.
  func run(in image: String, of engine: ContainerEngine) -> StagedMaking {
    let folder = Self.folderInContainer
    let source = HelmValue.listEntry("src=\(staging)")
    let container =
      ["run", "--rm", "--pull", engine.imageID == nil ? "missing" : "never", "--network", "none"]
      + ["--user", engine.user]
      + (engine.remapsUsers ? ["--userns", "host"] : [])
      + [
        "--security-opt", "label=disable", "--mount", "type=bind,\(source),dst=\(folder)",
        "--workdir", folder, "--env", "HOME=\(folder)", "--env", "STEPPATH=\(folder)/.step",
        "--entrypoint", "step", engine.imageID ?? image,
      ]
    return StagedMaking(
      staging: staging,
      commands: arguments(folder: folder).map {
        Command(
          tool: engine.client, arguments: container + $0, timeout: Self.timeoutWithImage)
      }, image: image)
  }

  private func arguments(folder: String) -> [[String]] {
    func path(_ file: String) -> String { folder + "/" + file }
    let unencrypted = ["--no-password", "--insecure"]
    func life(until end: Instant) -> [String] {
      ["--not-before", plan.notBefore.iso8601, "--not-after", end.iso8601]
    }
    let create = ["certificate", "create"]
    let anchor = [path(CertificatePlan.anchorCertificateFile), path(CertificatePlan.anchorKeyFile)]
    let issuer = [path(CertificatePlan.issuerCertificateFile), path(CertificatePlan.issuerKeyFile)]
    return [
      create + [plan.anchorName] + anchor + ["--profile", "root-ca"]
        + life(until: plan.anchorNotAfter) + unencrypted,
      create + [plan.issuerName] + issuer + ["--profile", "intermediate-ca"]
        + life(until: plan.issuerNotAfter) + unencrypted
        + ["--ca", anchor[0], "--ca-key", anchor[1]],
    ]
  }
}
