import Planning
import Testing

@testable import HostEffects

/// Workloads as kubectl prints them.
@Suite struct WorkloadLinesTests {
  @Test func eachKindIsReadFromItsLine() {
    let text = """
      Deployment\tshop\tweb\t3\t\tRollingUpdate\t\t25%\t1\t\t\t\t
      Deployment\tshop\told\t2\t\tRecreate\t\t\t\t\ttrue\t\tdisabled
      StatefulSet\tshop\tdb\t1\t\t\tOnDelete\t\t\t2\t\t\t
      DaemonSet\tshop\tagent\t\t4\t\tRollingUpdate\t\t\t\t\ttrue\t
      Pod\tshop\tx\t\t\t\t\t\t\t\t\t\t
      something else

      """
    #expect(
      WorkloadLines.workloads(Array(text.utf8)) == [
        Workload(.deployment, "web", in: "shop", replicas: 3, maxSurge: "1"),
        Workload(
          .deployment, "old", in: "shop", replicas: 2, strategy: "Recreate", maxUnavailable: "",
          maxSurge: "", isPaused: true, inject: "disabled"),
        Workload(
          .statefulset, "db", in: "shop", strategy: "OnDelete", maxUnavailable: "", maxSurge: "",
          partition: 2),
        Workload(
          .daemonset, "agent", in: "shop", replicas: 4, maxUnavailable: "", maxSurge: "",
          usesHostNetwork: true),
      ])
  }
}
