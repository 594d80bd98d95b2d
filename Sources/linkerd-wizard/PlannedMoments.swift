import Glibc
import HostEffects
import Planning
import Wizard

/// When the plans that `plan` printed were made, so that `apply --digest` can make them again.
///
/// Certificates begin and end at instants that are part of a plan, so a plan of another second is
/// another plan. A file named after the digest is kept for each in the wizard's state.
struct PlannedMoments {
  private let directory: String
  /// Seconds after which a plan that was shown is no longer taken.
  static let lifetime: Int64 = 24 * 60 * 60

  /// Finds the place among the wizard's own folders.
  init(folders: WizardFolders) { directory = folders.state + "/plans" }

  /// Keeps the moment of a plan; where that fails, the plan can still be read.
  func remember(_ reviewed: ReviewedPlan) {
    guard (try? ProtectedDirectory.make(directory)) != nil else { return }
    forgetOld(before: reviewed.inputs.now)
    let file = open(
      "\(directory)/\(reviewed.digest)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    Terminal.write(reviewed.inputs.now.iso8601 + "\n", to: file)
  }

  /// The moment of the plan whose digest begins so; nil where it was not shown in the last day.
  func moment(of digest: String, now: Instant) -> Instant? {
    let moments = names.filter { $0.hasPrefix(digest.lowercased()) }.compactMap(moment)
    guard moments.count == 1, let moment = moments.first, moment <= now,
      now.seconds(since: moment) <= Self.lifetime
    else { return nil }
    return moment
  }

  private func moment(in name: String) -> Instant? {
    guard let bytes = try? FileBytes.read("\(directory)/\(name)", limit: 100) else { return nil }
    return Instant(iso8601: String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
  }

  private func forgetOld(before now: Instant) {
    for name in names where self.moment(of: name, now: now) == nil {
      unlink("\(directory)/\(name)")
    }
  }

  /// The digests that are kept.
  private var names: [String] {
    guard let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.count == 64, name.allSatisfy(\.isHexDigit) { names.append(name) }
    }
    return names
  }
}
