package import Planning

// Certificates, judged where they were read: what Diagnosis needs to know of them.
extension MeshFacts {
  /// A certificate's name, life and key.
  package struct Certificate: Equatable, Sendable {
    /// Its subject, such as `root.linkerd.cluster.local`.
    package var name: String
    /// The first second of its life.
    package var notBefore: Instant
    /// The last second of its life.
    package var notAfter: Instant
    /// Why Linkerd doesn't take its key or signature, in a whole sentence; nil where it does.
    package var algorithmProblem: String?

    /// Makes a certificate.
    package init(
      name: String, notBefore: Instant, notAfter: Instant, algorithmProblem: String? = nil
    ) {
      self.name = name
      self.notBefore = notBefore
      self.notAfter = notAfter
      self.algorithmProblem = algorithmProblem
    }
  }

  /// The trust anchors and the issuer.
  package struct Identity: Equatable, Sendable {
    /// Why they can't be read or don't belong together at all; nil where they can.
    package var configurationProblem: Problem?
    /// The anchors of the bundle.
    package var anchors: [Certificate]
    /// The issuer; nil where it can't be read.
    package var issuer: Certificate?
    /// Why no anchor stands behind the issuer; nil where one does.
    package var chainProblem: Problem?

    /// Makes a description of the certificates.
    package init(
      configurationProblem: Problem? = nil, anchors: [Certificate] = [],
      issuer: Certificate? = nil, chainProblem: Problem? = nil
    ) {
      self.configurationProblem = configurationProblem
      self.anchors = anchors
      self.issuer = issuer
      self.chainProblem = chainProblem
    }
  }

  /// A webhook's certificate, and what the API server trusts.
  package struct WebhookTrust: Equatable, Sendable {
    /// Why they can't be read or the one isn't signed by the other; nil where all is well.
    package var problem: String?
    /// The certificate; nil where it can't be read.
    package var certificate: Certificate?

    /// Makes a description of a webhook's certificate.
    package init(problem: String? = nil, certificate: Certificate? = nil) {
      self.problem = problem
      self.certificate = certificate
    }
  }
}
