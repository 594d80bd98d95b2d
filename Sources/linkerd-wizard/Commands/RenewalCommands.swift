import Planning

/// The commands that bring a renewed issuer into the cluster.
struct RenewalCommands {
  var directory: String
  var namespace: String

  /// Two ways, by where the issuer's Secret comes from, and how to see that it worked.
  var lines: [String] {
    func path(_ file: String) -> String { ShellQuoting.quote("\(directory)/\(file)") }
    // Helm takes a comma for the next setting, and a backslash for what keeps it from that.
    let escaped = directory.flatMap { $0 == "," || $0 == "\\" ? "\\\($0)" : "\($0)" }
    func helmPath(_ file: String) -> String {
      ShellQuoting.quote("\(String(escaped))/\(file)")
    }
    let space = ShellQuoting.quote(namespace)
    return [
      "",
      "To put it in place where Helm made the issuer's Secret, with the chart and the version that",
      "are installed (helm list -n \(space)):",
      "",
      "  helm upgrade linkerd-control-plane CHART --version VERSION -n \(space) --reuse-values \\",
      "    --set-file identityTrustAnchorsPEM=\(helmPath(CertificatePlan.anchorCertificateFile)) \\",
      "    --set-file identity.issuer.tls.crtPEM=\(helmPath(CertificatePlan.issuerCertificateFile)) \\",
      "    --set-file identity.issuer.tls.keyPEM=\(helmPath(CertificatePlan.issuerKeyFile))",
      "",
      "Where the Secret is of type kubernetes.io/tls (identity.issuer.scheme):",
      "",
      "  kubectl create secret generic linkerd-identity-issuer -n \(space) \\",
      "    --type=kubernetes.io/tls --dry-run=client -o yaml \\",
      "    --from-file=tls.crt=\(path(CertificatePlan.issuerCertificateFile)) \\",
      "    --from-file=tls.key=\(path(CertificatePlan.issuerKeyFile)) \\",
      "    --from-file=ca.crt=\(path(CertificatePlan.anchorCertificateFile)) |",
      "    kubectl apply --server-side --force-conflicts -f -",
      "",
      "Then Linkerd says that it took it; the proxies follow within a day:",
      "",
      "  kubectl get events -n \(space) --field-selector reason=IssuerUpdated",
    ]
  }
}
