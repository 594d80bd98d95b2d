package import Planning

/// One line of checks on the cluster screen, and one check of `linkerd-wizard check`.
package struct CheckRow: Equatable, Sendable {
  /// How a check stands.
  package enum Mark: String, Codable, Sendable {
    case waiting, running, passed, warning, failed
  }

  /// A stable name, such as `kubernetes-version`.
  package var id: String
  /// How the check stands.
  package var mark: Mark
  /// What was looked at and found, such as `Kubernetes 1.33.2`.
  package var text: String
  /// A short fact for the right side, such as a path; empty where there is none.
  package var note: String
  /// Why it is not passed and what to do, in whole sentences; empty where it passed or runs.
  package var reason: String
  /// What to do about it, in whole sentences; empty where nothing is to be done.
  package var remedy: String
  /// When it was asked; nil unless it runs.
  package var since: Instant?
  /// The category of `linkerd check` that it belongs to, or our own; empty where there is none.
  package var category = ""
  /// Where Linkerd's page of hints tells more; empty where it has no section about it.
  package var hint = ""

  /// Makes a row.
  package init(
    id: String, mark: Mark, text: String, note: String = "", reason: String = "",
    remedy: String = "", since: Instant? = nil
  ) {
    self.id = id
    self.mark = mark
    self.text = text
    self.note = note
    self.reason = reason
    self.remedy = remedy
    self.since = since
  }
}
