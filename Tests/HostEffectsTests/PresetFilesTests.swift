import Diagnosis
import Foundation
import Planning
import Testing

@testable import HostEffects

struct PresetFilesTests {
  private static func read(_ files: [String: String]) throws -> UserPresets {
    let folder = try TemporaryFolder()
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }
    return PresetFiles.read(folder: folder.path)
  }

  @Test func aPresetIsAFileOfItsOwn() throws {
    let found = try Self.read([
      "payments.yaml": "title: Payments\nnamespaces: [billing, ledger]\nnote: Ask first.\n",
      "b.yml": "namespaces:\n  - { name: search, inject: enabled }\n", "notes.txt": "no preset",
      ".hidden.yaml": "{",
    ])
    #expect(
      found
        == UserPresets(presets: [
          NamespacePreset(id: "b", title: "b", namespaces: [NamespaceAnswer("search")]),
          NamespacePreset(
            id: "payments", title: "Payments",
            namespaces: [NamespaceAnswer("billing"), NamespaceAnswer("ledger")],
            note: "Ask first."),
        ]))
  }

  @Test(
    arguments: [
      ("namespaces: [a", "Line "), ("- a\n- b\n", "holds no keys"), ("title: x\n", "no namespace"),
      ("namespaces: []\n", "no namespace"), ("namespaces: [Bad_Name]\n", "Bad_Name"),
      ("namespace: [a]\n", "no key “namespace”"), ("namespaces: a\n", "list of names"),
      ("title: [x]\nnamespaces: [a]\n", "title wants a text"), ("", "holds no keys"),
      ("namespaces: [&a b, *a]\n", "Line 1"),
    ] as [(String, String)])
  func aBrokenFileIsSaidAndSkipped(text: String, said: String) throws {
    let found = try Self.read(["bad.yaml": text, "good.yaml": "namespaces: [shop]\n"])
    #expect(found.presets.map(\.id) == ["good"])
    #expect(found.broken.map(\.file) == ["bad.yaml"])
    #expect(found.broken.first?.sentence.contains(said) == true, "\(found.broken)")
  }

  @Test func aNameThatIsTakenIsSaid() throws {
    let found = try Self.read([
      "direktiv.yaml": "namespaces: [a]\n", "x.yaml": "namespaces: [a]\n",
      "x.yml": "namespaces: [b]\n",
    ])
    #expect(found.presets.map(\.id) == ["x"])
    #expect(found.broken.map(\.file) == ["direktiv.yaml", "x.yml"])
  }

  @Test func aFolderThatIsNotThereHoldsNone() throws {
    let folder = try TemporaryFolder()
    #expect(PresetFiles.read(folder: folder.path + "/none") == UserPresets())
  }

  @Test func theFolderFollowsXDG() {
    #expect(
      WizardFolders(environment: ["HOME": "/h"], working: "/").presets
        == "/h/.config/linkerd-wizard/presets")
    #expect(
      WizardFolders(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/c"], working: "/").presets
        == "/c/linkerd-wizard/presets")
    #expect(
      WizardFolders(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "c"], working: "/").presets
        == "/h/.config/linkerd-wizard/presets")
  }
}
