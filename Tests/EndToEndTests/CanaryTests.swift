import Glibc
import Testing

/// The private keys of a real install are looked for everywhere but in their own files.
@Suite(.fewAtATime) struct CanaryTests {
  /// A way for keys to come into being and into the cluster.
  enum Way: String, Sendable, CaseIterable {
    case builtIn = "built-in"
    /// A step that also prints the keys that it makes.
    case chattyStep = "step"
    case chattyContainer = "step-docker"
    case files
    case existingRoot = "existing-root"
    /// Files, and a Secret of the issuer's own.
    case secret

    var certificates: String {
      let source = self == .secret ? "files" : rawValue
      return "certificates:\n  source: \(source)\n  from: mine\n  directory: set\n"
    }

    var controlPlane: String { self == .secret ? "  issuerKey: secret\n" : "" }
  }

  @Test(arguments: Way.allCases)
  func aPrivateKeyIsNowhereButInItsFile(way: Way) async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    var wizard = WizardProgram(place, on: server)
    for tool in ["kubectl", "helm"] { try Self.record(tool, in: place) }
    try StandIns.put("step", "docker", in: place)
    wizard.environment["STAND_IN_STEP"] = "prints-key"
    try await OwnCertificates.make(in: place, folder: "mine")
    if way == .existingRoot {
      unlink(place.work + "/mine/issuer.crt")
      unlink(place.work + "/mine/issuer.key")
    }
    try place.write(
      "answers.yaml",
      way.certificates
        + server.answers("namespaces: [direktiv]\n", controlPlane: way.controlPlane))
    let results = try await Turnstile.shared.pass { [wizard] in
      var results: [Finished] = []
      for format in ["text", "json", "script"] {
        results.append(
          try await wizard.run("plan", "--answers", "answers.yaml", "--format", format))
      }
      for format in ["text", "json"] {
        results.append(
          try await wizard.run(
            "plan", "--answers", "answers.yaml", "--preview", "--format", format))
      }
      results.append(try await wizard.run("apply", "--answers", "answers.yaml", "--yes"))
      results.append(try await wizard.run("check"))
      results.append(try await wizard.run("certificates", "check", "set"))
      results.append(try await wizard.run("certificates", "show", "set", "--format", "json"))
      return results
    }
    for result in results { #expect(result.status == 0, "\(result)") }
    #expect(Folder.text(place.folder.path + "/recorded").contains("--set-file"))
    try await expectNowhereElse(in: place)
    // A core file would hold the memory of a program that crashed: there is none of Helm's either.
    let cores = Set(Folder.text(place.folder.path + "/cores").split(separator: "\n"))
    #expect(cores == ["0", "00000000"])
    try await expectInHelmsHistory(way != .secret, place, server)
  }

  /// Programs' outputs are among the files, and so is what their children were started with.
  private func expectNowhereElse(in place: Workplace) async throws {
    let all = Folder.files(below: place.folder.path)
    let keys = all.filter { $0.hasSuffix(".key") }
    #expect(keys.contains { $0.hasSuffix("/set/issuer.key") })
    let pieces = try keys.flatMap { try Self.pieces(of: Folder.text($0)) }
    let files = all.filter { !keys.contains($0) }
    #expect(files.contains { $0.hasSuffix("/install.log") })
    #expect(files.contains { $0.hasSuffix("/install.sh") })
    for file in files {
      let text = Folder.text(file)
      let isFound = pieces.contains { text.contains($0) }
      #expect(!isFound, "a private key is in \(file)")
    }
  }

  /// Helm keeps the values that it was given: there the key is, unless it went by a Secret.
  private func expectInHelmsHistory(
    _ isThere: Bool, _ place: Workplace, _ server: PracticeServer
  ) async throws {
    let values = try await server.helm("get", "values", "linkerd-control-plane", "-n", "linkerd")
    #expect(values.status == 0, "\(values)")
    let pieces = try Self.pieces(of: Folder.text(place.work + "/set/issuer.key"))
    let isFound = pieces.contains { values.out.contains($0) }
    #expect(isFound == isThere)
  }

  @Test func aPrivateKeyIsOnNoScreen() async throws {
    let place = try Workplace()
    try await OwnCertificates.make(in: place, folder: "mine")
    try place.write("answers.yaml", Way.secret.certificates)
    let terminal = try await Tmux(place, columns: 120, rows: 50)
    try await terminal.command("\(try Tools.wizard()) practice --answers answers.yaml")
    var screens = ""
    for number in 1...4 {
      try await terminal.waitFor("\(number) of 6")
      try await terminal.pressButton("Next")
      screens += try await terminal.screen()
    }
    try await terminal.waitFor("5 of 6")
    try await terminal.waitFor("write 3 files")
    // Down to the certificates' item, which is read in full.
    try await terminal.press("Down", "Down", "Down", "Down", "Enter")
    screens += try await terminal.waitFor("as Helm gets it")
    try await terminal.close(dialogWith: "as Helm gets it")
    try await terminal.pressButton("Install")
    screens += try await terminal.waitFor("Linkerd is running", within: 90)
    try await terminal.pressButton("Finish")
    try await terminal.close()
    #expect(screens.contains("BEGIN CERTIFICATE"))
    for key in ["ca.key", "issuer.key"] {
      for piece in try Self.pieces(of: Folder.text("\(place.work)/mine/\(key)")) {
        #expect(!screens.contains(piece), "\(key) is on a screen")
      }
    }
  }

  /// Has a tool write down its arguments and its variables before it runs.
  private static func record(_ tool: String, in place: Workplace) throws {
    let real = try Tools.find(tool)
    try place.script(
      tool,
      """
      { printf '%s\\n' "$0" "$@"; env; } >>\(place.folder.path)/recorded
      { ulimit -c; cat /proc/self/coredump_filter; } >>\(place.folder.path)/cores
      exec \(real) "$@"
      """)
  }

  /// Pieces of 20 characters of a secret's Base64, and of 20 digits of its bytes, side by side:
  /// whatever holds 40 of them in a row holds a piece.
  private static func pieces(of pem: String) throws -> [String] {
    let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    let hex = try #require(bytes(ofBase64: body)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    // RFC 5915: seven bytes of structure, the secret's 32, and then the public key, which the
    // certificate holds too.
    try #require(hex.hasPrefix("30770201010420"), "the key has another form than this test knows")
    let (base64, digits) = (Array(Array(body)[12..<52]), Array(Array(hex)[14..<78]))
    return windows(base64) + windows(digits) + windows(digits).map { $0.uppercased() }
  }

  private static func windows(_ text: [Character]) -> [String] {
    stride(from: 0, to: text.count - 19, by: 20).map { String(text[$0..<$0 + 20]) }
  }

  private static func bytes(ofBase64 text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var (bytes, buffer, bits): ([UInt8], UInt32, Int) = ([], 0, 0)
    for character in text where character != "=" {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      buffer = (buffer << 6 | UInt32(value)) & 0xFFFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bytes
  }
}
