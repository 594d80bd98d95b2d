import Glibc

/// Programs that tests write and then run.
package enum ProgramFile {
  /// Writes a program that everybody may run; false where it can't be written.
  ///
  /// A process of its own writes it. A file that this process holds open for writing is open in
  /// each child, too, that another test starts at that moment, until the child becomes its program;
  /// as long can't be run what is in it: "Text file busy".
  package static func write(_ text: String, to path: String) -> Bool {
    let draft = path + ".draft"
    guard let stream = fopen(draft, "we") else { return false }
    fputs(text, stream)
    fclose(stream)
    defer { unlink(draft) }
    let arguments: [String] = ["install", "-m", "755", draft, path]
    let words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    var status: Int32 = -1
    guard posix_spawnp(&process, "install", nil, nil, words, environ) == 0,
      waitpid(process, &status, 0) == process
    else { return false }
    return status == 0
  }
}
