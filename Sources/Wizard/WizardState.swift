package import Diagnosis
package import Planning

/// Everything that the wizard knows: the same state always gives the same screen.
package struct WizardState: Equatable, Sendable {
  /// What the program was started with.
  package var options: LaunchOptions
  /// What the wizard is doing.
  package var phase = Phase.asking(.cluster)
  /// What was answered so far.
  package var answers: Answers
  /// What the host has told so far.
  package var facts = ClusterFacts()
  /// Where the caret stands and whether problems are shown, for fields that were visited.
  package var drafts: [FieldID: FieldDraft] = [:]
  /// The control that takes the keys.
  package var focus = ControlID.field(.context)
  /// The row under the cursor of each list, counted from 0.
  package var cursors: [ListID: Int] = [:]
  /// The text of the namespaces' filter; nil while there is none.
  package var namespaceFilter: String?
  /// The order in which namespaces are listed.
  package var namespaceOrder = NamespaceOrder.name
  /// Whether what is typed goes into the filter.
  package var isFiltering = false
  /// The preset that was chosen last, by its name; nil for none.
  package var namespacePreset: String?
  /// What followed from the chosen namespaces at the end of the last event.
  var keptNamespaces: ChosenNamespaces?
  /// Whether the list of workloads was opened, so that it is read also where nothing is restarted.
  package var wantsWorkloads = false
  /// What lies over the screen; nil where nothing does.
  package var dialog: Dialog?
  /// A line about what just happened, shown until the next key; nil where there is none.
  package var notice: Notice?
  /// The screens that Next has led to, so that Review can lead back and forth.
  package var furthest = ScreenID.cluster
  /// The plan that Review shows; nil while it can't be built.
  package var plan: ReviewedPlan?
  /// The plan that Review showed last, which it shows again where nothing has changed meanwhile.
  package var lastPlan: ReviewedPlan?
  /// The preview of `plan`; nil where nobody asked for one.
  package var preview: PreviewProgress?
  /// The run that was left in the middle; nil where none is known of.
  package var interruption: Interruption?
  /// The answers of a wizard that was left before, while they are offered; nil for none.
  package var draft: AnswersDraft?
  /// The answers that the wizard began with.
  let firstAnswers: Answers
  /// Whether a run that was left in the middle has been looked for.
  var hasLookedForRun = false
  /// The present moment, as the last tick told it.
  package var now: Instant
  /// Effects that have not told their last yet.
  package var pending: [EffectID: Effect] = [:]
  /// The name for the next request.
  package var nextID = EffectID(1)
  /// For each fact, the effect that was last asked for it.
  package var asked: [FactSlot: EffectRequest] = [:]

  /// Makes the state of a program that has just started.
  package init(options: LaunchOptions, answers: Answers = Answers(), now: Instant) {
    self.options = options
    self.answers = answers
    firstAnswers = answers
    self.now = now
  }
}

/// What the wizard is doing.
package enum Phase: Equatable, Sendable {
  case asking(ScreenID)
  /// The run goes on, or waits for a decision after a failure.
  case running(RunProgress)
  /// The closing page.
  case finished(Outcome)
}

/// The state of a field beside its text.
package struct FieldDraft: Equatable, Sendable {
  /// The caret's place in the text, in characters; at the end where it is larger.
  package var caret: Int
  /// The text as it is typed, while the field is being edited; nil where the answer says it.
  package var text: String?
  /// Whether the field was left once, so that its problems are shown.
  package var isTouched: Bool

  /// Makes a draft.
  package init(caret: Int = .max, text: String? = nil, isTouched: Bool = false) {
    self.caret = caret
    self.text = text
    self.isTouched = isTouched
  }
}

/// A short text about what just happened.
package struct Notice: Equatable, Sendable {
  /// The tone of a notice.
  package enum Kind: Equatable, Sendable {
    case done, warning, failed
  }

  /// How it is meant.
  package var kind: Kind
  /// One or two whole sentences.
  package var text: String

  /// Makes a notice.
  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// A plan with what it was built from, so that it is built anew only where something changed.
package struct ReviewedPlan: Equatable, Sendable {
  /// What a confirmed run would carry out.
  package var plan: Plan
  /// The plan's digest: confirming it confirms the plan.
  package var digest: String
  /// Everything that decided the plan.
  package var inputs: PlanInputs
  /// The answers and facts that the inputs were taken from: where these are the same, so is all.
  var basis: PlanBasis?

  /// Makes a reviewed plan.
  package init(plan: Plan, digest: String, inputs: PlanInputs) {
    self.plan = plan
    self.digest = digest
    self.inputs = inputs
  }
}

/// What a plan's inputs are taken from. Comparing two costs little where their lists are the same.
struct PlanBasis: Equatable, Sendable {
  var answers: Answers
  var facts: ClusterFacts

  /// Takes what decides a plan from a state.
  init(_ state: WizardState) {
    answers = state.answers
    facts = state.facts
  }
}

/// A fact of `ClusterFacts` that is asked for by an effect.
package enum FactSlot: String, CaseIterable, Hashable, Sendable {
  case contexts, kubectl, helm
  case server, access, linkerd, gatewayAPI, clocks, network, namespaces
  case directory, step, engine, given
  case chartVersions, charts, valuesFiles, repositories, pullSecrets, presets, services,
    workloads
}
