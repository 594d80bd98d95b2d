import FoundationEssentials

/// A Swift file of the project, as text.
struct SourceFile: Sendable {
  /// Relative to the project, such as `Sources/Wizard/Event.swift`.
  var path: String
  var lines: [String]

  /// The folder below Sources or Tests.
  var module: String { String(path.split(separator: "/")[1]) }
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The modules that it imports.
  var imports: [String] {
    lines.compactMap { line in
      var words = line.split(separator: " ").map(String.init)
      while let first = words.first, first.hasPrefix("@") || Self.accessWords.contains(first) {
        words.removeFirst()
      }
      guard words.first == "import", let last = words.last, words.count < 4 else { return nil }
      return String(last.prefix { $0 != "." })
    }
  }

  private static let accessWords: Set = ["package", "public", "internal", "private", "fileprivate"]

  /// The code of each line, with its number: without comments and without what stands in quotes.
  var code: [(number: Int, text: String)] {
    var isInText = false
    return lines.enumerated().map { index, line in
      let quotes = line.components(of: "\"\"\"") - 1
      defer { if quotes % 2 == 1 { isInText.toggle() } }
      return (index + 1, isInText || quotes > 0 ? "" : Self.withoutTextsAndComments(line))
    }
  }

  private static func withoutTextsAndComments(_ line: String) -> String {
    var code = ""
    var isInText = false
    var isEscaped = false
    var previous: Character = " "
    for character in line {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isInText = false
        }
      } else if character == "\"" {
        isInText = true
      } else if character == "/", previous == "/" {
        return String(code.dropLast())
      } else {
        code.append(character)
      }
      previous = character
    }
    return code
  }
}

extension String {
  fileprivate func components(of separator: String) -> Int {
    var count = 1
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}

/// The project's Swift files, read once.
enum SourceTree {
  /// The project's folder.
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  static let sources = files(under: "Sources")
  static let tests = files(under: "Tests")

  /// All files below a folder, whatever they are called.
  static func paths(under folder: String) -> [String] {
    let all = try? FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
    return (all ?? []).sorted().map { folder + "/" + $0 }
  }

  /// A file as text; nil where it is none.
  static func text(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: root + "/" + path) else { return nil }
    return String(validating: data, as: UTF8.self)
  }

  private static func files(under folder: String) -> [SourceFile] {
    paths(under: folder).filter { $0.hasSuffix(".swift") }.map { path in
      let text = text(of: path) ?? ""
      return SourceFile(
        path: path,
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }
}
