/// A screen of the wizard, in the order in which they come.
package enum ScreenID: String, CaseIterable, Hashable, Sendable {
  case cluster, certificates, controlPlane, namespaces, review, install

  /// Its place, counted from 1.
  package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// The screen before it; nil for the first.
  package var previous: ScreenID? {
    number > 1 ? Self.allCases[number - 2] : nil
  }

  /// The screen after it; nil for the last.
  package var next: ScreenID? {
    number < Self.allCases.count ? Self.allCases[number] : nil
  }
}
