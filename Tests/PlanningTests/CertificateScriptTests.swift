import Foundation
import Planning
import Testing

/// The script's part about certificates, run with programs that write down what they are told.
struct CertificateScriptTests {
  /// A folder with the person's files, a plan and its script, for any cluster.
  private func bench(
    _ origin: CertificateOrigin, _ answering: (inout Answers) -> Void = { _ in }
  ) throws -> (PlanScriptTests.Bench, Plan, String) {
    let bench = try PlanScriptTests.Bench()
    let plan = try origin.plan(in: bench.folder, answering: answering)
    for file in plan.certificates?.givenFiles ?? [] { try write("", to: file.path) }
    let script = plan.script(writtenBy: nil)
    return (bench, plan, script.replacing("99b1d611-73e3-4564-b1fb-cc6cfa59fe96", with: ""))
  }

  private func write(_ text: String, to path: String) throws {
    let file = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func creation(_ bench: PlanScriptTests.Bench) throws -> [String]? {
    try bench.calls().first { $0.starts(with: ["linkerd-wizard", "certificates", "create"]) }
      .map { Array($0.dropFirst(3)) }
  }

  @Test(arguments: CertificateOrigin.allCases)
  func theScriptAsksForTheSameCertificates(origin: CertificateOrigin) throws {
    let (bench, plan, script) = try bench(origin)
    defer { bench.remove() }
    #expect(try PlanScriptTests.execute(["-n", "-c", script], environment: [:]).status == 0)
    if origin == .filesInPlace {
      for name in ["issuer.crt", "issuer.key"] { try write("", to: "\(bench.folder)/mesh/\(name)") }
    }
    let result = try bench.run(script)
    #expect(result.status == 0, "\(result.text)")
    let recipe = try #require(plan.certificates)
    let life = [
      "--not-before", "2026-11-20T20:56:30Z", "--anchor-not-after", "2036-11-17T21:01:30Z",
      "--issuer-not-after", "2027-11-20T21:01:30Z",
    ]
    let directory = ["--directory", recipe.directory]
    let domain = ["--trust-domain", "cluster.local"]
    let given = recipe.givenFiles.map(\.path)
    let expected: [String]? =
      switch origin {
      case .step: ["--source", "step"] + directory + domain + life
      case .docker, .dockerRootless, .dockerRemapped:
        ["--source", "step-docker", "--image", "docker.io/smallstep/step-cli"] + directory + domain
          + life
      case .dockerOther:
        ["--source", "step-docker", "--image", "registry.example.com:5000/step:0.28.6"]
          + directory + domain + life
      case .files, .filesRepaired, .filesPartlyInPlace:
        ["--source", "files"] + directory
          + ["--anchor", given[0], "--issuer", given[1], "--issuer-key", given[2]]
      case .filesInPlace: nil
      case .root, .rootInPlace:
        ["--source", "existing-root"] + directory
          + ["--anchor", given[0], "--anchor-key", given[1]] + domain
          + [life[0], life[1], life[4], life[5]]
      }
    #expect(try creation(bench) == expected)
    #expect(result.text.contains("there already, and used as they are") == (expected == nil))
  }

  @Test(arguments: [CertificateOrigin.files, .filesInPlace, .root, .rootInPlace])
  func aFileThatChangedStopsTheScriptBeforeAnythingChanges(origin: CertificateOrigin) throws {
    let (bench, plan, script) = try bench(origin)
    defer { bench.remove() }
    for file in try #require(plan.certificates).givenFiles {
      try write("changed", to: file.path)
      let changed = try bench.run(script)
      #expect(changed.status == 1)
      #expect(changed.text.contains("\(file.path) is not the file that was reviewed"))
      #expect(changed.text.contains("Stopped at: compare the certificates' files"))
      try FileManager.default.removeItem(atPath: file.path)
      #expect(try bench.run(script).text.contains("\(file.path) can't be read."))
      #expect(
        try bench.calls().allSatisfy { !$0.contains("create") && !$0.contains("upgrade") })
      try write("", to: file.path)
    }
  }

  @Test func whatIsInPlaceIsNoObstacleAndAnythingElseIs() throws {
    let (bench, _, script) = try bench(.filesPartlyInPlace)
    defer { bench.remove() }
    try write("", to: bench.folder + "/mesh/ca.crt")
    #expect(try bench.run(script).status == 0)
    #expect(try creation(bench) != nil)
    for name in ["issuer.crt", "issuer.key"] {
      try write("", to: "\(bench.folder)/mesh/\(name)")
      let refused = try bench.run(script)
      #expect(refused.status == 1)
      #expect(refused.text.contains("mesh holds \(name) but not all of the others. Move it away."))
      #expect(try creation(bench) == nil)
      try FileManager.default.removeItem(atPath: "\(bench.folder)/mesh/\(name)")
    }
  }

  @Test func anImageThatIsCalledStepIsTheImage() throws {
    let (bench, _, script) = try bench(.docker) { $0.certificates.image = "step" }
    defer { bench.remove() }
    #expect(try bench.run(script).status == 0)
    #expect(try creation(bench)?.prefix(4) == ["--source", "step-docker", "--image", "step"])
  }

  @Test func unpleasantNamesArePassedOnWhole() throws {
    let (bench, plan, script) = try bench(.root) {
      $0.certificates.from += "/it's $(touch pwned), \"x\""
      $0.certificates.anchorKey = "my root's key.pem"
    }
    defer { bench.remove() }
    let result = try bench.run(script)
    #expect(result.status == 0, "\(result.text)")
    let words = try #require(try creation(bench))
    for file in try #require(plan.certificates).givenFiles { #expect(words.contains(file.path)) }
    #expect(!FileManager.default.fileExists(atPath: "pwned"))
  }
}
