import Foundation
import Glibc
import Planning
import Testing

@testable import MeshCertificates

/// A person with files, and what the wizard makes of them.
struct GivenFiles {
  var answers = CertificateAnswers()
  /// An hour after the files were made.
  var now = beginning.adding(seconds: 3600)

  init(_ source: CertificateSource, from: String, into directory: String) {
    answers.source = source
    answers.from = from
    answers.directory = directory
  }

  func inspect() throws -> GivenCertificates {
    GivenSet(try paths, at: now).inspect()
  }

  var paths: GivenCertificatePaths {
    get throws { try #require(GivenCertificatePaths(answers, paths: host)) }
  }

  /// The recipe that Review would show.
  func plan() throws -> CertificatePlan {
    var all = Answers()
    all.certificates = answers
    let checked = try AnswersCheck.check(all, paths: host, now: now).get()
    let given = try inspect()
    try #require(given.errors == [])
    return try #require(
      PlanBuilder.certificates(checked, step: nil, engine: nil, given: given, now: now))
  }

  private var host: HostPaths { HostPaths(workingDirectory: "/", home: "/") }
}

extension GivenCertificates {
  /// What stands in the way, each with its question.
  var errors: [String] { told(.error) }
  var warnings: [String] { told(.warning) }

  private func told(_ severity: Problem.Severity) -> [String] {
    problems.filter { $0.problem.severity == severity }
      .map { "\($0.field.rawValue) \($0.problem.code)" }
  }
}

/// Everything below a directory, with its mode, its bytes and when it was changed.
func snapshot(_ directory: String) -> [String: [UInt8]] {
  var all: [String: [UInt8]] = [:]
  for path in FileManager.default.enumerator(atPath: directory)?.compactMap({ $0 as? String }) ?? []
  {
    let file = directory + "/" + path
    var status = stat()
    lstat(file, &status)
    let name = "\(path) \(mode(file)) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    let isFile = status.st_mode & S_IFMT == S_IFREG
    all[name] = isFile ? bytes(file) : []
  }
  return all
}

/// Makes a set in a directory as the wizard does.
@discardableResult
func makeSet(in directory: String) throws -> MeshCertificateSet {
  let plan = recipe(directory)
  let made = try CertificateMaker.make(plan)
  try CertificateWriter.write(made, plan)
  return made
}

/// Runs the body as a user who owns nothing; only in a process of its own.
func asNobody(_ body: () throws -> Bool) -> Never {
  let isNobody = setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0
  exit(isNobody && (try? body()) == true ? EXIT_SUCCESS : EXIT_FAILURE)
}
