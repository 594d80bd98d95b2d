package import Planning

extension MeshProof {
  /// The rows of the proof. Where workloads are restarted next, new pods have to get a proxy: they
  /// would be restarted in vain, or not come back.
  package static func proof(_ facts: MeshFacts, beforeRestarts: Bool) -> [CheckRow] {
    proof(facts).map { row in
      var row = row
      if beforeRestarts, row.id == "injection", row.mark == .warning { row.mark = .failed }
      return row
    }
  }

  /// Why nothing is restarted after the proof; nil where nothing stands against it.
  package static func restartProblem(_ rows: [CheckRow]) -> Problem? {
    rows.first { $0.id == "injection" && $0.mark == .failed }.map { row in
      Problem(
        "restart-without-proxy",
        "Linkerd is there, and nothing was restarted: it isn't true that \(row.text). \(row.reason)",
        remedy: row.remedy)
    }
  }
}
