package import Planning

/// What a first proof of the mesh looks at, as it was read from the cluster.
package struct MeshFacts: Equatable, Sendable {
  /// The control plane's namespace.
  package var namespace: String
  /// Whether that namespace exists.
  package var namespaceExists: Bool
  /// Whether the ConfigMap `linkerd-config` is there.
  package var hasConfig: Bool
  /// The version that the control plane says it has, such as `stable-2.14.10`; empty where it says
  /// none.
  package var version: String
  /// The deployments of the control plane's namespace.
  package var deployments: [Deployment]
  /// `ca-bundle.crt` of the ConfigMap `linkerd-identity-trust-roots`; nil where it is absent.
  package var clusterAnchors: String?
  /// The trust anchor's file on this machine.
  package var anchorFile: AnchorFile
  /// The names of the MutatingWebhookConfigurations that are there.
  package var mutatingWebhooks: Set<String>
  /// The names of the ValidatingWebhookConfigurations that are there.
  package var validatingWebhooks: Set<String>
  /// The names of the CRDs that are there.
  package var customResourceDefinitions: Set<String>
  /// The namespaces that are to be meshed, in the order of the answers.
  package var meshedNamespaces: [MeshedNamespace]
  /// The CNI plugin; nil where the control plane does without.
  package var plugin: Plugin?
  /// Whether a new pod would get a proxy; nil where that was not tried.
  package var injection: Injection?

  /// A certificate file that the cluster's trust anchor is compared with.
  package enum AnchorFile: Equatable, Sendable {
    /// Nobody asked for a comparison.
    case notNamed
    /// It was named and can't be read.
    case missing
    case text(String)
  }

  /// A deployment's readiness.
  package struct Deployment: Equatable, Sendable {
    /// Such as `linkerd-identity`.
    package var name: String
    /// Replicas that are wanted.
    package var desired: Int
    /// Replicas that are ready.
    package var ready: Int
    /// Conditions that tell of trouble, such as `ReplicaFailure: exceeded quota`.
    package var troubles: [String]

    /// Makes a deployment.
    package init(name: String, desired: Int, ready: Int, troubles: [String] = []) {
      self.name = name
      self.desired = desired
      self.ready = ready
      self.troubles = troubles
    }
  }

  /// What there is of the CNI plugin.
  package struct Plugin: Equatable, Sendable {
    /// Its objects that are there, by their kinds, such as `DaemonSet`.
    package var kinds: Set<String>
    /// The namespace of its DaemonSet; empty where there is none.
    package var namespace: String
    /// On how many nodes it is to run.
    package var desired: Int
    /// On how many nodes it is ready.
    package var ready: Int

    /// Makes a description of a plugin.
    package init(kinds: Set<String>, namespace: String, desired: Int, ready: Int) {
      self.kinds = kinds
      self.namespace = namespace
      self.desired = desired
      self.ready = ready
    }
  }

  /// A namespace whose annotation is looked at.
  package struct MeshedNamespace: Equatable, Sendable {
    /// Its name.
    package var name: String
    /// Whether the cluster has it.
    package var exists: Bool
    /// The value of `linkerd.io/inject`; nil where there is none.
    package var injectAnnotation: String?

    /// Makes a namespace.
    package init(name: String, exists: Bool, injectAnnotation: String?) {
      self.name = name
      self.exists = exists
      self.injectAnnotation = injectAnnotation
    }
  }

  /// What came of a pod that was asked for by a dry run.
  package struct Injection: Equatable, Sendable {
    /// What came of it.
    package enum Answer: Equatable, Sendable {
      /// The pod would get a proxy.
      case injected
      /// The pod would run without one.
      case notInjected
      /// The pod was refused, or could not be asked for.
      case refused(Problem)
    }

    /// Where it was asked for.
    package var namespace: String
    /// What came of it.
    package var answer: Answer

    /// Makes an answer.
    package init(namespace: String, answer: Answer) {
      self.namespace = namespace
      self.answer = answer
    }
  }

  /// Makes the facts of a proof.
  package init(
    namespace: String, namespaceExists: Bool, hasConfig: Bool, version: String = "",
    deployments: [Deployment],
    clusterAnchors: String?, anchorFile: AnchorFile, mutatingWebhooks: Set<String>,
    validatingWebhooks: Set<String>, customResourceDefinitions: Set<String>,
    meshedNamespaces: [MeshedNamespace], plugin: Plugin? = nil, injection: Injection? = nil
  ) {
    self.namespace = namespace
    self.namespaceExists = namespaceExists
    self.hasConfig = hasConfig
    self.version = version
    self.deployments = deployments
    self.clusterAnchors = clusterAnchors
    self.anchorFile = anchorFile
    self.mutatingWebhooks = mutatingWebhooks
    self.validatingWebhooks = validatingWebhooks
    self.customResourceDefinitions = customResourceDefinitions
    self.meshedNamespaces = meshedNamespaces
    self.plugin = plugin
    self.injection = injection
  }
}
