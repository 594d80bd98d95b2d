import Testing

/// Moments and lengths of time are the same wherever the machine is and whatever it speaks.
@Suite(.fewAtATime) struct SurroundingsTests {
  static let surroundings: [[String: String?]] = [
    ["TZ": "Pacific/Kiritimati"], ["TZ": "America/St_Johns"],
    ["LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"], ["LANG": "C", "LC_ALL": "C"],
  ]
  private static let moments = [
    "--not-before", "2026-11-01T00:30:00Z", "--anchor-not-after", "2036-10-29T23:59:59Z",
    "--issuer-not-after", "2036-02-29T12:00:00Z",
  ]

  @Test(arguments: surroundings)
  func certificatesAreMadeForTheSameMoments(surroundings: [String: String?]) async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    let created = try await wizard.place.run(
      try Tools.wizard(), ["certificates", "create", "--directory", "set"] + Self.moments,
      environment: surroundings)
    #expect(created.status == 0, "\(created)")
    #expect(created.out.contains("until 2036-10-29T23:59:59Z"))
    #expect(created.out.contains("until 2036-02-29T12:00:00Z"))
    for (file, end) in [
      ("ca.crt", "Oct 29 23:59:59 2036 GMT"), ("issuer.crt", "Feb 29 12:00:00 2036 GMT"),
    ] {
      let read = try await wizard.place.run(
        try Tools.find("openssl"), ["x509", "-in", "set/\(file)", "-noout", "-dates"])
      #expect(read.out.contains("notBefore=Nov  1 00:30:00 2026 GMT\n"), "\(read.out)")
      #expect(read.out.contains("notAfter=\(end)\n"), "\(read.out)")
    }
  }

  @Test func certificatesAreReadTheSameEverywhere() async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    let made = try await wizard.place.run(
      try Tools.wizard(), ["certificates", "create", "--directory", "set"] + Self.moments)
    #expect(made.status == 0, "\(made)")
    for arguments in [["show", "set"], ["check", "set"], ["check", "set", "--format", "json"]] {
      let plain = try await wizard.place.run(
        try Tools.wizard(), ["certificates"] + arguments, environment: ["TZ": "UTC"])
      for surroundings in Self.surroundings {
        let read = try await wizard.place.run(
          try Tools.wizard(), ["certificates"] + arguments, environment: surroundings)
        #expect(read.status == plain.status)
        #expect(Self.judged(read.out) == Self.judged(plain.out), "\(surroundings)")
      }
    }
  }

  @Test func aPlanForSetMomentsIsTheSameEverywhere() async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write(
      "answers.yaml",
      server.answers("certificates:\n  anchorValidity: 10y\n  issuerValidity: 8760h\n"))
    var plans: [[Int]] = []
    for surroundings in [["TZ": "UTC"]] + Self.surroundings {
      var environment = wizard.environment
      environment.merge(surroundings) { $1 }
      let plan = try await Turnstile.shared.pass { [environment] in
        try await wizard.place.run(
          try Tools.wizard(), ["plan", "--answers", "answers.yaml", "--format", "json"],
          environment: environment)
      }
      #expect(plan.status == 0, "\(plan)")
      plans.append(try Self.lengths(in: plan.out))
    }
    // From begin to end in seconds: five minutes, and ten years or one.
    #expect(plans.allSatisfy { $0 == [315_360_300, 31_536_300] }, "\(plans)")
  }

  /// The words of an answer without the moment at which it was given.
  private static func judged(_ text: String) -> String {
    words(text.split(separator: "\n").filter { !$0.contains("\"at\":") }.joined(separator: "\n"))
  }

  /// Letters and digits: the marks depend on what the terminal can show.
  private static func words(_ text: String) -> String {
    text.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// From begin to end of anchor and issuer, in seconds.
  private static func lengths(in json: String) throws -> [Int] {
    let moment =
      /"(notBefore|anchorNotAfter|issuerNotAfter)"\s*:\s*\{\s*"secondsSince1970"\s*:\s*(\d+)/
    var moments: [Substring: Int] = [:]
    for match in json.matches(of: moment) { moments[match.output.1] = Int(match.output.2) }
    let begin = try #require(moments["notBefore"])
    return [
      try #require(moments["anchorNotAfter"]) - begin,
      try #require(moments["issuerNotAfter"]) - begin,
    ]
  }
}
