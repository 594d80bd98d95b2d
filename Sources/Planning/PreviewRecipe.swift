/// What is asked to find out what a plan would make: how its manifests are rendered, and where it
/// is asked about them.
///
/// It names no private key, and nothing in it changes anything.
package struct PreviewRecipe: Equatable, Sendable {
  /// The cluster that is asked.
  package var cluster: ClusterIdentity
  /// The kubectl that asks.
  package var kubectl: Tool
  /// What the plan's items make, in the order in which they do.
  package var parts: [Part]
  /// What is to be known about all of it, in whole sentences.
  package var notes: [String]

  /// What one item makes, or several of the same purpose.
  package struct Part: Equatable, Sendable {
    /// Helm's release, or the word for what kubectl does.
    package var name: String
    /// The namespace of objects whose own is not told; nil where there are none.
    package var namespace: String?
    /// Who sets the fields, as the API server remembers it.
    package var fieldManager: String
    /// Where its manifest comes from.
    package var source: Source

    /// Makes a part.
    package init(name: String, namespace: String?, fieldManager: String, source: Source) {
      self.name = name
      self.namespace = namespace
      self.fieldManager = fieldManager
      self.source = source
    }
  }

  /// Where a manifest comes from.
  package enum Source: Equatable, Sendable {
    /// It is known as it is: YAML documents, no secrets.
    case manifest(String)
    /// Helm renders it.
    case chart(Rendering)
  }

  /// How Helm renders a chart.
  package struct Rendering: Equatable, Sendable {
    /// Asks the cluster, and writes nothing there.
    package var dryRun: Command
    /// The same without asking the cluster, for charts whose kinds it doesn't know yet.
    package var template: Command
    /// Values that come from files of the preview's own.
    package var texts: [ValueText]

    /// Makes a rendering.
    package init(dryRun: Command, template: Command, texts: [ValueText]) {
      self.dryRun = dryRun
      self.template = template
      self.texts = texts
    }
  }

  /// A value that is handed to Helm in a file.
  package struct ValueText: Equatable, Sendable {
    /// The value's key.
    package var key: String
    /// What is in the file: a certificate, or a placeholder.
    package var text: String

    /// Makes a value.
    package init(key: String, text: String) {
      self.key = key
      self.text = text
    }
  }

  /// Makes a recipe.
  package init(cluster: ClusterIdentity, kubectl: Tool, parts: [Part], notes: [String]) {
    self.cluster = cluster
    self.kubectl = kubectl
    self.parts = parts
    self.notes = notes
  }
}
