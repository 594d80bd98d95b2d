import Testing

/// The shape of the project: what may import what, and what no source may do.
struct ArchitectureTests {
  /// What each module may import; modules of our own and outside packages alike.
  static let graph: [String: Set<String>] = [
    "Planning": ["Crypto"],
    "Diagnosis": ["Planning"],
    "Wizard": ["Planning", "Diagnosis"],
    "TerminalModel": [],
    "Screens": ["TerminalModel", "Wizard", "Planning", "Diagnosis"],
    "MeshCertificates": [
      "Planning", "X509", "Crypto", "SwiftASN1", "FoundationEssentials", "Glibc",
    ],
    "HostEffects": [
      "Wizard", "Planning", "Diagnosis", "MeshCertificates", "Subprocess", "SystemPackage", "Yams",
      "Logging", "Crypto", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch",
    ],
    "CNCurses": [],
    "CursesTerminal": ["TerminalModel", "CNCurses", "Glibc", "Synchronization"],
    "PracticeCluster": [
      "FlyingFox", "FlyingSocks", "Crypto", "X509", "SwiftASN1", "FoundationEssentials", "Glibc",
      "Synchronization",
    ],
    "linkerd-wizard": [
      "CursesTerminal", "TerminalModel", "Screens", "Wizard", "Planning", "Diagnosis",
      "HostEffects", "MeshCertificates", "PracticeCluster", "ArgumentParser",
      "FoundationEssentials", "Glibc", "Synchronization", "Dispatch",
    ],
  ]

  static let pureModules: Set = ["Planning", "Diagnosis", "Wizard", "TerminalModel", "Screens"]

  /// Files that are longer than others, and why.
  static let longFiles: [String: String] = [:]

  @Test func sourcesAreFound() {
    #expect(SourceTree.sources.count > 200)
    #expect(SourceTree.tests.count > 50)
  }

  @Test func everyModuleIsKnownAndImportsOnlyWhatItMay() {
    #expect(Set(SourceTree.sources.map(\.module)).isSubset(of: Self.graph.keys))
    for file in SourceTree.sources {
      let surplus = Set(file.imports).subtracting(Self.graph[file.module] ?? [])
      #expect(surplus.isEmpty, "\(file.path) imports \(surplus.sorted())")
    }
  }

  @Test func importsMakeNoCircle() {
    var left = Self.graph.mapValues { $0.intersection(Self.graph.keys) }
    while let leaf = left.first(where: { $0.value.isEmpty })?.key {
      left[leaf] = nil
      left = left.mapValues { $0.subtracting([leaf]) }
    }
    #expect(left.isEmpty, "in a circle: \(left.keys.sorted())")
  }

  @Test func everyPackageDeclarationIsDocumented() {
    for file in SourceTree.sources {
      for (index, line) in file.lines.enumerated() where Self.isPackageDeclaration(line) {
        #expect(Self.isDocumented(index, in: file.lines), "\(file.path):\(index + 1)")
      }
    }
  }

  @Test func pureModulesTouchNothingOutside() {
    let forbidden = [
      "Date()", "Process(", "ProcessInfo", "print(", "getenv", ".random(in:", "randomElement()",
      "shuffled()", "SystemRandomNumberGenerator", "FileManager", "ContinuousClock", "Task {",
      "Task.detached", "readLine(",
    ]
    for file in SourceTree.sources where Self.pureModules.contains(file.module) {
      for line in file.code {
        for word in forbidden where line.text.holds(word) && !line.text.contains("using:") {
          Issue.record("\(file.path):\(line.number) uses \(word)")
        }
      }
    }
  }

  @Test func noSourceTrapsOnPurpose() {
    for file in SourceTree.sources {
      for line in file.code {
        for word in ["try!", "as!", "fatalError(", "preconditionFailure("]
        where line.text.holds(word) {
          Issue.record("\(file.path):\(line.number) uses \(word)")
        }
      }
    }
  }

  @Test func fileNamesAreUniqueAndConcrete() {
    let places = Dictionary(grouping: SourceTree.sources, by: \.name)
    for (name, files) in places {
      #expect(files.count == 1, "\(files.map(\.path))")
      for vague in ["Utils", "Common", "Manager", "Helper"] {
        #expect(!name.contains(vague), "\(name)")
      }
    }
  }

  @Test func noPrivateKeyLiesOutsideTests() {
    let opening = ["-----BEGIN", "PRIVATE KEY-----"]
    for path in SourceTree.paths(under: "Sources") + SourceTree.paths(under: "assets") {
      guard let text = SourceTree.text(of: path) else { continue }
      let lines = text.split(separator: "\n").map(String.init)
      for (index, line) in lines.enumerated() where opening.allSatisfy(line.contains) {
        // The words alone are needed to recognise a key; with a body they are one.
        let body = index + 1 < lines.count ? lines[index + 1] : ""
        let letters = body.filter { $0.isLetter || $0.isNumber || "+/=".contains($0) }
        #expect(letters.count < 40 || body.contains(" "), "\(path):\(index + 1)")
      }
    }
  }

  @Test func everyTestFolderMirrorsAModule() {
    let modules = Set(SourceTree.sources.map(\.module))
    let others: Set = ["ArchitectureTests", "EndToEndTests", "TestSupport"]
    for folder in Set(SourceTree.tests.map(\.module)) {
      let isMirror = folder.hasSuffix("Tests") && modules.contains(String(folder.dropLast(5)))
      #expect(isMirror || others.contains(folder), "\(folder)")
    }
  }

  @Test func filesCanBeReadInOneSitting() {
    for file in SourceTree.sources + SourceTree.tests where file.lines.count > 400 {
      #expect(Self.longFiles[file.path] != nil, "\(file.path): \(file.lines.count) lines")
    }
    for path in Self.longFiles.keys {
      #expect((SourceTree.sources + SourceTree.tests).contains { $0.path == path }, "\(path)")
    }
  }

  private static func isPackageDeclaration(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "package"), place <= 2,
      words[..<place].allSatisfy({ $0.hasPrefix("@") }), words.count > place + 1
    else { return false }
    return words[place + 1] != "import" && !words[place + 1].hasPrefix("extension")
  }

  /// Whether a `///` stands above that line, or above the attributes that do.
  private static func isDocumented(_ index: Int, in lines: [String]) -> Bool {
    var above = index - 1
    while above >= 0, lines[above].trimmed.hasPrefix("@") { above -= 1 }
    return above >= 0 && lines[above].trimmed.hasPrefix("///")
  }
}

extension String {
  fileprivate var trimmed: Substring { drop { $0 == " " } }

  /// Whether the word stands here by itself, not as the end of a longer one.
  fileprivate func holds(_ word: String) -> Bool {
    var rest = self[...]
    while let found = rest.firstRange(of: word) {
      let before = found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " "
      let isLonger = before.isLetter || before.isNumber || before == "_"
      if word.hasPrefix(".") || !isLonger { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }
}
