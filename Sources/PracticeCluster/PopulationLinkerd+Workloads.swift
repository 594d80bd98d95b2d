extension PopulationLinkerd {
  private struct Container {
    let name: String
    let ports: [(name: String, number: Int)]
  }

  /// The three deployments, their services and the daily job.
  var deployments: [JSON] {
    [
      deployment(
        "identity", [Container(name: "identity", ports: [("ident-grpc", 8080)])],
        hasSidecar: false),
      deployment(
        "destination",
        [
          Container(name: "destination", ports: [("dest-grpc", 8086)]),
          Container(name: "sp-validator", ports: [("sp-validator", 8443)]),
          Container(name: "policy", ports: [("policy-grpc", 8090), ("policy-https", 9443)]),
        ]),
      deployment(
        "proxy-injector", [Container(name: "proxy-injector", ports: [("proxy-injector", 8443)])]),
    ] + services + [heartbeat]
  }

  private func deployment(
    _ component: String, _ containers: [Container], hasSidecar: Bool = true
  ) -> JSON {
    let selector = labels(component).merging(
      ["linkerd.io/proxy-deployment": "linkerd-\(component)"]
    ) { $1 }
    let metadata: JSON = [
      "labels": Population.texts(selector),
      "annotations": [
        "linkerd.io/created-by": "linkerd/helm \(Self.appVersion)",
        "linkerd.io/proxy-version": .string(Self.appVersion),
      ],
    ]
    let pod = self.pod(of: component, containers, hasSidecar: hasSidecar)
    let spec: JSON = [
      "replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
      "selector": ["matchLabels": Population.texts(selector)],
      "strategy": [
        "type": "RollingUpdate", "rollingUpdate": ["maxSurge": "25%", "maxUnavailable": "25%"],
      ],
      "template": ["metadata": metadata, "spec": pod],
    ]
    var deployment = object(
      "apps/v1", "Deployment", "linkerd-\(component)", of: component, ["spec": spec])
    for (name, value) in [
      ("name", component), ("part-of", "Linkerd"), ("version", Self.appVersion),
    ] {
      deployment["metadata"]?["labels"]?["app.kubernetes.io/\(name)"] = .string(value)
    }
    return deployment
  }

  private func pod(of component: String, _ containers: [Container], hasSidecar: Bool) -> JSON {
    let controllers = containers.map { container in
      self.container(
        container.name, image: "controller",
        ["ports": .array(container.ports.map { port($0.name, $0.number) })])
    }
    let before = [container("linkerd-init", image: "proxy", [:])]
    return [
      "serviceAccountName": "linkerd-\(component)", "restartPolicy": "Always",
      "initContainers": .array(before + (hasSidecar ? [proxy(isSidecar: true)] : [])),
      "containers": .array(controllers + (hasSidecar ? [] : [proxy(isSidecar: false)])),
    ]
  }

  private func container(_ name: String, image: String, _ rest: [String: JSON]) -> JSON {
    .object(
      rest.merging([
        "name": .string(name), "imagePullPolicy": "IfNotPresent",
        "image": "cr.l5d.io/linkerd/\(image):\(Self.appVersion)",
      ]) { $1 })
  }

  private func proxy(isSidecar: Bool) -> JSON {
    let anchors: JSON = ["name": "linkerd-identity-trust-roots", "key": "ca-bundle.crt"]
    var members: [String: JSON] = [
      "ports": [port("linkerd-proxy", 4143), port("linkerd-admin", 4191)],
      "env": [
        [
          "name": "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS",
          "valueFrom": ["configMapKeyRef": anchors],
        ]
      ],
    ]
    if isSidecar { members["restartPolicy"] = "Always" }
    return container("linkerd-proxy", image: "proxy", members)
  }

  private func port(_ name: String, _ number: Int) -> JSON {
    ["name": .string(name), "containerPort": .int(number), "protocol": "TCP"]
  }

  private var services: [JSON] {
    let all: [(String, String, String?, ServicePort)] = [
      ("linkerd-identity", "identity", "10.96.70.10", ServicePort(name: "grpc", number: 8080)),
      ("linkerd-identity-headless", "identity", nil, ServicePort(name: "grpc", number: 8080)),
      ("linkerd-dst", "destination", "10.96.70.11", ServicePort(name: "grpc", number: 8086)),
      ("linkerd-dst-headless", "destination", nil, ServicePort(name: "grpc", number: 8086)),
      ("linkerd-policy", "destination", nil, ServicePort(name: "grpc", number: 8090)),
      validator("sp-validator", "destination", "10.96.70.12", "sp-validator"),
      validator("policy-validator", "destination", "10.96.70.13", "policy-https"),
      validator("proxy-injector", "proxy-injector", "10.96.70.14", "proxy-injector"),
    ]
    return all.map { name, component, address, port in
      Population.service(
        name, in: "linkerd", created: created, address: address,
        selecting: [Self.component: component], labels: labels(component), ports: [port])
    }
  }

  private func validator(
    _ name: String, _ component: String, _ address: String, _ target: String
  ) -> (String, String, String?, ServicePort) {
    (
      "linkerd-\(name)", component, address,
      ServicePort(name: target, number: 443, target: .string(target))
    )
  }

  private var heartbeat: JSON {
    let pod: JSON = [
      "restartPolicy": "Never", "serviceAccountName": "linkerd-heartbeat",
      "containers": [container("heartbeat", image: "controller", ["args": ["heartbeat"]])],
    ]
    let template: JSON = [
      "metadata": ["labels": Population.texts(labels("heartbeat"))], "spec": pod,
    ]
    return object(
      "batch/v1", "CronJob", "linkerd-heartbeat", of: "heartbeat",
      [
        "spec": [
          "schedule": "17 3 * * *", "concurrencyPolicy": "Replace",
          "successfulJobsHistoryLimit": 0, "jobTemplate": ["spec": ["template": template]],
        ]
      ])
  }
}
