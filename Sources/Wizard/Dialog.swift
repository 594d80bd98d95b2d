package import Planning

/// Something that lies over the screen and takes the keys until it is closed.
package enum Dialog: Equatable, Sendable {
  /// The keys of the screen below and the help of the focused question.
  case help(scroll: Int)
  /// The options of a question, to pick one.
  case picker(Picker)
  /// A text to read: an item in full, the undo commands, what to do next.
  case reading(Reading)
  case confirmQuit(selected: Int)
  case confirmStop(selected: Int)
  /// What the plan would make of the cluster; what is known of it is in the state.
  case preview(PreviewPages)
  /// What is to become of a run that was begun before; what is known of it is in the state.
  case pastRun(PastRunDialog)
  /// Whether the answers of a wizard that was left before are taken.
  case draft(selected: Int)
  /// One line of text is asked for.
  case asking(TextQuestion)

  /// A list of options that is open.
  package struct Picker: Equatable, Sendable {
    /// What is chosen.
    package var subject: Subject
    /// What was typed to narrow the list.
    package var filter: String
    /// The row under the cursor, among those that the filter leaves.
    package var cursor: Int

    /// What a list of options is opened for.
    package enum Subject: Equatable, Sendable {
      case field(FieldID)
      case preset
      /// The workloads that are restarted; choosing one leaves it out, or no longer.
      case workloads
    }

    /// Makes a picker.
    package init(subject: Subject, filter: String = "", cursor: Int = 0) {
      self.subject = subject
      self.filter = filter
      self.cursor = cursor
    }
  }

  /// A page of text.
  package struct Reading: Equatable, Sendable {
    /// What it is about.
    package var title: String
    /// The text, line by line; longer lines are wrapped by who shows them.
    package var lines: [String]
    /// The first line shown, counted from 0.
    package var scroll: Int

    /// Makes a page.
    package init(title: String, lines: [String], scroll: Int = 0) {
      self.title = title
      self.lines = lines
      self.scroll = scroll
    }
  }

  /// A question for one line of text.
  package struct TextQuestion: Equatable, Sendable {
    /// What the text is wanted for.
    package var purpose: Purpose
    /// What was typed so far.
    package var text: String
    /// The caret's place, in characters from the start.
    package var caret: Int
    /// What is wrong with the text; nil while nobody has looked.
    package var problem: Problem?

    /// What a line of text is wanted for.
    package enum Purpose: Equatable, Sendable {
      case namespaceName, scriptPath, logPath, find
      case opaquePorts(namespace: String)
    }

    /// Makes a question; the caret stands at the end.
    package init(purpose: Purpose, text: String = "", problem: Problem? = nil) {
      self.purpose = purpose
      self.text = text
      caret = text.count
      self.problem = problem
    }
  }
}
