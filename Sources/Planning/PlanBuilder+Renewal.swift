/// Where a control plane that runs takes its issuer from, as it was found.
package struct IssuerHome: Equatable, Sendable {
  /// The kubeconfig's context, by its name.
  package var context: String
  /// The file given as `--kubeconfig`, absolute; nil means the environment's.
  package var kubeconfig: String?
  /// The control plane's namespace.
  package var namespace: String
  /// The kubectl that asks, and that writes a Secret of its own.
  package var kubectl: Tool
  /// Who keeps the issuer's Secret.
  package var keeper: Keeper

  /// Who keeps the Secret that the control plane reads.
  package enum Keeper: Equatable, Sendable {
    /// Nobody but who made it: it is of the type kubernetes.io/tls.
    case secret
    /// A Helm release, which makes it of its values.
    case release(name: String, chart: ChartFile, helm: Tool)
  }

  /// Makes a description.
  package init(
    context: String, kubeconfig: String?, namespace: String, kubectl: Tool, keeper: Keeper
  ) {
    self.context = context
    self.kubeconfig = kubeconfig
    self.namespace = namespace
    self.kubectl = kubectl
    self.keeper = keeper
  }

  /// The key of the Secret that holds the issuer's certificate.
  package var certificateKey: String { keeper == .secret ? "tls.crt" : "crt.pem" }
}

extension PlanBuilder {
  /// How long Helm waits for the pods of a control plane that runs, unless it is told otherwise.
  package static let renewalWait = Lifetime(seconds: 5 * Lifetime.minute)

  /// The one command that puts a directory's issuer in place in the cluster.
  ///
  /// A Secret that nobody else keeps is given to kubectl's standard input, since no flag of kubectl
  /// replaces one from files. Helm takes the release back to the old issuer where it fails; trust
  /// anchors and all other values stay those of the release, but for the issuer's end, which the chart
  /// `linkerd2` has as a value of its own; nil leaves that as it is.
  package static func renewal(
    of home: IssuerHome, from directory: String, issuerNotAfter: Instant? = nil
  ) -> Command {
    let kubeconfig = home.kubeconfig.map { ["--kubeconfig", $0] } ?? []
    switch home.keeper {
    case .secret:
      return Command(
        tool: home.kubectl,
        arguments: ["--context", home.context] + kubeconfig + [
          "apply", "--server-side", "--field-manager=\(fieldManager)", "--force-conflicts",
          "--namespace", home.namespace, "-f", "-",
        ], timeout: kubectlTimeout)
    case .release(let name, let chart, let helm):
      let files = [
        ("identity.issuer.tls.crtPEM", CertificatePlan.issuerCertificateFile),
        ("identity.issuer.tls.keyPEM", CertificatePlan.issuerKeyFile),
      ].flatMap { ["--set-file", HelmValue.setFile($0.0, path: directory + "/" + $0.1)] }
      let end = chart.name == ChartName.linkerd2 ? issuerNotAfter : nil
      return Command(
        tool: helm,
        arguments: ["upgrade", name, chart.path, "--namespace", home.namespace]
          + ["--kube-context", home.context] + kubeconfig + ["--reuse-values"] + files
          + (end.map { ["--set", "\(issuerExpiryValue)=\($0.iso8601)"] } ?? []) + [
            HelmValue.rollbackFlag(major: helm.version.major),
            HelmValue.waitFlag(major: helm.version.major), "--timeout", renewalWait.goText,
          ],
        // Going back may take as long again.
        timeout: 2 * Int(clamping: renewalWait.seconds) + helmMargin)
    }
  }
}

extension HelmValue {
  /// The flag that makes that Helm go back to the revision before where an upgrade fails.
  package static func rollbackFlag(major: Int) -> String {
    major >= 4 ? "--rollback-on-failure" : "--atomic"
  }
}
