/// A refusal as the Kubernetes API words it; it is served as a `Status` object.
struct APIError: Error, Equatable {
  /// One cause of a refusal: its type, what is said, and the field that it is about.
  struct Cause: Equatable {
    var reason: String
    var message: String
    var field: String
  }

  var code: Int
  var reason: String
  var message: String
  var details: JSON?

  /// The `Status` object that tells a client.
  var status: JSON {
    var status: JSON = [
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": .string(message), "reason": .string(reason), "code": .int(code),
    ]
    status["details"] = details
    return status
  }

  static func details(_ id: ResourceID, _ name: String, causes: [Cause] = []) -> JSON {
    details(group: id.group, kind: id.plural, name: name, causes: causes)
  }

  static func details(
    group: String, kind: String, name: String, causes: [Cause] = []
  ) -> JSON {
    var details: JSON = .object([:])
    if !name.isEmpty { details["name"] = .string(name) }
    if !group.isEmpty { details["group"] = .string(group) }
    if !kind.isEmpty { details["kind"] = .string(kind) }
    if !causes.isEmpty {
      details["causes"] = .array(
        causes.map {
          [
            "reason": .string($0.reason), "message": .string($0.message),
            "field": .string($0.field),
          ]
        })
    }
    return details
  }
}

extension APIError {
  static func notFound(_ id: ResourceID, _ name: String) -> APIError {
    APIError(
      code: 404, reason: "NotFound", message: "\(id.qualified) \"\(name)\" not found",
      details: details(id, name))
  }

  /// The answer to a path that no resource is served under.
  static let unknownPath = APIError(
    code: 404, reason: "NotFound", message: "the server could not find the requested resource",
    details: .object([:]))

  static func alreadyExists(_ id: ResourceID, _ name: String) -> APIError {
    APIError(
      code: 409, reason: "AlreadyExists",
      message: "\(id.qualified) \"\(name)\" already exists", details: details(id, name))
  }

  static func beingDeleted(_ id: ResourceID, _ name: String) -> APIError {
    APIError(
      code: 409, reason: "AlreadyExists",
      message: "object is being deleted: \(id.qualified) \"\(name)\" already exists",
      details: details(id, name))
  }

  static func conflict(_ id: ResourceID, _ name: String, _ why: String) -> APIError {
    APIError(
      code: 409, reason: "Conflict",
      message: "Operation cannot be fulfilled on \(id.qualified) \"\(name)\": \(why)",
      details: details(id, name))
  }

  static func forbidden(_ id: ResourceID, _ name: String, _ why: String) -> APIError {
    let subject = name.isEmpty ? id.qualified : "\(id.qualified) \"\(name)\""
    return APIError(
      code: 403, reason: "Forbidden", message: "\(subject) is forbidden: \(why)",
      details: details(id, name))
  }

  static func badRequest(_ message: String) -> APIError {
    APIError(code: 400, reason: "BadRequest", message: message)
  }

  static func unsupportedMediaType(_ message: String) -> APIError {
    APIError(code: 415, reason: "UnsupportedMediaType", message: message, details: .object([:]))
  }

  static func methodNotAllowed(_ method: String) -> APIError {
    APIError(
      code: 405, reason: "MethodNotAllowed",
      message: "the server does not allow this method on the requested resource",
      details: .object([:]))
  }

  static func expired(_ revision: Int, _ oldest: Int) -> APIError {
    APIError(
      code: 410, reason: "Expired",
      message: "too old resource version: \(revision) (\(oldest))")
  }

  static func internalError(_ message: String) -> APIError {
    APIError(
      code: 500, reason: "InternalError", message: "Internal error occurred: \(message)",
      details: details(
        group: "", kind: "", name: "",
        causes: [Cause(reason: "", message: message, field: "")]))
  }

  /// An object that breaks rules, each told with its field.
  static func invalid(_ type: ResourceType, _ name: String, _ problems: [FieldProblem]) -> APIError
  {
    let texts = problems.map { "\($0.field): \($0.text)" }
    let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
    let kind = type.id.group.isEmpty ? type.kind : "\(type.kind).\(type.id.group)"
    return APIError(
      code: 422, reason: "Invalid", message: "\(kind) \"\(name)\" is invalid: \(list)",
      details: details(
        group: type.id.group, kind: type.kind, name: name,
        causes: problems.map { Cause(reason: $0.reason, message: $0.text, field: $0.field) }))
  }
}

/// One broken rule of one field, in the API's words.
struct FieldProblem: Equatable {
  var field: String
  var reason: String
  var text: String

  static func invalid(_ field: String, _ value: String, _ why: String) -> FieldProblem {
    FieldProblem(
      field: field, reason: "FieldValueInvalid",
      text: "Invalid value: \(JSON.string(value).printedText): \(why)")
  }

  static func required(_ field: String, _ why: String = "") -> FieldProblem {
    FieldProblem(
      field: field, reason: "FieldValueRequired",
      text: why.isEmpty ? "Required value" : "Required value: \(why)")
  }

  static func unsupported(_ field: String, _ value: String, _ known: [String]) -> FieldProblem {
    let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
    return FieldProblem(
      field: field, reason: "FieldValueNotSupported",
      text: "Unsupported value: \"\(value)\": supported values: \(list)")
  }
}
