/// The presets that the person keeps in files of their own.
package struct UserPresets: Equatable, Sendable {
  /// Those that can be used, in the order of their files' names.
  package var presets: [NamespacePreset]
  /// The files that are skipped.
  package var broken: [BrokenPreset]

  /// Makes the result of reading them.
  package init(presets: [NamespacePreset] = [], broken: [BrokenPreset] = []) {
    self.presets = presets
    self.broken = broken
  }
}

/// A preset file that can't be used.
package struct BrokenPreset: Equatable, Sendable {
  /// The file's name, without its folder.
  package var file: String
  /// What is wrong and what to do, in whole sentences, with the line where it is known.
  package var sentence: String

  /// Makes a description of what is wrong.
  package init(file: String, sentence: String) {
    self.file = file
    self.sentence = sentence
  }
}
