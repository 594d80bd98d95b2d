/// The field numbers of the messages that clients send in protobuf, from the `generated.proto`
/// files of k8s.io/api and k8s.io/apimachinery; a field that isn't listed is skipped.
enum ProtobufLayout {
  struct Field {
    enum Kind {
      case text
      case number(isPointer: Bool)
      case truth(isPointer: Bool)
      case data
      case map(isData: Bool)
      case quantities
      case message(String)
    }
    var name: String
    var kind: Kind
    var isList = false
  }

  /// The layouts of the kinds, by group and kind.
  static let kinds: [String: String] = [
    "/Namespace": "Namespace", "/Secret": "Secret", "/ConfigMap": "ConfigMap",
    "/ServiceAccount": "ServiceAccount", "/Service": "Service", "/Pod": "Pod",
    "/Event": "Event", "/DeleteOptions": "DeleteOptions",
    "apps/Deployment": "Deployment", "batch/Job": "Job", "batch/CronJob": "CronJob",
    "rbac.authorization.k8s.io/Role": "Role",
    "rbac.authorization.k8s.io/ClusterRole": "Role",
    "rbac.authorization.k8s.io/RoleBinding": "RoleBinding",
    "rbac.authorization.k8s.io/ClusterRoleBinding": "RoleBinding",
    "authorization.k8s.io/SelfSubjectAccessReview": "AccessReview",
    "authorization.k8s.io/SelfSubjectRulesReview": "RulesReview",
    "authentication.k8s.io/SelfSubjectReview": "Review",
    "coordination.k8s.io/Lease": "Lease",
    "policy/PodDisruptionBudget": "PodDisruptionBudget",
    "scheduling.k8s.io/PriorityClass": "PriorityClass",
  ]

  /// Messages that mean something when nothing in them is set.
  static let keepsEmpty: Set<String> = ["EmptyDir", "IntOrString"]

  static func fields(_ layout: String) -> [Int: Field] { parsed[layout] ?? [:] }

  private static let parsed: [String: [Int: Field]] = layouts.mapValues { text in
    var fields: [Int: Field] = [:]
    for entry in text.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: ":").map(String.init)
      guard parts.count >= 2, let number = Int(parts[0]) else { continue }
      fields[number] = field(parts[1], parts.count > 2 ? parts[2] : "s")
    }
    return fields
  }

  /// s text, i number, b truth (with p: zero counts), d bytes, m map, md map of bytes,
  /// q quantities, anything else a message; a leading * makes a list.
  private static func field(_ name: String, _ code: String) -> Field {
    let isList = code.hasPrefix("*")
    let bare = isList ? String(code.dropFirst()) : code
    let kind: Field.Kind
    switch bare {
    case "s": kind = .text
    case "i", "ip": kind = .number(isPointer: bare == "ip")
    case "b", "bp": kind = .truth(isPointer: bare == "bp")
    case "d": kind = .data
    case "m", "md": kind = .map(isData: bare == "md")
    case "q": kind = .quantities
    default: kind = .message(bare)
    }
    return Field(name: name, kind: kind, isList: isList)
  }

  private static let layouts: [String: String] = [
    "Meta": """
    1:name 2:generateName 3:namespace 4:selfLink 5:uid 6:resourceVersion 7:generation:i
    8:creationTimestamp:Time 9:deletionTimestamp:Time 10:deletionGracePeriodSeconds:ip
    11:labels:m 12:annotations:m 13:ownerReferences:*Owner 14:finalizers:*s
    17:managedFields:*Managed
    """,
    "Owner": "1:kind 3:name 4:uid 5:apiVersion 6:controller:bp 7:blockOwnerDeletion:bp",
    "Managed": "1:manager 2:operation 3:apiVersion 4:time:Time 6:fieldsType 8:subresource",
    "Selector": "1:matchLabels:m 2:matchExpressions:*Requirement",
    "Requirement": "1:key 2:operator 3:values:*s",
    "Reference": "1:name",
    "DeleteOptions": """
    1:gracePeriodSeconds:ip 2:preconditions:Preconditions 3:orphanDependents:bp
    4:propagationPolicy 5:dryRun:*s
    """,
    "Preconditions": "1:uid 2:resourceVersion",
    "Namespace": "1:metadata:Meta 2:spec:NamespaceSpec 3:status:NamespaceStatus",
    "NamespaceSpec": "1:finalizers:*s",
    "NamespaceStatus": "1:phase",
    "Secret": "1:metadata:Meta 2:data:md 3:type 4:stringData:m 5:immutable:bp",
    "ConfigMap": "1:metadata:Meta 2:data:m 3:binaryData:md 4:immutable:bp",
    "ServiceAccount": """
    1:metadata:Meta 2:secrets:*ObjectReference 3:imagePullSecrets:*Reference
    4:automountServiceAccountToken:bp
    """,
    "ObjectReference": """
    1:kind 2:namespace 3:name 4:uid 5:apiVersion 6:resourceVersion 7:fieldPath
    """,
    "Service": "1:metadata:Meta 2:spec:ServiceSpec",
    "ServiceSpec": """
    1:ports:*ServicePort 2:selector:m 3:clusterIP 4:type 5:externalIPs:*s 7:sessionAffinity
    8:loadBalancerIP 10:externalName 11:externalTrafficPolicy 13:publishNotReadyAddresses:b
    18:clusterIPs:*s
    """,
    "ServicePort": "1:name 2:protocol 3:port:i 4:targetPort:IntOrString 5:nodePort:i 6:appProtocol",
    "Pod": "1:metadata:Meta 2:spec:PodSpec",
    "PodTemplate": "1:metadata:Meta 2:spec:PodSpec",
    "PodSpec": """
    1:volumes:*Volume 2:containers:*Container 3:restartPolicy 4:terminationGracePeriodSeconds:ip
    5:activeDeadlineSeconds:ip 6:dnsPolicy 7:nodeSelector:m 8:serviceAccountName
    9:serviceAccount 10:nodeName 11:hostNetwork:b 15:imagePullSecrets:*Reference 16:hostname
    17:subdomain 19:schedulerName 20:initContainers:*Container
    21:automountServiceAccountToken:bp 22:tolerations:*Toleration 24:priorityClassName
    """,
    "Volume": "1:name 2:hostPath:HostPath 3:emptyDir:EmptyDir 6:secret:SecretVolume",
    "HostPath": "1:path 2:type",
    "EmptyDir": "1:medium",
    "SecretVolume": "1:secretName 4:optional:bp",
    "Container": """
    1:name 2:image 3:command:*s 4:args:*s 5:workingDir 6:ports:*ContainerPort 7:env:*Env
    8:resources:Resources 9:volumeMounts:*VolumeMount 13:terminationMessagePath
    14:imagePullPolicy 16:stdin:b 17:stdinOnce:b 18:tty:b 20:terminationMessagePolicy
    """,
    "ContainerPort": "1:name 2:hostPort:i 3:containerPort:i 4:protocol 5:hostIP",
    "Env": "1:name 2:value",
    "Resources": "1:limits:q 2:requests:q",
    "VolumeMount": "1:name 2:readOnly:b 3:mountPath 4:subPath",
    "Toleration": "1:key 2:operator 3:value 4:effect 5:tolerationSeconds:ip",
    "Deployment": "1:metadata:Meta 2:spec:DeploymentSpec",
    "DeploymentSpec": """
    1:replicas:ip 2:selector:Selector 3:template:PodTemplate 4:strategy:Strategy
    5:minReadySeconds:i 6:revisionHistoryLimit:ip 7:paused:b 9:progressDeadlineSeconds:ip
    """,
    "Strategy": "1:type 2:rollingUpdate:RollingUpdate",
    "RollingUpdate": "1:maxUnavailable:IntOrString 2:maxSurge:IntOrString",
    "Job": "1:metadata:Meta 2:spec:JobSpec",
    "JobSpec": """
    1:parallelism:ip 2:completions:ip 3:activeDeadlineSeconds:ip 4:selector:Selector
    5:manualSelector:bp 6:template:PodTemplate 7:backoffLimit:ip 8:ttlSecondsAfterFinished:ip
    """,
    "CronJob": "1:metadata:Meta 2:spec:CronJobSpec",
    "CronJobSpec": """
    1:schedule 2:startingDeadlineSeconds:ip 3:concurrencyPolicy 4:suspend:bp
    5:jobTemplate:JobTemplate 6:successfulJobsHistoryLimit:ip 7:failedJobsHistoryLimit:ip
    """,
    "JobTemplate": "1:metadata:Meta 2:spec:JobSpec",
    "Role": "1:metadata:Meta 2:rules:*Rule",
    "Rule": "1:verbs:*s 2:apiGroups:*s 3:resources:*s 4:resourceNames:*s 5:nonResourceURLs:*s",
    "RoleBinding": "1:metadata:Meta 2:subjects:*Subject 3:roleRef:RoleRef",
    "Subject": "1:kind 2:apiGroup 3:name 4:namespace",
    "RoleRef": "1:apiGroup 2:kind 3:name",
    "AccessReview": "1:metadata:Meta 2:spec:AccessReviewSpec",
    "AccessReviewSpec":
      "1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:PathAttributes",
    "ResourceAttributes": "1:namespace 2:verb 3:group 4:version 5:resource 6:subresource 7:name",
    "PathAttributes": "1:path 2:verb",
    "RulesReview": "1:metadata:Meta 2:spec:RulesReviewSpec",
    "RulesReviewSpec": "1:namespace",
    "Review": "1:metadata:Meta",
    "Lease": "1:metadata:Meta 2:spec:LeaseSpec",
    "LeaseSpec": """
    1:holderIdentity 2:leaseDurationSeconds:ip 3:acquireTime:MicroTime 4:renewTime:MicroTime
    5:leaseTransitions:ip
    """,
    "PodDisruptionBudget": "1:metadata:Meta 2:spec:BudgetSpec",
    "BudgetSpec": "1:minAvailable:IntOrString 2:selector:Selector 3:maxUnavailable:IntOrString",
    "PriorityClass": "1:metadata:Meta 2:value:i 3:globalDefault:b 4:description 5:preemptionPolicy",
    "Event": """
    1:metadata:Meta 2:involvedObject:ObjectReference 3:reason 4:message 5:source:EventSource
    6:firstTimestamp:Time 7:lastTimestamp:Time 8:count:i 9:type 10:eventTime:MicroTime
    """,
    "EventSource": "1:component 2:host",
  ]
}
