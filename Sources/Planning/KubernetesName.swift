/// The rules for names that Kubernetes enforces, told before Kubernetes does.
package enum KubernetesName {
  /// What is wrong with that name for a namespace; nil where Kubernetes takes it.
  package static func problem(inNamespaceName name: String) -> Problem? {
    if name.isEmpty {
      return Problem(
        "name-missing", "A namespace needs a name.", remedy: "Write a name such as payments.")
    }
    if name.utf8.count > 63, name.allSatisfy(isLabelCharacter) {
      return Problem(
        "name-too-long",
        "\(quoted(name)) has \(name.utf8.count) characters; a name must be no more than 63 "
          + "characters.",
        remedy: "Choose a shorter name.")
    }
    guard !isLabel(name) else { return nil }
    return Problem(
      "name-invalid",
      "\(quoted(name)): a lowercase RFC 1123 label must consist of lower case alphanumeric "
        + "characters or '-', and must start and end with an alphanumeric character.",
      remedy: suggestion(for: name).map { "Use \($0) instead." }
        ?? "Use letters a-z, digits and hyphens, such as my-name.")
  }

  /// What is wrong with that trust domain; nil where it is a DNS name.
  package static func problem(inTrustDomain name: String) -> Problem? {
    if name.isEmpty {
      return Problem(
        "trust-domain-missing", "A trust domain is needed.",
        remedy: "Keep cluster.local unless your cluster's domain differs.")
    }
    if name.utf8.count > 253 {
      return Problem(
        "trust-domain-too-long", "A trust domain must be no more than 253 characters.",
        remedy: "Choose a shorter name.")
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard !labels.allSatisfy({ isLabel(String($0)) }) else { return nil }
    let proposals = labels.compactMap { suggestion(for: String($0)) }
    let proposal = proposals.joined(separator: ".")
    return Problem(
      "trust-domain-invalid",
      "\(quoted(name)) is not a DNS name: parts of lower case letters, digits and '-', joined "
        + "by dots.",
      remedy: proposal.isEmpty || proposal.utf8.count > 253
        ? "Keep cluster.local unless your cluster's domain differs." : "Use \(proposal) instead.")
  }

  /// Why pods in that namespace can't be meshed; nil where they can. It is a whole sentence.
  package static func reasonAgainstMeshing(
    _ name: String, controlPlaneNamespace: String
  ) -> String? {
    if name == controlPlaneNamespace {
      return "Linkerd's own control plane runs here, and it brings its own proxies."
    }
    return reasonsAgainstMeshing[name]
  }

  /// The same in a few words for a list's row; nil where the namespace can be meshed.
  package static func shortReasonAgainstMeshing(
    _ name: String, controlPlaneNamespace: String
  ) -> String? {
    if name == controlPlaneNamespace { return "Linkerd's own" }
    switch name {
    case "kube-system", "kube-public", "kube-node-lease": return "system, not offered"
    case "cert-manager": return "not reached by Linkerd"
    case "linkerd-cni": return "Linkerd's network plugin"
    default: return nil
    }
  }

  /// The namespaces that can never be meshed, whatever the control plane's is called.
  package static let reservedNamespaces = [
    "cert-manager", "kube-node-lease", "kube-public", "kube-system", "linkerd-cni",
  ]

  private static let reasonsAgainstMeshing = [
    "kube-system":
      "The cluster's own parts run here, and Linkerd's injector leaves this namespace alone.",
    "kube-public": "It holds public information of the cluster and no workloads.",
    "kube-node-lease": "It holds the nodes' heartbeats and no workloads.",
    "cert-manager":
      "Linkerd's injector leaves this namespace alone, since it may get certificates from here.",
    "linkerd-cni": "Linkerd's network plugin runs here, outside the mesh that it sets up.",
  ]

  /// A name near that one which Kubernetes would take; nil where none is obvious.
  package static func suggestion(for name: String) -> String? {
    var proposal = ""
    for character in name.lowercased() {
      if isLabelCharacter(character) && character != "-" {
        proposal.append(character)
      } else if !proposal.isEmpty, proposal.last != "-", character.isASCII {
        proposal.append("-")
      } else if !character.isASCII {
        return nil
      }
    }
    while proposal.last == "-" { proposal.removeLast() }
    return isLabel(proposal) ? proposal : nil
  }

  private static func isLabel(_ text: String) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(text.utf8.count) && text.utf8.allSatisfy(isLabelByte)
      && text.utf8.first != hyphen && text.utf8.last != hyphen
  }

  private static func isLabelByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }

  private static func isLabelCharacter(_ character: Character) -> Bool {
    ("a"..."z").contains(character) && character.isASCII
      || ("0"..."9").contains(character) && character.isASCII || character == "-"
  }
}
