import Planning

// Images that don't come to the node.
extension PodDiagnosis {
  static let images: [Reader] = [imageNotPulled, imageNameWrong]

  @Sendable private static func imageNotPulled(_ pod: StuckPod) -> Problem? {
    guard
      pod.clue(
        saying: "ImagePullBackOff", "ErrImagePull", "Failed to pull image",
        "Back-off pulling image",
        "ErrImageNeverPull", "RegistryUnavailable") != nil
    else { return nil }
    let pull = ImagePull(pod)
    for (code, phrases, explain) in causes where pull.says(phrases) {
      let (sentence, remedy) = explain(pull)
      return Problem(code, sentence + pull.because, remedy: remedy)
    }
    return Problem(
      "image-not-pulled", "The image \(pull.image) can't be pulled\(pull.because)",
      remedy: "See that the nodes reach \(pull.registry)\(pull.redirection), or "
        + "name your own registry's images in \(pull.settings).")
  }

  private typealias Explanation = @Sendable (ImagePull) -> (String, String)

  /// What registries and runtimes say, the more telling first: a denied pull may say "not found" too.
  private static let causes: [(code: String, phrases: [String], explain: Explanation)] = [
    (
      "image-rate-limited", [": 429", "toomanyrequests", "too many requests", "rate limit"], limited
    ),
    (
      "image-registry-untrusted",
      ["x509:", "certificate signed by unknown", "tls: failed to verify"],
      untrusted
    ),
    (
      "image-registry-unresolved",
      ["no such host", "server misbehaving", "name resolution", "could not resolve"], unresolved
    ),
    (
      "image-pull-denied",
      [
        ": 401", ": 403", "unauthorized", "authorization failed", "access denied", "denied:",
        "no basic auth", "authentication required", "forbidden",
      ], denied
    ),
    (
      "image-wrong-architecture", ["no match for platform", "no matching manifest"],
      wrongArchitecture
    ),
    (
      "image-not-found",
      ["not found", "manifest unknown", "notfound", "no such manifest", "does not exist", ": 404"],
      notFound
    ),
    (
      "image-registry-unreachable",
      [
        "i/o timeout", "no route to host", "connection refused", "connection reset",
        "network is unreachable", "deadline exceeded", "handshake timeout", "proxyconnect",
        "request canceled", ": eof", "unexpected eof",
      ], unreachable
    ),
    (
      "image-registry-failing",
      [
        ": 500", ": 502", ": 503", ": 504", "service unavailable", "bad gateway", "internal server",
      ],
      failing
    ),
    ("image-never-pulled", ["ErrImageNeverPull", "pull policy of never"], neverPulled),
  ]

  private static let limited: Explanation = { pull in
    (
      "The registry \(pull.registry) lets this address pull no more images for now (rate limit)",
      "Wait: the node tries again by itself, at most 5 minutes apart. A pull secret "
        + "(\(pull.secretsPlace)) or a registry of your own raises the limit."
    )
  }

  private static let untrusted: Explanation = { pull in
    (
      "The nodes don't trust the certificate of the registry \(pull.registry)",
      "Give the nodes' container runtime the authority that signed it: a proxy of your "
        + "network may be in the way."
    )
  }

  private static let unresolved: Explanation = { pull in
    (
      "The nodes can't resolve the name of the registry \(pull.registry)",
      "See the nodes' own DNS (/etc/resolv.conf there). In a closed network copy the images "
        + "into a registry of yours, and name that in \(pull.settings)."
    )
  }

  private static let denied: Explanation = { pull in
    (
      "The registry \(pull.registry) doesn't let the cluster pull \(pull.image)",
      "Make a pull secret (\(pull.kubectl) create secret docker-registry registry-key "
        + "\(pull.inNamespace) --docker-server=\(pull.registry) --docker-username=NAME "
        + "--docker-password=WORD) and name it in \(pull.secretsPlace)."
    )
  }

  private static let wrongArchitecture: Explanation = { pull in
    (
      "The image \(pull.image) is not made for the nodes' processors",
      "Linkerd has images for amd64 and arm64 only: use nodes of these, or name "
        + "images of your own in \(pull.settings)."
    )
  }

  private static let notFound: Explanation = { pull in
    (
      "The registry \(pull.registry) has no image \(pull.image)",
      "Look at image names and versions in \(pull.writtenSettings); into a registry of your own the "
        + "images have to be copied first."
    )
  }

  private static let unreachable: Explanation = { pull in
    (
      "The nodes don't reach the registry \(pull.registry)",
      "Let them through firewall and proxy to \(pull.registry)\(pull.redirection). In a closed "
        + "network copy the images into a registry of yours, and name that in \(pull.settings)."
    )
  }

  private static let failing: Explanation = { pull in
    (
      "The registry \(pull.registry) has trouble of its own",
      "Wait: the node tries again by itself. If it lasts, name another registry's images in "
        + "\(pull.settings)."
    )
  }

  private static let neverPulled: Explanation = { pull in
    (
      "The image \(pull.image) is not on the node, and \(pull.isOthers ? "Kubernetes" : "the chart") is told never to pull it",
      "Load it onto each node, or set imagePullPolicy to IfNotPresent in \(pull.writtenSettings)."
    )
  }

  @Sendable private static func imageNameWrong(_ pod: StuckPod) -> Problem? {
    guard
      let clue = pod.clue(
        saying: "InvalidImageName", "couldn't parse image", "invalid reference format")
    else { return nil }
    return Problem(
      "image-name-wrong", "The image of \(pod.title) has no valid name\(clue.because)",
      remedy: "Look at the image names in \(pod.place.writtenSettings).")
  }
}

/// What is known of an image that could not be pulled.
private struct ImagePull: Sendable {
  let image: String
  /// The host that has it; Docker's where the image names none.
  let registry: String
  let kubectl: String
  let inNamespace: String
  /// Whether it is the user's workload's own, and not one that Linkerd brings along.
  let isOthers: Bool
  private let place: PodPlace
  private let reason: String

  init(_ pod: StuckPod) {
    let clues = pod.clues.filter {
      $0.says(["pull", "ErrImage", "image"]) && !$0.message.isEmpty
    }
    // The one that says why comes from the first try; later ones only say that it is tried again.
    let telling = clues.first { $0.says(["failed to pull", "rpc error", "failed to resolve"]) }
    let clue = telling ?? clues.first ?? PodClue(.event, message: "")
    let name = clues.compactMap {
      $0.message.between("image \"", "\"") ?? $0.message.between("image ", ":")
    }.first
    image = name ?? "of \(pod.title)"
    registry = Self.registry(of: name ?? "")
    kubectl = pod.kubectl
    inNamespace = pod.inNamespace
    place = pod.place
    isOthers = pod.place.workload != nil && name?.contains("linkerd/") != true
    reason = Self.core(of: clue.message)
  }

  /// The image's own name and version may hold the figures of a status.
  func says(_ phrases: [String]) -> Bool {
    PodClue(.event, message: reason.replacing(image, with: "")).says(phrases)
  }

  var because: String { PodClue(.event, message: reason).because }

  /// Where images are named: a workload's own in its pod template, the proxies' in the chart's values.
  var settings: String { isOthers ? place.settings : "a values file" }

  /// Likewise, where they are likely named already.
  var writtenSettings: String { isOthers ? place.writtenSettings : "your values files" }

  /// Where a Secret with the login is named.
  var secretsPlace: String {
    place.workload.map { "imagePullSecrets in the pod template of \($0)" }
      ?? "the answer controlPlane.pullSecrets"
  }

  /// Where Linkerd's registry sends everybody on to.
  var redirection: String { registry == "cr.l5d.io" ? " and ghcr.io, to which it forwards" : "" }

  private static func registry(of image: String) -> String {
    guard let first = image.split(separator: "/").first, image.contains("/"),
      first.contains(".") || first.contains(":") || first == "localhost"
    else { return image.isEmpty ? "cr.l5d.io" : "docker.io" }
    return String(first)
  }

  /// The part of the runtime's words that says why: they repeat the image several times.
  private static func core(of message: String) -> String {
    var text = message
    for marker in ["failed to do request: ", "failed to resolve reference ", "desc = "] {
      guard let range = text.firstRange(of: marker) else { continue }
      text = String(text[range.upperBound...])
      break
    }
    return text
  }
}
