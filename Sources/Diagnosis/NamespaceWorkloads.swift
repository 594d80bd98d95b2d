import Planning

/// What runs in a namespace, as far as meshing it is concerned.
///
/// Pods that have ended are counted nowhere: nothing of theirs can be meshed any more.
package struct NamespaceWorkloads: Equatable, Sendable {
  /// Pods that Jobs have made.
  package var jobPods = 0
  /// CronJobs, whether one of their pods runs or not.
  package var cronJobs = 0
  /// Pods that use their node's network, which are never injected.
  package var hostNetworkPods = 0
  /// Pods whose own annotation keeps them out of the mesh.
  package var optedOutPods = 0
  /// Ports whose protocol lets the server speak first, and that Linkerd doesn't take as opaque by
  /// itself; each once, in order.
  package var serverFirstPorts: [ServerFirstPort] = []
  /// The ingress controllers that run there, such as `ingress-nginx`; each once, in order.
  package var ingressControllers: [String] = []
  /// Whether Knative, or something that Knative serves, runs there.
  package var hasKnative = false
  /// The other mesh whose sidecars its pods have, such as `Istio`; nil where there is none.
  package var sidecarsOf: String?

  /// Makes the description of an empty namespace.
  package init() {}

  /// Pods of those that the injector would give a proxy to: all but host-network pods and those that
  /// opted out.
  package func injectable(of pods: Int) -> Int {
    max(pods - hostNetworkPods - optedOutPods, 0)
  }
}

/// A port on which the server speaks first.
package struct ServerFirstPort: Hashable, Comparable, Sendable {
  /// What listens there, such as `NATS`.
  package var product: String
  /// Its number.
  package var number: Int

  /// Makes a port.
  package init(_ product: String, _ number: Int) {
    self.product = product
    self.number = number
  }

  /// Whether the left one comes earlier: by product, then by number.
  package static func < (left: ServerFirstPort, right: ServerFirstPort) -> Bool {
    (left.product, left.number) < (right.product, right.number)
  }
}

/// What containers' images and ports tell of the products that meshing has to be careful with.
package enum KnownProducts {
  /// What the servers of a product speak first on. Ports of theirs with other protocols, such as
  /// HTTP for monitoring, are left out.
  private static let servers: [(product: String, images: [String], otherwise: Set<Int>)] = [
    ("NATS", ["nats", "nats-server", "nats-streaming"], [7777, 8222]),
    ("PgBouncer", ["pgbouncer"], [8080, 9127]),
    (
      "PostgreSQL", ["postgres", "postgresql", "postgis", "timescaledb", "spilo-17"], [8008, 9187]
    ),
    ("MySQL", ["mysql", "mysql-server", "mariadb", "percona-xtradb-cluster"], [9104]),
    ("SMTP", ["postfix", "exim", "exim-relay", "mailhog", "mailpit"], [8025]),
    ("SSH", ["sftp", "openssh-server", "sshd"], []),
    ("FTP", ["vsftpd", "pure-ftpd", "ftp"], []),
  ]

  /// Ingress controllers by a part of their image's path.
  private static let controllers: [(name: String, image: String)] = [
    ("ingress-nginx", "ingress-nginx/controller"), ("NGINX", "nginx/nginx-ingress"),
    ("Traefik", "traefik"), ("HAProxy", "haproxytech/kubernetes-ingress"),
    ("HAProxy", "jcmoraisjr/haproxy-ingress"), ("Kong", "kong/kubernetes-ingress-controller"),
    ("Emissary", "emissary-ingress/emissary"), ("Ambassador", "datawire/aes"),
    ("Contour", "projectcontour/contour"), ("APISIX", "apisix-ingress-controller"),
    ("Gloo", "solo-io/gloo"),
  ]

  /// Sidecars of other meshes by their containers' names.
  private static let sidecars = [
    "istio-proxy": "Istio", "kuma-sidecar": "Kuma", "consul-dataplane": "Consul",
    "consul-connect-envoy-sidecar": "Consul",
  ]

  /// The ports of a container on which its server speaks first and that aren't opaque by default.
  /// `image` is its image, with registry and tag.
  package static func serverFirstPorts(image: String, ports: [Int]) -> [ServerFirstPort] {
    let name = lastPart(of: image)
    guard let server = servers.first(where: { $0.images.contains(name) }) else { return [] }
    return ports.filter { !OpaquePorts.usual.contains($0) && !server.otherwise.contains($0) }
      .map { ServerFirstPort(server.product, $0) }
  }

  /// The ingress controller that an image holds; nil where it holds none.
  package static func ingressController(image: String) -> String? {
    let path = withoutTag(image)
    return controllers.first { path == $0.image || path.hasSuffix("/" + $0.image) }?.name
  }

  /// Whether a container is Knative's own, or one that Knative has put beside its workload.
  package static func isKnative(container: String, image: String) -> Bool {
    container == "queue-proxy" || image.contains("/knative.dev/")
  }

  /// The mesh whose sidecar a container of that name is; nil where it is none of the known ones.
  package static func mesh(ofSidecar container: String) -> String? { sidecars[container] }

  /// The other mesh that a namespace was put into by its labels; nil where none is named.
  ///
  /// Istio: istio.io/latest/docs/setup/additional-setup/sidecar-injection and
  /// istio.io/latest/docs/ambient/usage/add-workloads; Kuma: kuma.io/docs, "Data plane on Kubernetes";
  /// Open Service Mesh: docs.openservicemesh.io; App Mesh: docs.aws.amazon.com/app-mesh.
  package static func mesh(ofNamespaceLabels labels: [String: String]) -> String? {
    if labels["istio-injection"] == "enabled" || labels["istio.io/rev"] != nil
      || labels["istio.io/dataplane-mode"] == "ambient"
    {
      return "Istio"
    }
    if ["enabled", "true"].contains(labels["kuma.io/sidecar-injection"] ?? "") { return "Kuma" }
    if labels["openservicemesh.io/monitored-by"] != nil { return "Open Service Mesh" }
    if labels["appmesh.k8s.aws/sidecarInjectorWebhook"] == "enabled" { return "App Mesh" }
    return nil
  }

  /// The chart that makes a namespace of that name itself, so that it must not be made before; nil
  /// where none is known to.
  ///
  /// Direktiv's has done so since 0.8.2 (charts/direktiv/templates/fn-namespace.yaml).
  package static func chart(making namespace: String) -> String? {
    namespace == "direktiv-services-direktiv" ? "Direktiv's chart, from 0.8.2 on," : nil
  }

  private static func lastPart(of image: String) -> String {
    let path = withoutTag(image)
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// An image without tag and digest; a registry's port is left where it is.
  private static func withoutTag(_ image: String) -> String {
    let name = image.split(separator: "@", maxSplits: 1).first.map(String.init) ?? ""
    guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else { return name }
    return String(name[..<colon])
  }
}
