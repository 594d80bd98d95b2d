import Foundation
import Planning
import Testing

@Suite struct ShellQuotingTests {
  @Test(arguments: [
    ("abc", "abc"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("~", "'~'"),
    ("~/x", "'~/x'"),
    ("$HOME", "'$HOME'"), ("/usr/bin/kubectl", "/usr/bin/kubectl"),
    ("k=v,w:x@y%z+1", "k=v,w:x@y%z+1"),
    ("é", "'é'"), ("#x", "'#x'"), ("!", "'!'"), ("a\nb", "'a\nb'"), ("{a,b}", "'{a,b}'"),
    ("*", "'*'"),
  ])
  func onlyHarmlessTextsStandBare(text: String, quoted: String) {
    #expect(ShellQuoting.quote(text) == quoted)
  }

  @Test func aShellReadsEveryTextBackUnchanged() throws {
    var texts = [
      "", " ", "'", "''", "\"", "\\", "\\'", "`id`", "$(id)", "${x}", "a\nb", "\n", "\n\n", "\t",
      ";", "&&",
      "|", "<", ">", "*", "?", "[a]", "~", "~root", "#", "!", "!!", "-n", "--", "=", "a=b", "%s",
      "é😀",
      "\u{1b}[2J", "\r", "\u{7f}", "a'b\"c`d$e\\f",
    ]
    var generator = SeededGenerator(seed: 4)
    let alphabet = Array("'\"\\ $`\n;|&<>*?[]{}()~#!=%abc\t\u{1b}é")
    for _ in 0..<400 {
      let length = Int.random(in: 0...20, using: &generator)
      texts.append(
        String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? " " }))
    }
    let script = "printf '%s\\0' " + texts.map(ShellQuoting.quote).joined(separator: " ")
    let output = try shell(script)
    let read = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    #expect(read.map { String(decoding: $0, as: UTF8.self) } == texts)
    let always = "printf '%s\\0' " + texts.map(ShellQuoting.quoteAlways).joined(separator: " ")
    #expect(try shell(always) == output)
  }

  @Test func aCommandsLineRunsAsItsArguments() throws {
    let tool = Tool(name: .kubectl, path: "/usr/bin/printf", version: SemanticVersion(1, 0, 0))
    let command = Command(
      tool: tool, arguments: ["%s\\0", "it's", "$x", ""], environment: ["A": "b c"])
    #expect(command.shellLine == "A='b c' /usr/bin/printf '%s\\0' 'it'\\''s' '$x' ''")
    #expect(try shell(command.shellLine) == Data("it's\0$x\0\0".utf8))
  }

  private func shell(_ script: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return data
  }
}
