import Testing

@testable import Planning

/// What step is told, on this machine and in a container.
struct StepCommandsTests {
  private func making(_ origin: CertificateOrigin) throws -> StagedMaking {
    guard case .made(let making)? = try origin.plan().certificates?.origin else {
      throw Missing()
    }
    return making
  }

  private struct Missing: Error {}

  @Test func theCommandsAreTheRecipesOwn() throws {
    let making = try making(.step)
    #expect(making.staging == "/home/ada/mesh/.staging")
    #expect(
      making.commands.map(\.arguments) == [
        [
          "certificate", "create", "root.linkerd.cluster.local", "/home/ada/mesh/.staging/ca.crt",
          "/home/ada/mesh/.staging/ca.key", "--profile", "root-ca", "--not-before",
          "2026-11-20T20:56:30Z", "--not-after", "2036-11-17T21:01:30Z", "--no-password",
          "--insecure",
        ],
        [
          "certificate", "create", "identity.linkerd.cluster.local",
          "/home/ada/mesh/.staging/issuer.crt", "/home/ada/mesh/.staging/issuer.key", "--profile",
          "intermediate-ca", "--not-before", "2026-11-20T20:56:30Z", "--not-after",
          "2027-11-20T21:01:30Z", "--no-password", "--insecure", "--ca",
          "/home/ada/mesh/.staging/ca.crt", "--ca-key", "/home/ada/mesh/.staging/ca.key",
        ],
      ])
  }

  @Test(
    arguments: [
      (.docker, "1000:1000", false), (.dockerRootless, "0:0", false),
      (.dockerOther, "1000:1000", false), (.dockerRemapped, "1000:1000", true),
    ] as [(CertificateOrigin, String, Bool)])
  func aContainerRunsAsThePersonWithoutANetwork(
    origin: CertificateOrigin, user: String, isRemapped: Bool
  ) throws {
    let making = try making(origin)
    let image =
      origin == .dockerOther
      ? "registry.example.com:5000/step:0.28.6" : "docker.io/smallstep/step-cli"
    for command in making.commands {
      #expect(command.tool == CertificateOrigin.dockerTool)
      let expected =
        ["run", "--rm", "--pull", "missing", "--network", "none", "--user", user]
        + (isRemapped ? ["--userns", "host"] : [])
        + [
          "--security-opt", "label=disable", "--mount",
          "type=bind,src=/home/ada/mesh/.staging,dst=/home/step", "--workdir", "/home/step",
          "--env", "HOME=/home/step", "--env", "STEPPATH=/home/step/.step",
          "--entrypoint", "step", image, "certificate", "create",
        ]
      #expect(command.arguments.starts(with: expected))
      let rest = command.arguments.dropFirst(expected.count)
      #expect(rest.allSatisfy { !$0.contains("/home/ada") }, "paths are the container's own")
    }
    // An image that is there runs by its own name, whatever its tag comes to mean.
    var engine = ContainerEngine(
      client: CertificateOrigin.dockerTool, version: "Docker 28.2.2", imageID: "sha256:4c5a",
      user: user)
    engine.remapsUsers = isRemapped
    let pinned = try #require(origin.plan().certificates.map { StepCommands(plan: $0) })
      .run(in: image, of: engine)
    for command in pinned.commands {
      #expect(command.arguments.contains(["--entrypoint", "step", "sha256:4c5a", "certificate"]))
      #expect(command.arguments.contains(["--pull", "never"]))
    }
    #expect(pinned.image == image)
    // In a container and out of it the same is made.
    let outside = try self.making(.step).commands.map { command in
      command.arguments.map { $0.replacing(making.staging, with: "/home/step") }
    }
    let inside = making.commands.map { command in
      Array(command.arguments.drop { $0 != "certificate" })
    }
    #expect(inside == outside)
  }
}
