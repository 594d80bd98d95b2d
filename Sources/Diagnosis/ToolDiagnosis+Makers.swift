import Planning

extension ToolDiagnosis {
  /// What stops step, and the container engine that runs it.
  ///
  /// The engine's words are those of docker/cli, moby and podman; step's those of smallstep/cli.
  static let makers: [Reader] = [
    noEngine, engineRefused, imageNotFetched, imageWithoutStep, sourceMissing, mountRefused,
    stepCanNotRead, makerCanNotWrite, homeMissing, timeRefused, olderStep, fileInTheWay,
    fileMissing,
  ]

  @Sendable private static func noEngine(_ text: ToolText) -> Problem? {
    guard text.isEngine,
      text.says(
        "cannot connect to the docker daemon", "is the docker daemon running",
        "cannot connect to podman", "error during connect",
        "docker desktop is unable to start", "failed to connect to the docker api")
    else { return nil }
    return Problem(
      "engine-not-running", "No container engine answers behind docker.",
      remedy: "Start it (sudo systemctl start docker, or Docker Desktop), or choose another source."
    )
  }

  @Sendable private static func engineRefused(_ text: ToolText) -> Problem? {
    guard text.isEngine,
      text.says("permission denied while trying to connect", "got permission denied while trying")
    else { return nil }
    return Problem(
      "engine-refused", "You may not use the container engine: its socket is closed to you.",
      remedy: "Join its group and log in anew (sudo usermod -aG docker $USER), use a rootless "
        + "engine, or choose another source.")
  }

  @Sendable private static func imageNotFetched(_ text: ToolText) -> Problem? {
    guard text.isEngine else { return nil }
    let image = text.image.map { "The image \($0)" } ?? "The image"
    if text.says("toomanyrequests", "pull rate limit") {
      return Problem(
        "image-rate-limited", "\(image) can't be fetched now: the registry's limit is reached.",
        remedy: "Log in (docker login), wait, or choose another source.")
    }
    if text.says(
      "pull access denied", "manifest unknown", "repository does not exist",
      "requested access to the resource is denied", "manifest for", "name unknown",
      "did not resolve to an alias")
    {
      return Problem(
        "image-not-found", "\(image) doesn't exist at its registry, or you may not have it.",
        remedy: "Check the image's name; log in (docker login) where it is not for everybody.")
    }
    if text.says("no such image", "image not known"), !text.mentions("unable to find image") {
      return Problem(
        "image-absent", "\(image) is not on this machine.",
        remedy: "Fetch it (docker pull NAME), or choose another source.")
    }
    let isPulling = text.mentions(
      "unable to find image", "trying to pull", "error response from daemon: get ")
    guard isPulling || text.says("initializing source", "unable to copy from source") else {
      return nil
    }
    return Problem(
      "image-not-fetched", "\(image) could not be fetched\(text.asSaid)",
      remedy: "Check this machine's way to the registry, bring the image here by docker load, name "
        + "one that you have, or choose another source.")
  }

  @Sendable private static func imageWithoutStep(_ text: ToolText) -> Problem? {
    guard text.isEngine, text.says("executable file not found in $path"),
      !text.says("step-kms-plugin")
    else { return nil }
    return Problem(
      "image-without-step",
      "\(text.image.map { "The image \($0)" } ?? "The image") holds no program called step.",
      remedy: "Name an image that does, such as docker.io/smallstep/step-cli.")
  }

  /// The engine runs elsewhere, or sees other folders than this machine's.
  @Sendable private static func sourceMissing(_ text: ToolText) -> Problem? {
    guard text.isEngine,
      text.says(
        "bind source path does not exist", "mounts denied", "is not shared from the host",
        "no such file or directory", "step-kms-plugin")
    else { return nil }
    return Problem(
      "engine-sees-other-files", "The container engine doesn't see the certificates' directory.",
      remedy:
        "Choose a directory that the engine shares (with Docker Desktop: below your home), or "
        + "another source.")
  }

  @Sendable private static func mountRefused(_ text: ToolText) -> Problem? {
    guard text.isEngine,
      text.says(
        "flag: invalid field", "for \"--mount\" flag", "invalid mount config", "invalid spec",
        "invalid volume specification", "invalid mode:")
    else { return nil }
    return Problem(
      "mount-refused",
      "The container engine can't be given the certificates' directory\(text.asSaid)",
      remedy: "Choose a directory whose path has neither colons, commas nor quotes, or another "
        + "source.")
  }

  /// Its settings, or the anchor that it is to sign with.
  @Sendable private static func stepCanNotRead(_ text: ToolText) -> Problem? {
    guard text.isMaker, text.says("permission denied"),
      text.says("error reading \"", "contexts.json", "current-context.json", "defaults.json")
    else { return nil }
    return Problem(
      "step-can-not-read", "step may not read a file that it needs\(text.asSaid)",
      remedy: "Make the file readable for you, or choose \"Built in\" as the source.")
  }

  @Sendable private static func makerCanNotWrite(_ text: ToolText) -> Problem? {
    guard text.isMaker,
      text.says(
        "permission denied", "read-only file system", "error setting label", "selinux relabeling")
    else { return nil }
    guard text.isEngine else {
      return Problem(
        "step-can-not-write", "step may not write its files\(text.asSaid)",
        remedy: "Choose a directory that you own, or \"Built in\" as the source.")
    }
    return Problem(
      "container-can-not-write",
      "step may not write from inside its container\(text.asSaid)",
      remedy: "Choose a directory that you own, on a disk of this machine, or \"Built in\" as the "
        + "source.")
  }

  @Sendable private static func homeMissing(_ text: ToolText) -> Problem? {
    guard text.isMaker, text.says("error obtaining home directory") else { return nil }
    return Problem(
      "step-without-home", "step doesn't find out where your home directory is.",
      remedy: "Start the wizard with HOME set, or choose \"Built in\" as the source.")
  }

  /// The wizard's own moments are right, unless the clock has been moved since.
  @Sendable private static func timeRefused(_ text: ToolText) -> Problem? {
    guard text.isMaker,
      text.says("is incompatible with flag '--not-", "certificate is already expired")
        || (text.says("invalid value '") && text.says("flag '--not-"))
    else { return nil }
    return Problem(
      "step-refuses-times", "step doesn't take the moments that it was told\(text.asSaid)",
      remedy: "Check this machine's clock, and go back to Review; or choose \"Built in\" as the "
        + "source.")
  }

  @Sendable private static func olderStep(_ text: ToolText) -> Problem? {
    guard text.isMaker,
      text.says(
        "flag provided but not defined", "unknown flag", "incorrect usage", "no such command",
        "requires the '--")
    else { return nil }
    return Problem(
      "step-too-old", "This step doesn't know what it was asked\(text.asSaid)",
      remedy: "Update step (or the image), or choose \"Built in\" as the source.")
  }

  @Sendable private static func fileInTheWay(_ text: ToolText) -> Problem? {
    guard text.isMaker,
      text.says("already exists", "overwrite", "/dev/tty", "file exists", "is a directory")
    else { return nil }
    return Problem(
      "file-exists", "A file that step was to write is there already\(text.asSaid)",
      remedy: "Retry this step; if it happens again, choose another directory.")
  }

  /// From 0.30 on step takes the name of a key that isn't there for one of a key store.
  @Sendable private static func fileMissing(_ text: ToolText) -> Problem? {
    guard text.isMaker, text.says("no such file or directory", "step-kms-plugin") else {
      return nil
    }
    return Problem(
      "step-file-missing", "step doesn't find a file that it needs\(text.asSaid)",
      remedy:
        "Retry this step: it begins anew in a directory of its own. If it happens again, choose "
        + "\"Built in\" as the source.")
  }
}

extension ToolText {
  /// Whether a container engine was asked.
  var isEngine: Bool { failure.tool == .docker }

  /// Whether step was to make certificates, in a container or not.
  var isMaker: Bool { failure.tool == .docker || failure.tool == .step }

  /// The image that a container was made of, or that was asked about; nil where none was named.
  var image: String? {
    failure.arguments.first == "image"
      ? failure.arguments.last : option("--entrypoint") == nil ? nil : imageBehindEntrypoint
  }

  private var imageBehindEntrypoint: String? {
    failure.arguments.firstRange(of: ["--entrypoint", "step"])
      .flatMap { failure.arguments[$0.upperBound...].first }
  }
}
