/// What the plain front end is to print now.
package struct PlainOutput: Equatable, Sendable {
  /// Whole lines, each with its line feed; empty where there is nothing new.
  package var text: String
  /// What to print behind the text, without a line feed, before a line is read.
  ///
  /// nil while nothing can be answered because the host is at work. Empty where the prompt stands
  /// on the terminal already.
  package var prompt: String?

  /// Makes an output.
  package init(text: String, prompt: String?) {
    self.text = text
    self.prompt = prompt
  }
}
