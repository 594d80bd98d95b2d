import Planning

extension ToolDiagnosis {
  /// The way to the API server.
  static let connection: [Reader] = [
    proxy, certificate, unknownHost, refusedConnection, noRoute, noAnswerInTime, overloaded,
    notKubernetes, connectionLost,
  ]

  @Sendable private static func proxy(_ text: ToolText) -> Problem? {
    guard text.says("proxyconnect", "proxy authentication required") else { return nil }
    return Problem(
      "proxy-in-the-way", "The way to the cluster leads through a proxy that does not let it pass.",
      remedy: "Look at HTTPS_PROXY, and add the cluster's address to NO_PROXY.")
  }

  @Sendable private static func certificate(_ text: ToolText) -> Problem? {
    guard text.says("x509:", "tls: failed to verify certificate", "certificate is valid for"),
      !text.says("failed calling webhook")
    else { return nil }
    let server = text.server.map { " \($0)" } ?? ""
    if text.says("has expired or is not yet valid") {
      return Problem(
        "server-certificate-not-valid-now",
        "The certificate of the server\(server) has ended, or is not valid yet.",
        remedy: "Set this machine's clock (date -u); if it is right, the cluster must renew its "
          + "certificate.")
    }
    if text.says("certificate is valid for", "doesn't contain any IP SANs") {
      return Problem(
        "server-certificate-other-name",
        "The certificate of the server\(server) was made for another name.",
        remedy: "Use the address in the kubeconfig for which it was made, or get a new kubeconfig.")
    }
    return Problem(
      "server-certificate-untrusted",
      "The certificate of the server\(server) is not signed by the authority in the kubeconfig.",
      remedy: "The cluster was made anew, or something stands between: get its kubeconfig again.")
  }

  @Sendable private static func unknownHost(_ text: ToolText) -> Problem? {
    guard text.says("no such host", "temporary failure in name resolution", "server misbehaving")
    else { return nil }
    let host =
      text.value(after: "lookup ", until: " on ") ?? text.value(after: "lookup ", until: ":")
    return Problem(
      "server-name-unknown",
      "The server's name \(host ?? "in the kubeconfig") is not known to DNS.",
      remedy: "Look at the name in the kubeconfig, at your network and VPN; then check again.")
  }

  @Sendable private static func refusedConnection(_ text: ToolText) -> Problem? {
    guard text.says("connection refused", "was refused - did you specify") else { return nil }
    return Problem(
      "server-refused",
      "Nothing answers at \(text.server ?? "the server's address"): the connection was refused.",
      remedy: "Start the cluster, or look at the address in the kubeconfig; then check again.")
  }

  @Sendable private static func noRoute(_ text: ToolText) -> Problem? {
    guard text.says("no route to host", "network is unreachable", "host is down") else {
      return nil
    }
    return Problem(
      "server-unreachable", "There is no way to \(text.server ?? "the server") from here.",
      remedy: "Look at your network and VPN; then check again.")
  }

  @Sendable private static func noAnswerInTime(_ text: ToolText) -> Problem? {
    let isSlow = text.says(
      "client.timeout", "i/o timeout", "request canceled while waiting", "tls handshake timeout",
      "timeout awaiting response headers", "in the time allotted", "the request timed out")
    let isCut =
      text.says("cluster unreachable", "unable to connect to the server")
      && text.says("context deadline exceeded")
    guard isSlow || isCut else { return nil }
    return Problem(
      "server-timeout", "The server \(text.server.map { "\($0) " } ?? "")gave no answer in time.",
      remedy: "See whether the cluster is slow or out of reach: a firewall or VPN may swallow the "
        + "requests. Then check again.")
  }

  @Sendable private static func overloaded(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "etcdserver:", "currently unable to handle the request", "too many requests",
        "(ServiceUnavailable)", "apiserver not ready", "the server is shutting down")
    else { return nil }
    return Problem(
      "server-overloaded", "The cluster answers, but it can't do what it is asked at this moment.",
      remedy: "It starts, changes its leader or has too much to do: wait a minute, then retry.")
  }

  @Sendable private static func notKubernetes(_ text: ToolText) -> Problem? {
    guard
      lacksOrdinaryKind(text)
        || text.failure.tool == .kubectl && text.says("json: cannot unmarshal")
        || text.says(
          "rejected our request for an unknown reason", "server gave http response to https client",
          "client sent an http request to an https server", "invalid character '<'",
          "malformed http response", "could not find the requested resource",
          "unable to parse the server version", "unexpected end of json input",
          "couldn't get version/kind", "0-length response with status code: 200",
          "unknown conversion")
    else { return nil }
    return Problem(
      "server-not-kubernetes",
      "What answers at \(text.server ?? "the server's address") does not speak as a Kubernetes API "
        + "does.",
      remedy: "Look at the address in the kubeconfig: https, not http, and the API's own port.")
  }

  /// Whether the server has no kind of object that every Kubernetes has.
  private static func lacksOrdinaryKind(_ text: ToolText) -> Bool {
    let ordinary = [
      "namespaces", "nodes", "pods", "configmaps", "secrets", "deployments", "clusterroles",
      "customresourcedefinitions", "mutatingwebhookconfigurations",
    ]
    return text.value(after: "doesn't have a resource type \"", until: "\"").map(ordinary.contains)
      ?? false
  }

  @Sendable private static func connectionLost(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "connection reset by peer", "http2: client connection lost", "\": EOF",
        "\": unexpected EOF", "error when reading response body",
        "server closed idle connection", "broken pipe", "cluster unreachable")
    else { return nil }
    return Problem(
      "server-connection-lost", "The connection to the cluster was lost.",
      remedy: "See whether the cluster runs (\(text.kubectl) get --raw /readyz), then retry.")
  }
}
