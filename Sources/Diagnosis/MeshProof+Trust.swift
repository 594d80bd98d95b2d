import Planning

// Trust anchors, issuer and the webhooks' certificates
// (LinkerdIdentity, LinkerdWebhooksAndAPISvcTLS, LinkerdIdentityDataPlane).
extension MeshProof {
  /// Linkerd warns from 60 days before the end.
  private static let warningTime: Int64 = 60 * 86_400

  static let identityRules = [
    rule("cert-config", "certificate config is valid", "cert-config-valid", .fatal) {
      identity, _ in
      identity.configurationProblem.map { .failed($0.sentence, remedy: $0.remedy) } ?? .passed
    },
    rule(
      "anchors-crypto", "trust anchors are using supported crypto algorithm",
      "trustAnchors-use-supported-crypto", .fatal
    ) { identity, _ in
      .unless(identity.anchors.compactMap(\.algorithmProblem).first, remedy: newAnchor)
    },
    rule(
      "anchors-valid", "trust anchors are within their validity period",
      "trustAnchors-are-time-valid", .fatal
    ) { identity, now in
      .unless(identity.anchors.compactMap { invalid($0, at: now) }.first, remedy: newAnchor)
    },
    rule(
      "anchors-lasting", "trust anchors are valid for at least 60 days",
      "trustAnchors-not-expiring-soon", .warning
    ) { identity, now in lasting(identity.anchors, at: now, remedy: newAnchor) },
    rule(
      "issuer-crypto", "issuer cert is using supported crypto algorithm",
      "issuer-cert-uses-supported-crypto", .fatal
    ) { identity, _ in .unless(identity.issuer?.algorithmProblem, remedy: newIssuer) },
    rule(
      "issuer-valid", "issuer cert is within its validity period", "issuer-cert-is-time-valid",
      .fatal
    ) { identity, now in
      .unless(identity.issuer.flatMap { invalid($0, at: now) }, remedy: newIssuer)
    },
    rule(
      "issuer-lasting", "issuer cert is valid for at least 60 days",
      "issuer-cert-not-expiring-soon", .warning
    ) { identity, now in lasting(identity.issuer.map { [$0] } ?? [], at: now, remedy: newIssuer) },
    rule(
      "issuer-chain", "issuer cert is issued by the trust anchor",
      "issuer-cert-issued-by-trust-anchor", .error
    ) { identity, _ in
      identity.chainProblem.map { .failed($0.sentence, remedy: $0.remedy) } ?? .passed
    },
  ]

  static let newIssuer = "Renew it: linkerd-wizard certificates renew --help tells how."
  static let newAnchor =
    "Replace it: https://linkerd.io/2/tasks/replacing_expired_certificates/ tells the order."

  private static func rule(
    _ id: String, _ text: String, _ hint: String, _ level: MeshRule.Level,
    judge: @escaping @Sendable (MeshFacts.Identity, Instant) -> MeshRule.Verdict
  ) -> MeshRule {
    MeshRule(id, .identity, text, hint: "l5d-identity-" + hint, level) { facts in
      .of(facts.identity) { judge($0, facts.now) }
    }
  }

  /// Why it isn't valid at that moment; nil where it is.
  private static func invalid(_ certificate: MeshFacts.Certificate, at now: Instant) -> String? {
    if certificate.notAfter < now {
      return
        "\(certificate.name) is not valid anymore: it expired on \(certificate.notAfter.iso8601)."
    }
    if now < certificate.notBefore {
      return "\(certificate.name) is not valid before \(certificate.notBefore.iso8601)."
    }
    return nil
  }

  private static func lasting(
    _ certificates: [MeshFacts.Certificate], at now: Instant, remedy: String
  ) -> MeshRule.Verdict {
    guard let first = certificates.min(by: { $0.notAfter < $1.notAfter }) else { return .passed }
    let left = first.notAfter.seconds(since: now)
    guard left < warningTime else { return .passed(note: "\(left / 86_400) days left") }
    return .failed(
      "\(first.name) will expire on \(first.notAfter.iso8601): "
        + ClusterChecks.counted(Int(max(left, 0) / 86_400), "day") + " left.", remedy: remedy)
  }

  static let webhookRules = ["proxy-injector", "sp-validator", "policy-validator"].flatMap { name in
    [
      MeshRule(
        "\(name)-cert", .webhooks, "\(name) webhook has valid cert",
        hint: "l5d-\(name)-webhook-cert-valid", .fatal
      ) { facts in
        .of(facts.webhookTrust) { found in
          guard let trust = found[name] else {
            return name == "policy-validator"
              ? .skipped
              : .failed("The Secret linkerd-\(name)-k8s-tls is missing.", remedy: newWebhook)
          }
          let bad = trust.problem ?? trust.certificate.flatMap { invalid($0, at: facts.now) }
          return .unless(bad, remedy: newWebhook)
        }
      },
      MeshRule(
        "\(name)-lasting", .webhooks, "\(name) cert is valid for at least 60 days",
        hint: "l5d-\(name)-webhook-cert-not-expiring-soon", .warning
      ) { facts in
        .of(facts.webhookTrust) { found in
          guard let trust = found[name] else { return .skipped }
          return lasting(
            trust.certificate.map { [$0] } ?? [], at: facts.now, remedy: newWebhook)
        }
      },
    ]
  }

  private static let newWebhook =
    "Delete the Secret and upgrade the release, which makes a new one: "
    + "https://linkerd.io/2/tasks/rotating_webhooks_certificates/"

  static let dataPlaneIdentityRules = [
    MeshRule(
      "proxies-anchors", .identityDataPlane, "data plane proxies certificate match CA",
      hint: "l5d-identity-data-plane-proxies-certs-match-ca", .warning
    ) { facts in
      guard facts.includesDataPlane else { return .skipped }
      return .of(facts.proxies) { pods in
        let bad = pods.filter { $0.hasOtherAnchors && $0.namespace != facts.namespace }
        return .unless(
          bad.isEmpty
            ? nil
            : "Some pods do not have the current trust bundle and must be restarted: "
              + listed(bad.map { "\($0.namespace)/\($0.name)" }) + ".",
          remedy: restart(bad))
      }
    }
  ]

  /// The first ten, and how many there are beyond.
  static func listed(_ names: [String]) -> String {
    let more = names.count > 10 ? " and \(names.count - 10) more" : ""
    return names.prefix(10).joined(separator: ", ") + more
  }
}
