import Glibc
import Planning
import Testing
import Wizard

@testable import HostEffects

struct ChartCacheTests {
  private static let digest = FileDigest.of("chart\n".utf8)
  private let edge = ChartSource.repository(
    url: "http://127.0.0.1:1/edge", preferredName: "linkerd-edge")
  private let version = ChartVersion(
    version: "2026.8.3", crdsVersion: "2026.8.3", appVersion: "edge-26.8.3",
    kubeVersion: ">=1.31.0-0")

  private func index(digest: String) -> String {
    """
    entries:
      linkerd-control-plane:
      - {name: linkerd-control-plane, version: 2026.8.3, appVersion: edge-26.8.3, kubeVersion: ">=1.31.0-0", digest: \(digest)}
      linkerd-crds:
      - {name: linkerd-crds, version: 2026.8.3, digest: \(digest)}
    """
  }

  /// Helm that writes the index where it is told, and pulls charts of one line.
  private func helm(digest: String) -> String {
    """
    'repo add'*) echo "$HELM_REPOSITORY_CONFIG $HELM_NAMESPACE" > $here/config-used
    cat > "$HELM_REPOSITORY_CACHE/wizard-index.yaml" <<'E'
    \(index(digest: digest))
    E
    exit 0;;
    pull*) name=${2#wizard/}; cp "$HELM_REPOSITORY_CACHE/wizard-index.yaml" $here/index-of-$name; echo chart > "$6/$name-$4.tgz"; exit 0;;

    """
  }

  @Test func versionsAreListedWithAConfigurationOfTheWizardsOwn() async throws {
    let host = try FakeHost(helm: helm(digest: "x"))
    #expect(
      await host.report(of: .listChartVersions(edge, helm: host.helm))
        == .chartVersions(.success([version])))
    #expect(host.trace == ["helm repo add wizard http://127.0.0.1:1/edge --force-update"])
    let used = host.folder.text("config-used")
    #expect(used.hasPrefix("\(host.folder.path)/cache/linkerd-wizard/charts/"))
    #expect(used.hasSuffix("repositories.yaml \n"))
  }

  @Test func chartsAreFetchedOnceAndHashed() async throws {
    let host = try FakeHost(helm: helm(digest: Self.digest))
    for _ in 1...2 {
      let report = await host.report(of: .fetchCharts(edge, version, helm: host.helm))
      guard case .charts(.success(let charts)) = report else {
        Issue.record("\(String(describing: report))")
        return
      }
      #expect(charts.crds?.sha256 == Self.digest)
      #expect(charts.controlPlane.path.hasSuffix("/linkerd-control-plane-2026.8.3.tgz"))
      #expect(charts.crds.flatMap { mode(of: $0.path) } != nil)
    }
    #expect(host.trace.filter { $0.contains("pull") }.count == 2)
    let offered = try RepositoryIndex.read(Array(host.folder.text("index-of-linkerd-crds").utf8))
    #expect(offered.entries.mapValues { $0.map(\.version) } == ["linkerd-crds": ["2026.8.3"]])
  }

  @Test func aDamagedChartIsRefused() async throws {
    let host = try FakeHost(helm: helm(digest: String(repeating: "0", count: 64)))
    guard
      case .charts(.failure(let problem)) = await host.report(
        of: .fetchCharts(edge, version, helm: host.helm))
    else {
      Issue.record("it was taken")
      return
    }
    #expect(problem.code == "chart-digest-mismatch")
  }

  @Test func aFailedFetchLeavesNoStageBehind() async throws {
    let host = try FakeHost(
      helm: helm(digest: Self.digest).replacing(
        "pull*)", with: "pull*) echo Error: no >&2; exit 1;"))
    guard
      case .charts(.failure) = await host.report(of: .fetchCharts(edge, version, helm: host.helm))
    else {
      Issue.record("it was taken")
      return
    }
    let rooms = "\(host.folder.path)/cache/linkerd-wizard/charts"
    let room = try #require(try FolderListing.names(in: rooms).first)
    #expect(try FolderListing.names(in: "\(rooms)/\(room)").allSatisfy { !$0.hasPrefix("stage") })
  }

  @Test func ownChartsOfDifferentReleasesAreRefused() async throws {
    let host = try FakeHost(
      helm: """
        'show chart'*) case "$3" in
        *control-plane*) echo "name: linkerd-control-plane"; echo "version: 2026.8.3";;
        *) echo "name: linkerd-crds"; echo "version: 1.8.0";; esac
        exit 0;;

        """)
    let folder = try TemporaryFolder()
    try folder.write("linkerd-crds-1.8.0.tgz", "a")
    try folder.write("linkerd-control-plane-2026.8.3.tgz", "b")
    let report = await host.report(
      of: .listChartVersions(.directory(path: folder.path), helm: host.helm))
    guard case .chartVersions(.failure(let problem)) = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(problem.code == "charts-unpaired")
    #expect(problem.sentence.contains("linkerd-crds 1.8.0 and linkerd-control-plane 2026.8.3"))
  }

  /// Helm that tells the chart of a `.tgz` or of a folder by its path.
  private static let describer = """
    'show chart'*) name=linkerd2 version=2.11.5; case "$3" in
    *linkerd2-cni-2.11.5*) name=linkerd2-cni;;
    *linkerd2-cni*) name=linkerd2-cni; version=30.12.2;;
    *linkerd-crds*) name=linkerd-crds; version=2026.8.3;;
    *control-plane*) name=linkerd-control-plane; version=2026.8.3;; esac
    echo "name: $name"; echo "version: $version"; exit 0;;

    """

  @Test func oneChartAloneIsFoundInAFolderAsAFolderAndAsAnArchive() async throws {
    let host = try FakeHost(helm: Self.describer)
    let one = ChartVersion(version: "2.11.5", crdsVersion: nil, appVersion: "", kubeVersion: "")
    let packed = try TemporaryFolder()
    let archive = try packed.write("linkerd2-2.11.5.tgz", "a")
    try packed.write("linkerd2-cni-30.12.2.tgz", "of another release")
    let unpacked = try TemporaryFolder()
    try unpacked.write("Chart.yaml", "x")
    let places: [(ChartSource, String)] = [
      (.directory(path: packed.path), archive), (.archive(path: archive), archive),
      (.directory(path: unpacked.path), unpacked.path),
    ]
    for (source, path) in places {
      #expect(
        await host.report(of: .listChartVersions(source, helm: host.helm))
          == .chartVersions(.success([one])))
      guard
        case .charts(.success(let charts)) = await host.report(
          of: .fetchCharts(source, one, helm: host.helm))
      else {
        Issue.record("no chart")
        return
      }
      #expect(charts.crds == nil && charts.all.map(\.path) == [path])
      #expect(charts.controlPlane.name == "linkerd2")
    }
  }

  @Test func thePluginsChartIsTakenFromBesideTheOthersWhereItIsWanted() async throws {
    let host = try FakeHost(helm: Self.describer)
    let folder = try TemporaryFolder()
    let archive = try folder.write("linkerd2-2.11.5.tgz", "a")
    let plugin = try folder.write("linkerd2-cni-2.11.5.tgz", "b")
    for source in [ChartSource.directory(path: folder.path), .archive(path: archive)] {
      guard
        case .chartVersions(.success(let versions)) = await host.report(
          of: .listChartVersions(source, helm: host.helm)), let version = versions.first
      else {
        Issue.record("no versions")
        return
      }
      #expect(version.pluginVersion == "2.11.5")
      for (wanted, paths) in [(version, [plugin, archive]), (version.withoutPlugin, [archive])] {
        guard
          case .charts(.success(let charts)) = await host.report(
            of: .fetchCharts(source, wanted, helm: host.helm))
        else {
          Issue.record("no charts")
          return
        }
        #expect(charts.all.map(\.path) == paths && charts.described == wanted)
      }
    }
  }

  @Test func besideAPairTheOneChartIsTakenOnlyWhereItIsNamed() async throws {
    let host = try FakeHost(helm: Self.describer)
    let folder = try TemporaryFolder()
    for name in ["linkerd2-2.11.5", "linkerd-crds-2026.8.3", "linkerd-control-plane-2026.8.3"] {
      try folder.write(name + ".tgz", name)
    }
    let cases: [(ChartSource, String)] = [
      (.directory(path: folder.path), "2026.8.3"),
      (.archive(path: folder.path + "/linkerd2-2.11.5.tgz"), "2.11.5"),
      (.archive(path: folder.path + "/linkerd-crds-2026.8.3.tgz"), "2026.8.3"),
    ]
    for (source, version) in cases {
      guard
        case .chartVersions(.success(let versions)) = await host.report(
          of: .listChartVersions(source, helm: host.helm))
      else {
        Issue.record("no charts")
        return
      }
      #expect(versions.map(\.version) == [version])
    }
  }

  @Test func aRepositoryGivesTheOneChartWhereItIsAskedForOrAlone() async throws {
    let alone = """
      entries:
        linkerd2:
        - {name: linkerd2, version: 2.11.5, deprecated: true, digest: \(Self.digest)}
      """
    let both =
      index(digest: Self.digest) + "\n"
      + alone.split(separator: "\n").dropFirst()
      .joined(separator: "\n")
    let url = "http://127.0.0.1:1/stable"
    let cases: [(String, ChartSource, String)] = [
      (both, .oneChartRepository(url: url, preferredName: "linkerd"), "2.11.5"),
      (both, .repository(url: url, preferredName: "linkerd"), "2026.8.3"),
      (alone, .repository(url: url, preferredName: "linkerd"), "2.11.5"),
    ]
    for (text, source, version) in cases {
      let host = try FakeHost(
        helm: helm(digest: Self.digest).replacing(index(digest: Self.digest), with: text))
      let report = await host.report(of: .listChartVersions(source, helm: host.helm))
      guard case .chartVersions(.success(let versions)) = report, let found = versions.first else {
        Issue.record("\(String(describing: report))")
        return
      }
      #expect(versions.count == 1 && found.version == version)
      guard
        case .charts(.success(let charts)) = await host.report(
          of: .fetchCharts(source, found, helm: host.helm))
      else {
        Issue.record("no charts")
        return
      }
      #expect(charts.all.count == (found.isOneChart ? 1 : 2))
    }
  }

  @Test func ownChartsAreFoundInAFolder() async throws {
    let chart = """
      'show chart'*) name=linkerd-crds; case "$3" in *control-plane*) name=linkerd-control-plane;; esac
      echo "name: $name"; echo "version: 2026.8.3"; echo "appVersion: edge-26.8.3"; echo 'kubeVersion: ">=1.31.0-0"'
      exit 0;;

      """
    let host = try FakeHost(helm: chart)
    let folder = try TemporaryFolder()
    try folder.write("linkerd-crds-2026.8.3.tgz", "a")
    mkdir("\(folder.path)/linkerd-control-plane", 0o700)
    try folder.write("linkerd-control-plane/Chart.yaml", "x")
    for source in [
      ChartSource.directory(path: folder.path),
      .archive(path: "\(folder.path)/linkerd-crds-2026.8.3.tgz"),
    ] {
      #expect(
        await host.report(of: .listChartVersions(source, helm: host.helm))
          == .chartVersions(.success([version])))
      guard
        case .charts(.success(let charts)) = await host.report(
          of: .fetchCharts(source, version, helm: host.helm))
      else {
        Issue.record("no charts")
        return
      }
      #expect(charts.controlPlane.path == "\(folder.path)/linkerd-control-plane")
      #expect(charts.crds?.sha256 == FileDigest.of("a".utf8))
    }
  }
}
