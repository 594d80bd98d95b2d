import Diagnosis
package import Planning

/// A preview of the plan that Review shows: asked for, or known.
package struct PreviewProgress: Equatable, Sendable {
  /// The plan that it is about.
  package var digest: String
  /// The effect that finds it out.
  package var effect: EffectID
  /// The first moment after it was asked for; nil before the clock has ticked.
  package var since: Instant?
  /// nil while it is being found out.
  package var result: Result<Preview, Problem>?

  /// Makes a preview that was asked for just now.
  package init(digest: String, effect: EffectID) {
    self.digest = digest
    self.effect = effect
  }

  /// Counts the time from the first tick: while nothing goes on, the clock seldom ticks.
  mutating func begin(at now: Instant) { since = since ?? now }

  /// What was found out; nil before, and where that failed.
  package var found: Preview? { try? result?.get() }
}

/// The pages of a preview: the objects, and behind them the manifest.
package struct PreviewPages: Equatable, Sendable {
  /// The row under the cursor on the page of objects, counted from 0 as `Preview.rows` does.
  package var cursor = 0
  /// The place in the manifest; nil while the objects are shown.
  package var reading: Reading?
  /// What is looked for in the manifest; empty where nothing is.
  package var find = ""
  /// What was typed so far to be looked for; nil while nothing is being typed.
  package var typed: String?

  /// A place in the manifest.
  package struct Reading: Equatable, Sendable {
    /// The first line in view, counted from 0.
    package var top: Int
    /// The columns that are scrolled out of view at the left.
    package var left: Int

    /// Makes a place; at the left edge unless said otherwise.
    package init(top: Int, left: Int = 0) {
      self.top = top
      self.left = left
    }
  }

  /// Makes the first page, with the cursor at its top.
  package init() {}
}

/// A row of a preview that the cursor can stand on.
package enum PreviewRow: Equatable, Sendable {
  /// A part's summary, by the part's place.
  case part(Int)
  /// An object, by the places of its part and of the object in it.
  case object(Int, Int)
}

extension Preview {
  /// How many rows there are: the parts' summaries, then the objects.
  package var rowCount: Int { parts.count + parts.reduce(0) { $0 + $1.objects.count } }

  /// The row of a number, counted from 0; nil beyond the last one.
  package func row(_ number: Int) -> PreviewRow? {
    if number < 0 { return nil }
    if number < parts.count { return .part(number) }
    var rest = number - parts.count
    for (place, part) in parts.enumerated() {
      if rest < part.objects.count { return .object(place, rest) }
      rest -= part.objects.count
    }
    return nil
  }

  /// The first line of a row's manifest.
  package func line(of row: PreviewRow) -> Int {
    switch row {
    case .part(let place): parts[place].lines.lowerBound
    case .object(let place, let number): parts[place].objects[number].lines.lowerBound
    }
  }
}

extension WizardState {
  /// Whether there is a plan that can be previewed.
  package var canPreview: Bool { phase == .asking(.review) && plan != nil }

  /// What is asked to preview the plan that Review shows; nil where there is none.
  var previewRecipe: PreviewRecipe? {
    plan.map { PlanBuilder.preview(of: $0.plan, $0.inputs, server: facts.server.value?.version) }
  }
}
