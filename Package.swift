// swift-tools-version: 6.2
import PackageDescription

/// Every module of our own is built with the same, strict settings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A module of the program: its folder in Sources, and what it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module, in the folder of the same name with "Tests" behind it.
///
/// `files` names the folders in it that hold what tests compare with, such as goldens.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], files: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
    exclude: files,
    swiftSettings: strict)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "linkerd-wizard",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "linkerd-wizard", targets: ["linkerd-wizard"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // Pure: no clock, file, environment, process, randomness or curses.
    module("Planning", [crypto]),
    module("Diagnosis", ["Planning"]),
    module("Wizard", ["Planning", "Diagnosis"]),
    module("TerminalModel"),
    module("Screens", ["TerminalModel", "Wizard", "Planning", "Diagnosis"]),

    // The world.
    module("MeshCertificates", ["Planning", x509, crypto, asn1]),
    module(
      "HostEffects",
      ["Wizard", "Planning", "Diagnosis", "MeshCertificates", subprocess, system, yams, logging, crypto]),
    .systemLibrary(name: "CNCurses"),
    module("CursesTerminal", ["TerminalModel", "CNCurses"]),
    module("PracticeCluster", [flyingFox, flyingSocks, crypto, x509, asn1]),
    .executableTarget(
      name: "linkerd-wizard",
      dependencies: [
        "CursesTerminal", "TerminalModel", "Screens", "Wizard", "Planning", "Diagnosis",
        "HostEffects", "MeshCertificates", "PracticeCluster", arguments,
      ],
      swiftSettings: strict),

    // Tests mirror Sources.
    .target(
      name: "TestSupport", dependencies: ["Planning", "Diagnosis", "Wizard", "TerminalModel"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "Planning", files: ["Goldens"]),
    tests(of: "Diagnosis", ["Planning"], files: ["Recordings"]),
    tests(of: "Wizard", ["Planning", "Diagnosis"]),
    tests(of: "TerminalModel"),
    tests(
      of: "Screens", ["TerminalModel", "Wizard", "Planning", "Diagnosis"], files: ["Goldens"]),
    tests(of: "MeshCertificates", ["Planning", x509, crypto, asn1]),
    tests(
      of: "HostEffects", ["Wizard", "Planning", "Diagnosis", "MeshCertificates", yams],
      files: ["Fixtures"]),
    tests(of: "CursesTerminal", ["TerminalModel"]),
    tests(of: "PracticeCluster", [subprocess, crypto]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["TestSupport", "Planning", "Diagnosis", "Wizard", "HostEffects", "Screens", "TerminalModel", "PracticeCluster"],
      swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
