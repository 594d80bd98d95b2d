// Namespaces whose meshing needs care, one for each reason that the usual ones don't show.
extension Population {
  static func carefulNamespaces(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 30)
    return [
      namespace("billing", created: created),
      namespace("bookinfo", created: created, labels: ["istio-injection": "enabled"]),
      namespace("labelled", created: created, labels: ["linkerd.io/inject": "enabled"]),
      namespace("misspelt", created: created, annotations: ["linkerd.io/inject": "true"]),
      namespace("gateway", created: created, annotations: ["linkerd.io/inject": "ingress"]),
      namespace("kept-out", created: created, annotations: ["linkerd.io/inject": "disabled"]),
      job("invoices", in: "billing", created: created), cronJob(in: "billing", created: created),
    ]
      + [
        Workload(
          name: "reviews", namespace: "bookinfo", image: "docker.io/istio/examples-reviews-v1:1.20",
          ports: [("http", 9080)]),
        Workload(
          name: "web", namespace: "labelled", image: "registry.example.com/web:4",
          ports: [("http", 8080)]),
        Workload(
          name: "pgbouncer", namespace: "labelled", image: "docker.io/edoburu/pgbouncer:v1.23.1",
          ports: [("pgbouncer", 6432)]),
      ].map { $0.json(created: created) }
  }

  private static func job(_ name: String, in namespace: String, created: String) -> JSON {
    object(
      "batch/v1", "Job", name, in: namespace, created: created, ["spec": jobSpec(name)])
  }

  private static func cronJob(in namespace: String, created: String) -> JSON {
    object(
      "batch/v1", "CronJob", "statements", in: namespace, created: created,
      [
        "spec": [
          "schedule": "0 3 * * *", "suspend": false, "jobTemplate": ["spec": jobSpec("statements")],
        ]
      ])
  }

  private static func jobSpec(_ name: String) -> JSON {
    [
      "template": [
        "metadata": ["labels": ["app": .string(name)]],
        "spec": [
          "restartPolicy": "Never",
          "containers": [
            ["name": .string(name), "image": "registry.example.com/billing:7"]
          ],
        ],
      ]
    ]
  }

  /// That many pods in each of `manyNamespaces`, all running and made by nobody.
  static func crowd(_ count: Int, podsInEach: Int, at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 3)
    return manyNamespaces(count, at: clock).filter { $0["kind"] == "Namespace" }.flatMap {
      namespace -> [JSON] in
      let name = namespace[["metadata", "name"]]?.text ?? ""
      return [namespace] + (0..<podsInEach).map { runningPod("api-\($0)", in: name, created) }
    }
  }

  private static func runningPod(
    _ name: String, in namespace: String, _ created: String
  ) -> JSON {
    object(
      "v1", "Pod", name, in: namespace, created: created, labels: ["app.kubernetes.io/name": "api"],
      [
        "spec": [
          "nodeName": .string(nodeNames[0]), "restartPolicy": "Always",
          "containers": [
            [
              "name": "api", "image": "registry.example.com/api:1",
              "ports": [["containerPort": 8080, "name": "http", "protocol": "TCP"]],
            ]
          ],
        ],
        "status": [
          "phase": "Running",
          "conditions": [["type": "Ready", "status": "True"]],
          "containerStatuses": [
            [
              "name": "api", "ready": true, "restartCount": 0,
              "image": "registry.example.com/api:1",
              "state": ["running": ["startedAt": .string(created)]],
            ]
          ],
        ],
      ])
  }
}
