/// The objects that the practice cluster starts with.
enum Population {
  static func objects(for scenario: Scenario, now: Int64) -> [JSON] {
    var names = ["default", "kube-system", "kube-public", "kube-node-lease"]
    if scenario == .thousandNamespaces { names += (0..<1000).map { "team-\($0)" } }
    if scenario == .tenThousandNamespaces { names += (0..<10000).map { "team-\($0)" } }
    let namespaces = names.map { name -> JSON in
      ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
    }
    let node: JSON = [
      "apiVersion": "v1", "kind": "Node", "metadata": ["name": "practice-1"],
      "status": ["conditions": [["type": "Ready", "status": "True"]]],
    ]
    let deployment: JSON = [
      "apiVersion": "apps/v1", "kind": "Deployment",
      "metadata": ["name": "coredns", "namespace": "kube-system"],
      "spec": [
        "replicas": 2, "selector": ["matchLabels": ["k8s-app": "kube-dns"]],
        "template": [
          "metadata": ["labels": ["k8s-app": "kube-dns"]],
          "spec": ["containers": [["name": "coredns", "image": "coredns:1"]]],
        ],
      ],
    ]
    return namespaces + [node, deployment]
  }
}
