import Glibc
import MeshCertificates
import Planning

/// Renders what a plan makes. Nothing is written but into the wizard's own cache.
struct PreviewRendering: Sendable {
  let runner: ToolRunner

  /// What one part of a preview makes, as far as it could be rendered.
  struct Rendered: Sendable {
    var part: PreviewRecipe.Part
    var objects: [RenderedObject] = []
    /// Why it could not be rendered, or not against the cluster.
    var problem: Problem?
  }

  /// The objects of each part, in the same order. Throws `FileProblem`.
  func render(_ parts: [PreviewRecipe.Part]) async throws -> [Rendered] {
    let room =
      "\(runner.settings.folders.cache)/preview-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try ProtectedDirectory.make(runner.settings.folders.cache)
    try ProtectedDirectory.makeNew(room)
    defer { FolderRemoval.remove(room) }
    return await withTaskGroup(of: (Int, Rendered).self) { tasks in
      for (place, part) in parts.enumerated() {
        tasks.addTask { (place, await render(part, in: "\(room)/\(place)")) }
      }
      var rendered: [Int: Rendered] = [:]
      for await (place, part) in tasks { rendered[place] = part }
      return parts.indices.compactMap { rendered[$0] }
    }
  }

  private func render(_ part: PreviewRecipe.Part, in room: String) async -> Rendered {
    var rendered = Rendered(part: part)
    switch part.source {
    case .manifest(let text): rendered.objects = RenderedManifest.objects(in: Array(text.utf8))
    case .chart(let rendering):
      do {
        let files = try write(rendering.texts, in: room)
        do {
          rendered.objects = RenderedManifest.objects(
            in: try await manifest(by: rendering.dryRun, files, room))
        } catch let problem as Problem where problem.code == "kind-not-served" {
          rendered.problem = problem
          rendered.objects = RenderedManifest.objects(
            in: try await manifest(by: rendering.template, files, room))
        }
      } catch {
        rendered.problem = rendered.problem ?? SystemProblem.problem(error)
      }
    }
    return rendered
  }

  /// The manifest alone: `helm template` prints nothing else, a dry run what it would say as well.
  private func manifest(
    by command: Command, _ files: [String], _ room: String
  ) async throws -> [UInt8] {
    let output = try await run(command, files, room)
    return command.arguments.first == "template"
      ? output : RenderedManifest.manifest(ofDryRun: output)
  }

  /// Runs Helm with a cache of its own, so that the person's stays as it is.
  private func run(_ command: Command, _ files: [String], _ room: String) async throws -> [UInt8] {
    let own = [
      "HELM_CACHE_HOME": "\(room)/cache", "HELM_CONTENT_CACHE": "\(room)/content",
      "HELM_REPOSITORY_CACHE": "\(room)/repository",
      "HELM_REPOSITORY_CONFIG": "\(room)/repositories.yaml",
    ]
    return try await runner.bytes(
      command.tool, command.arguments + files, environment: command.environment.merging(own) { $1 },
      timeout: command.timeout)
  }

  /// Writes values into files of their own; gives back the flags that hand them to Helm.
  private func write(
    _ texts: [PreviewRecipe.ValueText], in room: String
  ) throws -> [String] {
    try ProtectedDirectory.makeNew(room)
    return try texts.enumerated().flatMap { place, value in
      let path = "\(room)/value-\(place)"
      try ProtectedFile.create(path: path, bytes: Array(value.text.utf8), mode: 0o600)
      return ["--set-file", HelmValue.setFile(value.key, path: path)]
    }
  }
}
