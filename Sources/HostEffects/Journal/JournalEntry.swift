package import Planning

/// One thing that a run wrote down, before or after it happened.
///
/// A journal is a file of lines, each an entry as JSON. It holds no secret: of certificates only
/// the public fingerprints.
package struct JournalEntry: Codable, Equatable, Sendable {
  /// When it was written.
  package var at: Instant
  /// What it tells.
  package var event: Event

  /// Makes an entry.
  package init(at: Instant, event: Event) {
    self.at = at
    self.event = event
  }

  /// What an entry tells.
  package enum Event: Codable, Equatable, Sendable {
    /// The run begins: what is to be done, where, and by which process of the wizard.
    case began(Beginning)
    /// A later wizard goes on with the run, by the plan of that digest: the first with its repairs.
    case resumed(Beginning)
    /// The item of that id is about to be done.
    case itemStarted(String)
    /// A program was started for the item of that id.
    case childStarted(String, ProcessMark)
    /// What the item of that id was to make was there already, made by somebody else.
    case foundThere(String)
    /// How the item of that id ended.
    case itemEnded(String, Ending)
  }

  /// What a run is about.
  package struct Beginning: Codable, Equatable, Sendable {
    /// The wizard's own version.
    package var programVersion: String
    /// The confirmed plan's digest; the plan itself lies beside the journal.
    package var digest: String
    /// The cluster that is worked on.
    package var cluster: ClusterIdentity
    /// The ids of the plan's items, in its order.
    package var items: [String]
    /// The wizard.
    package var process: ProcessMark
    /// The name of the run that is taken back; nil for an install.
    package var undoes: String?

    /// Tells what a run is about.
    package init(plan: Plan, process: ProcessMark) {
      programVersion = plan.programVersion
      digest = plan.digest
      cluster = plan.cluster
      items = plan.items.map(\.id)
      self.process = process
      undoes = plan.undoes
    }
  }

  /// How an item ended.
  package enum Ending: Codable, Equatable, Sendable {
    /// With the SHA-256 fingerprints of the certificates that it made, by path; empty for others.
    case done(certificates: [String: String])
    /// With the code of the problem and its sentence.
    case failed(code: String, sentence: String)
    /// The person stopped it.
    case stopped
  }
}
