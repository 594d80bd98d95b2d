// Three nodes whose heartbeats are of the start, and their leases.
extension Population {
  /// The names of the nodes, on which pods can be put in turn.
  package static let nodeNames = ["practice-node-1", "practice-node-2", "practice-node-3"]

  static func nodes(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: age)
    return nodeNames.enumerated().flatMap { index, name in
      [
        object(
          "v1", "Node", name, created: created, labels: labels(ofNode: name, zone: index),
          annotations: ["node.alpha.kubernetes.io/ttl": "0"],
          [
            "spec": [
              "podCIDR": .string("10.244.\(index).0/24"),
              "podCIDRs": [.string("10.244.\(index).0/24")],
              "providerID": .string("practice://\(name)"),
            ],
            "status": status(ofNode: name, number: index, at: clock),
          ]),
        object(
          "coordination.k8s.io/v1", "Lease", name, in: "kube-node-lease", created: created,
          [
            "spec": [
              "holderIdentity": .string(name), "leaseDurationSeconds": 40,
              "renewTime": .string(clock.ago(days: 0).dropLast() + ".000000Z"),
            ]
          ]),
      ]
    }
  }

  private static func labels(ofNode name: String, zone: Int) -> [String: String] {
    [
      "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux",
      "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
      "kubernetes.io/hostname": name, "topology.kubernetes.io/region": "practice",
      "topology.kubernetes.io/zone": "practice-\(zone + 1)",
    ]
  }

  private static func status(
    ofNode name: String, number: Int, at clock: PopulationClock
  ) -> JSON {
    let size: JSON = [
      "cpu": "8", "memory": "32Gi", "ephemeral-storage": "200Gi", "pods": "110",
      "hugepages-2Mi": "0",
    ]
    let allocatable: JSON = [
      "cpu": "7800m", "memory": "30Gi", "ephemeral-storage": "180Gi", "pods": "110",
      "hugepages-2Mi": "0",
    ]
    return [
      "capacity": size, "allocatable": allocatable,
      "addresses": [
        ["type": "InternalIP", "address": .string("172.18.0.\(number + 3)")],
        ["type": "Hostname", "address": .string(name)],
      ],
      "conditions": conditions(at: clock),
      "daemonEndpoints": ["kubeletEndpoint": ["Port": 10250]],
      "nodeInfo": [
        "architecture": "amd64", "operatingSystem": "linux",
        "osImage": "Debian GNU/Linux 12 (bookworm)", "kernelVersion": "6.1.0-28-amd64",
        "containerRuntimeVersion": "containerd://2.0.4",
        "kubeletVersion": .string(kubernetesVersion), "kubeProxyVersion": "",
        "machineID": .string("\(number)f3c27d0c5b64f6d9b1c6b0e7a52d814"),
        "systemUUID": .string("\(number)f3c27d0-c5b6-4f6d-9b1c-6b0e7a52d814"),
        "bootID": .string("\(number)a5e3a24-93a5-4f0b-8f7c-1e5d4b3c2a19"),
      ],
      "images": [],
    ]
  }

  private static func conditions(at clock: PopulationClock) -> JSON {
    let pressures = [
      ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
      ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ]
    let all =
      pressures.map { ($0.0, "False", $0.1, $0.2) }
      + [("Ready", "True", "KubeletReady", "kubelet is posting ready status")]
    return .array(
      all.map { type, status, reason, message in
        [
          "type": .string(type), "status": .string(status), "reason": .string(reason),
          "message": .string(message), "lastHeartbeatTime": .string(clock.ago(days: 0)),
          "lastTransitionTime": .string(clock.ago(days: age, seconds: -40)),
        ]
      })
  }
}
