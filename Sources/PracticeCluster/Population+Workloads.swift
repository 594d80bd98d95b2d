// What people run on the practice cluster.
extension Population {
  static func workloads(at clock: PopulationClock) -> [JSON] {
    direktiv(at: clock) + database(at: clock) + shop(at: clock) + platform(at: clock)
  }

  /// Direktiv without a mesh: its own namespace, and Knative beside it.
  private static func direktiv(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 41)
    return [
      namespace("direktiv", created: created), namespace("knative-serving", created: created),
      configMap(
        "direktiv-config", in: "direktiv", created: created,
        data: ["log-level": "info", "database": "postgres.postgres.svc:5432"]),
    ]
      + exposed(
        [
          Workload(
            name: "direktiv-flow", namespace: "direktiv", image: "direktiv/direktiv:v0.8.9",
            ports: [("http", 6665)]),
          Workload(
            name: "direktiv-ui", namespace: "direktiv", image: "direktiv/frontend:v0.8.9",
            ports: [("http", 8080)]),
          Workload(
            keeper: .statefulSet, name: "direktiv-nats", namespace: "direktiv",
            image: "nats:2.10-alpine", ports: [("nats", 4222), ("monitor", 8222)]),
          Workload(
            name: "activator", namespace: "knative-serving",
            image: "gcr.io/knative-releases/knative.dev/serving/cmd/activator:v1.15.2",
            ports: [("http", 8012)]),
          Workload(
            name: "controller", namespace: "knative-serving",
            image: "gcr.io/knative-releases/knative.dev/serving/cmd/controller:v1.15.2",
            ports: [("metrics", 9090)]),
          Workload(
            name: "webhook", namespace: "knative-serving",
            image: "gcr.io/knative-releases/knative.dev/serving/cmd/webhook:v1.15.2",
            ports: [("https", 8443)]),
        ], subnet: 20, created: created)
  }

  private static func database(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 42)
    return [namespace("postgres", created: created)]
      + exposed(
        [
          Workload(
            keeper: .statefulSet, name: "postgres", namespace: "postgres",
            image: "postgres:16.4", ports: [("postgres", 5432)])
        ], subnet: 30, created: created)
  }

  private static func shop(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 63)
    let shop = [("cart", 2), ("catalogue", 3), ("checkout", 2), ("orders", 2), ("storefront", 3)]
    let workloads = shop.map { name, replicas in
      Workload(
        name: name, namespace: "shop", image: "registry.example.com/shop/\(name):3.14.0",
        replicas: replicas, ports: [("http", 8080)])
    }
    let web = [("blog", 2), ("landing", 3)].map { name, replicas in
      Workload(
        name: name, namespace: "web", image: "registry.example.com/web/\(name):2026.10",
        replicas: replicas, ports: [("http", 8080)])
    }
    return [
      namespace("shop", created: created),
      namespace("web", created: created, annotations: ["linkerd.io/inject": "enabled"]),
    ] + exposed(workloads, subnet: 40, created: created)
      + exposed(web, subnet: 50, created: created)
  }

  private static func platform(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 180)
    let names = ["cert-manager", "ingress-nginx", "monitoring", "staging"]
    return names.map { namespace($0, created: created) }
      + exposed(certManager + monitoring, subnet: 60, created: created)
  }

  private static let certManager =
    ["cert-manager", "cert-manager-cainjector", "cert-manager-webhook"].map { name in
      Workload(
        name: name, namespace: "cert-manager",
        image: "quay.io/jetstack/\(name):v1.16.2", ports: [("metrics", 9402)])
    } + [
      Workload(
        name: "ingress-nginx-controller", namespace: "ingress-nginx",
        image: "registry.k8s.io/ingress-nginx/controller:v1.12.1", replicas: 2,
        ports: [("http", 80), ("https", 443)])
    ]

  private static let monitoring = [
    Workload(
      keeper: .statefulSet, name: "prometheus", namespace: "monitoring",
      image: "quay.io/prometheus/prometheus:v3.0.1", replicas: 2, ports: [("http", 9090)]),
    Workload(
      keeper: .statefulSet, name: "alertmanager", namespace: "monitoring",
      image: "quay.io/prometheus/alertmanager:v0.27.0", replicas: 2, ports: [("http", 9093)]),
    Workload(
      name: "grafana", namespace: "monitoring", image: "grafana/grafana:11.4.0",
      ports: [("http", 3000)]),
    Workload(
      name: "kube-state-metrics", namespace: "monitoring",
      image: "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.14.0",
      ports: [("http", 8080)]),
    Workload(
      keeper: .daemonSet, name: "node-exporter", namespace: "monitoring",
      image: "quay.io/prometheus/node-exporter:v1.8.2", ports: [("metrics", 9100)],
      usesHostNetwork: true),
  ]

  /// Each workload with a service in front of it, whose address lies in that subnet.
  private static func exposed(
    _ workloads: [Workload], subnet: Int, created: String
  ) -> [JSON] {
    workloads.enumerated().flatMap { index, workload in
      [
        workload.json(created: created),
        service(
          workload.name, in: workload.namespace, created: created,
          address: "10.96.\(subnet).\(index + 10)", selecting: workload.selector,
          ports: workload.ports.map { ServicePort(name: $0.name, number: $0.number) }),
      ]
    }
  }
}
