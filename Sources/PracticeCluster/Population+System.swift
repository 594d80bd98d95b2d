// What every cluster has: nodes, the system namespaces, DNS, and the API's own service.
extension Population {
  /// The age of the cluster in days.
  static let age: Int64 = 212

  static func system(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: age)
    let namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"]
    return namespaces.map { namespace($0, created: created) }
      + nodes(at: clock) + dns(created: created) + api(created: created)
      + systemWorkloads.map { $0.json(created: created) }
  }

  private static let systemWorkloads = [
    Workload(
      keeper: .daemonSet, name: "kube-proxy", namespace: "kube-system",
      image: "registry.k8s.io/kube-proxy:\(kubernetesVersion)", labels: ["k8s-app": "kube-proxy"],
      usesHostNetwork: true),
    Workload(
      name: "konnectivity-agent", namespace: "kube-system",
      image: "registry.k8s.io/kas-network-proxy/proxy-agent:v0.31.2", replicas: 2,
      labels: ["k8s-app": "konnectivity-agent"]),
    Workload(
      name: "metrics-server", namespace: "kube-system",
      image: "registry.k8s.io/metrics-server/metrics-server:v0.7.2", ports: [("https", 10250)],
      labels: ["k8s-app": "metrics-server"]),
  ]

  private static func dns(created: String) -> [JSON] {
    let labels = ["k8s-app": "kube-dns"]
    let workload = Workload(
      name: "coredns", namespace: "kube-system", image: "registry.k8s.io/coredns/coredns:v1.12.0",
      replicas: 2, ports: [("dns-tcp", 53), ("metrics", 9153)], labels: labels)
    return [
      configMap(
        "coredns", in: "kube-system", created: created, data: ["Corefile": corefile]),
      workload.json(created: created),
      service(
        "kube-dns", in: "kube-system", created: created, address: "10.96.0.10",
        selecting: labels,
        ports: [
          ServicePort(name: "dns", number: 53, transport: "UDP"),
          ServicePort(name: "dns-tcp", number: 53),
          ServicePort(name: "metrics", number: 9153),
        ]),
    ]
  }

  private static let corefile = """
    .:53 {
        errors
        health {
           lameduck 5s
        }
        ready
        kubernetes cluster.local in-addr.arpa ip6.arpa {
           pods insecure
           fallthrough in-addr.arpa ip6.arpa
           ttl 30
        }
        prometheus :9153
        forward . /etc/resolv.conf
        cache 30
        loop
        reload
        loadbalance
    }

    """

  private static func api(created: String) -> [JSON] {
    let port: JSON = ["name": "https", "port": 6443, "protocol": "TCP"]
    let labels = ["component": "apiserver", "provider": "kubernetes"]
    var kubernetes = service(
      "kubernetes", in: "default", created: created, address: "10.96.0.1", selecting: [:],
      labels: labels, ports: [ServicePort(name: "https", number: 443, target: 6443)])
    kubernetes["spec"]?["selector"] = nil
    return [
      kubernetes,
      object(
        "v1", "Endpoints", "kubernetes", in: "default", created: created,
        ["subsets": [["addresses": [["ip": "172.18.0.2"]], "ports": [port]]]]),
      configMap(
        "extension-apiserver-authentication", in: "kube-system", created: created,
        data: [
          "requestheader-allowed-names": #"["front-proxy-client"]"#,
          "requestheader-client-ca-file": frontProxyAuthority,
          "requestheader-extra-headers-prefix": #"["X-Remote-Extra-"]"#,
          "requestheader-group-headers": #"["X-Remote-Group"]"#,
          "requestheader-username-headers": #"["X-Remote-User"]"#,
        ]),
    ]
  }
}
