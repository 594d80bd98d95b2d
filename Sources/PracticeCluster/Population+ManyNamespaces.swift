// A cluster that many teams share, for lists that are long.
extension Population {
  private static let teams = [
    "accounts", "analytics", "billing", "catalog", "checkout", "claims", "delivery", "fraud",
    "identity-provider", "inventory", "ledger", "loyalty", "mail", "maps", "media", "orders",
    "payroll", "pricing", "reports", "returns", "search", "support", "tax", "warehouse",
  ]
  private static let stages = ["dev", "test", "staging", "prod", "preview", "load", "demo", "qa"]

  /// That many namespaces named after teams and stages; every fiftieth runs one pod, and every
  /// hundredth of them is annotated for injection already.
  static func manyNamespaces(_ count: Int, at clock: PopulationClock) -> [JSON] {
    (0..<count).flatMap { index -> [JSON] in
      let name = nameOfNamespace(index)
      let created = clock.ago(days: 1 + Int64(index % 200), seconds: Int64(index * 7 % 86_400))
      let isInjected = index % 100 == 99
      let object = namespace(
        name, created: created, labels: ["team": teams[index % teams.count]],
        annotations: isInjected ? ["linkerd.io/inject": "enabled"] : [:])
      guard index % 50 == 0 else { return [object] }
      let workload = Workload(
        name: "api", namespace: name, image: "registry.example.com/\(teams[index % teams.count]):1")
      return [object, workload.json(created: created)]
    }
  }

  private static func nameOfNamespace(_ index: Int) -> String {
    let team = teams[index % teams.count]
    let stage = stages[index / teams.count % stages.count]
    let round = index / (teams.count * stages.count)
    return round == 0 ? "\(team)-\(stage)" : "\(team)-\(stage)-\(round + 1)"
  }
}
