import Glibc
import Testing

/// The private keys of a real install are looked for everywhere but in their own files.
@Suite struct CanaryTests {
  @Test func aPrivateKeyIsNowhereButInItsFile() async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    let wizard = WizardProgram(place, on: server)
    for tool in ["kubectl", "helm"] { try Self.record(tool, in: place) }
    try place.write("answers.yaml", server.answers("namespaces: [direktiv]\n"))
    let results = try await Turnstile.shared.pass {
      var results: [Finished] = []
      for format in ["text", "json", "script"] {
        results.append(
          try await wizard.run("plan", "--answers", "answers.yaml", "--format", format))
      }
      results.append(try await wizard.run("apply", "--answers", "answers.yaml", "--yes"))
      results.append(try await wizard.run("check"))
      return results
    }
    for result in results { #expect(result.status == 0, "\(result)") }
    #expect(Folder.text(place.folder.path + "/recorded").contains("--set-file"))

    let keys = ["ca.key", "issuer.key"].map { place.work + "/linkerd-certificates/" + $0 }
    let pieces = try keys.flatMap { try Self.pieces(of: Folder.text($0)) }
    // Programs' outputs are among the files, and so is what their children were started with.
    let files = Folder.files(below: place.folder.path).filter { !keys.contains($0) }
    #expect(files.contains { $0.hasSuffix("/install.log") })
    #expect(files.contains { $0.hasSuffix("/install.sh") })
    for file in files {
      let text = Folder.text(file)
      let isFound = pieces.contains { text.contains($0) }
      #expect(!isFound, "a private key is in \(file)")
    }
  }

  /// Has a tool write down its arguments and its variables before it runs.
  private static func record(_ tool: String, in place: Workplace) throws {
    let real = try Tools.find(tool)
    try place.script(
      tool,
      """
      { printf '%s\\n' "$0" "$@"; env; } >>\(place.folder.path)/recorded
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
