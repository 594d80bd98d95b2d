import Planning
import Testing

@testable import HostEffects

struct RepositoryIndexTests {
  /// As `helm repo index` writes it: keys in order, lists at their key's column.
  private static let asHelmWritesIt = """
    apiVersion: v1
    entries:
      linkerd-control-plane:
      - apiVersion: v2
        appVersion: edge-26.8.3
        created: "2026-08-21T19:03:10.123456789Z"
        dependencies:
        - name: partials
          repository: file://../partials
          version: 0.1.0
        description: 'Linkerd gives you observability: reliability, and
          version: 9.9.9 of nothing'
        digest: abc
        kubeVersion: '>=1.31.0-0'
        maintainers:
        - email: x@example.com
          name: Linkerd authors
        name: linkerd-control-plane
        urls:
        - https://example.com/linkerd-control-plane-2026.8.3.tgz
        version: 2026.8.3
      - apiVersion: v2
        deprecated: true
        name: linkerd-control-plane
        version: "1.10"
      linkerd-crds:
      - apiVersion: v2
        name: linkerd-crds
        version: 2026.8.3
      linkerd-viz:
      - apiVersion: v2
        name: linkerd-viz
        version: {nobody: looks}
    generated: "2026-08-21T19:03:10Z"

    """

  private func read(_ text: String) throws -> RepositoryIndex {
    try RepositoryIndex.read(Array(text.utf8))
  }

  private func chart(_ name: String, _ version: String, _ release: String) throws
    -> ChartDescription
  {
    try ChartDescription.read(
      Array("name: \(name)\nversion: \(version)\nappVersion: \(release)".utf8))
  }

  @Test(
    arguments: [
      ("2026.8.3", "edge-26.8.3", "2026.8.3"), ("2026.6.3", "edge-26.6.3", nil),
      ("1.16.11", "stable-2.14.10", "30.12.2"), ("1.12.7", "stable-2.13.7", nil),
    ] as [(String, String, String?)])
  func thePluginsChartIsTheOneOfTheSameRelease(
    version: String, release: String, plugin: String?
  ) throws {
    let kinds = version.hasPrefix("1.16") ? "1.8.0" : version.hasPrefix("1.12") ? "1.6.1" : version
    let index = RepositoryIndex(entries: [
      "linkerd-crds": [try chart("linkerd-crds", kinds, release)],
      "linkerd-control-plane": [try chart("linkerd-control-plane", version, release)],
      "linkerd2-cni": [
        try chart("linkerd2-cni", "30.12.1", "stable-2.14.10"),
        try chart("linkerd2-cni", "30.12.2", "stable-2.14.10"),
        try chart("linkerd2-cni", "2026.8.3", "edge-26.8.3"),
      ],
    ])
    #expect(try ChartPairs.versions(index).map(\.pluginVersion) == [plugin])
  }

  @Test func entriesAreReadAsHelmWritesThem() throws {
    let index = try read(Self.asHelmWritesIt)
    let planes = try #require(index.entries["linkerd-control-plane"])
    #expect(planes.map(\.version) == ["2026.8.3", "1.10"])
    #expect(planes.first?.appVersion == "edge-26.8.3")
    #expect(planes.first?.kubeVersion == ">=1.31.0-0")
    #expect(planes.first?.digest == "abc")
    #expect(planes.first?.urls == ["https://example.com/linkerd-control-plane-2026.8.3.tgz"])
    #expect(planes.last?.deprecated == true)
    #expect(index.entries["linkerd-crds"]?.map(\.version) == ["2026.8.3"])
    #expect(index.entries["linkerd-viz"] == nil)
  }

  @Test func onlyTheWantedLinesAreKept() throws {
    let outline = try #require(
      IndexOutline.cut(
        Array(Self.asHelmWritesIt.utf8), charts: ["linkerd-crds"], keys: ["name", "version"]))
    #expect(
      String(decoding: outline, as: UTF8.self) == """
        entries:
          linkerd-crds:
          -
            name: linkerd-crds
            version: 2026.8.3

        """)
  }

  @Test func theWayInWhichAnIndexIsWrittenMakesNoDifference() throws {
    let expected = try read(Self.asHelmWritesIt)
    let entries = """
      entries:
          linkerd-control-plane:
              - appVersion: edge-26.8.3
                digest: abc
                kubeVersion: >-
                  >=1.31.0-0
                name: linkerd-control-plane
                urls: [ "https://example.com/linkerd-control-plane-2026.8.3.tgz" ]
                version: 2026.8.3
              - {deprecated: true, name: linkerd-control-plane, version: "1.10"}

          # The kinds of objects.
          linkerd-crds:
              - name: linkerd-crds
                version: 2026.8.3
      """
    #expect(try read(entries) == expected)
    #expect(try read(entries.replacing("\n", with: "\r\n")) == expected)
    #expect(try read("---\n" + entries) == expected)
    let quoted = entries.replacing("linkerd-crds:", with: "\"linkerd-crds\":")
    #expect(try read(quoted) == expected)
    let anchored = Self.asHelmWritesIt
      .replacing("created: \"", with: "created: &when \"")
      .replacing("digest: abc", with: "digest: &sum abc")
    #expect(try read(anchored) == expected)
    #expect(try read(String(decoding: expected.json, as: UTF8.self)) == expected)
  }

  @Test func entriesThatDescribeNoChartAreLeftOut() throws {
    let text = Self.asHelmWritesIt.replacing(
      "  linkerd-crds:\n",
      with: """
          linkerd-crds:
          - null
          - apiVersion: v2
            description: neither a name nor a version
          -
          - name: linkerd-crds
            version: [1]

        """
    ).replacing("  linkerd-viz:\n", with: "  nothing:\n  empty: []\n  linkerd-viz:\n")
    #expect(try read(text).entries["linkerd-crds"]?.map(\.version) == ["2026.8.3"])
    let json =
      #"{"entries":{"linkerd-crds":[null,{},{"name":"linkerd-crds","version":"1.8.0"}],"x":null}}"#
    #expect(try read(json).entries["linkerd-crds"]?.map(\.version) == ["1.8.0"])
  }

  @Test(arguments: ["<html>", "", "entries: 3", "entries:\n  linkerd-crds: text\n", "- a\n- b\n"])
  func whatIsNoIndexOffersNothing(text: String) {
    let index = try? read(text)
    #expect(index?.entries.values.allSatisfy(\.isEmpty) ?? true)
  }
}
