// Linkerd, installed by Helm and healthy.
extension Population {
  static func linkerd(at clock: PopulationClock) -> [JSON] { [] }
}
