import Diagnosis
import Glibc
import Planning
import Wizard

/// The person's own presets of namespaces: one YAML file each.
enum PresetFiles {
  /// What is read at most, so that a folder of something else does no harm.
  private static let mostFiles = 200

  /// Reads all `.yaml` and `.yml` files of a folder; a folder that isn't there holds none.
  ///
  /// A file that can't be used is told and skipped; so is the folder where it can't be read.
  static func read(folder: String) -> UserPresets {
    guard let directory = opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return UserPresets() }
      let reason = String(cString: strerror(errno))
      return UserPresets(
        broken: [BrokenPreset(file: folder, sentence: "It can't be read: \(reason).")])
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix("."), stem(of: name) != nil { names.append(name) }
    }
    var found = UserPresets()
    for name in names.sorted().prefix(mostFiles) { take(name, in: folder, &found) }
    return found
  }

  private static func take(_ name: String, in folder: String, _ found: inout UserPresets) {
    let shown = TerminalText.harmless(name)
    func skip(_ line: Int?, _ sentence: String) {
      let place = line.map { "Line \($0): " } ?? ""
      found.broken.append(
        BrokenPreset(file: shown, sentence: TerminalText.harmless(place + sentence)))
    }
    let id = stem(of: shown) ?? shown
    guard !NamespacePresets.all.contains(where: { $0.id == id }),
      !found.presets.contains(where: { $0.id == id })
    else {
      return skip(nil, "There is a preset \(id) already. Give the file another name.")
    }
    do {
      let node = try AnswersFile.read(
        FileBytes.read("\(folder)/\(name)", limit: AnswersFile.largestText))
      switch PresetReader.read(node, id: id) {
      case .success(let preset): found.presets.append(preset.harmless)
      case .failure(let wrong):
        skip(
          wrong.line,
          [wrong.problem.sentence, wrong.problem.remedy].filter { !$0.isEmpty }
            .joined(separator: " "))
      }
    } catch let problem as YAMLProblem {
      skip(problem.line, problem.sentence)
    } catch let problem as FileProblem {
      skip(nil, problem.sentence)
    } catch {
      skip(nil, "It can't be read.")
    }
  }

  /// A file's name without `.yaml` or `.yml`; nil where it has another ending.
  private static func stem(of name: String) -> String? {
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count))
    }
    return nil
  }
}

extension NamespacePreset {
  /// The same, harmless to a terminal.
  fileprivate var harmless: NamespacePreset {
    NamespacePreset(
      id: id, title: TerminalText.harmless(title), namespaces: namespaces, offered: offered,
      note: TerminalText.harmless(note))
  }
}
