import Planning
import Testing

@Suite struct PathTextTests {
  @Test(arguments: [
    ("./linkerd-certificates", "/home/ada/work/linkerd-certificates"), ("x", "/home/ada/work/x"),
    ("~/x", "/home/ada/x"), ("~", "/home/ada"), ("/a/../b/./c//d/", "/b/c/d"), ("..", "/home/ada"),
    ("../../../../..", "/"), ("/", "/"), ("", "/home/ada/work"),
    ("~bob/x", "/home/ada/work/~bob/x"),
  ])
  func pathsAreMadeAbsolute(path: String, absolute: String) {
    #expect(PathText.absolute(path, paths: paths) == absolute)
  }

  @Test(arguments: [
    ("/home/ada/work/x", "./x"), ("/home/ada/work", "."), ("/home/ada/workshop", "~/workshop"),
    ("/home/ada", "~"), ("/home/adam", "/home/adam"), ("/etc/x", "/etc/x"),
  ])
  func pathsAreShortenedForScreens(path: String, short: String) {
    #expect(PathText.shortened(path, paths: paths) == short)
  }

  @Test func shorteningAtTheRootChangesNothing() {
    let root = HostPaths(workingDirectory: "/", home: "/root")
    #expect(PathText.shortened("/etc/x", paths: root) == "/etc/x")
    #expect(PathText.absolute("x", paths: root) == "/x")
  }

  @Test func shortenedPathsLeadBack() {
    for path in ["/home/ada/work/x", "/home/ada/work", "/home/ada/y", "/home/ada", "/z/y"] {
      #expect(PathText.absolute(PathText.shortened(path, paths: paths), paths: paths) == path)
    }
  }

  @Test func partsOfPathsAreFound() {
    #expect(PathText.lastComponent("/a/b.tgz") == "b.tgz")
    #expect(PathText.lastComponent("/") == "/")
    #expect(PathText.parent("/a/b") == "/a")
    #expect(PathText.parent("/") == "/")
  }
}
