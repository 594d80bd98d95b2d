package import Planning

/// Something on a screen that can have the focus.
package enum ControlID: Hashable, Sendable {
  case field(FieldID)
  case list(ListID)
  case button(ButtonID)
}

/// A list whose rows can be walked through.
package enum ListID: String, Hashable, Sendable {
  /// The checks of the cluster screen.
  case checks
  case namespaces
  /// What Review shows: the answered screens, then the plan's items.
  case review
  /// The output of the run's commands.
  case output
  /// The closing page: what to do next, then where the files are.
  case closing
}

/// A button.
package enum ButtonID: String, Hashable, Sendable {
  case back, next
  /// Starts the run, on Review.
  case install
  /// After a failed item.
  case retry, saveLog, showUndo, quit
  /// Leaves the closing page.
  case finish
  /// Hands the terminal to a credentials helper, on the cluster screen.
  case signIn
  /// Opens the presets, on the namespaces screen.
  case preset
}
