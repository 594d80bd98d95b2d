/// One HTTP request to the API, taken apart.
struct APIRequest: Sendable {
  var method: String
  /// The path's segments, percent-decoded.
  var segments: [String]
  var query: [String: [String]]
  var accept: String
  var contentType: String
  var userAgent: String
  var body: [UInt8]

  init(
    method: String, path: String, query: String = "", accept: String = "",
    contentType: String = "", userAgent: String = "", body: [UInt8] = []
  ) {
    self.method = method
    self.accept = accept
    self.contentType = contentType
    self.userAgent = userAgent
    self.body = body
    segments = path.split(separator: "/").map { Self.decoded($0) }
    self.query = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? Self.decoded(parts[1], plusIsSpace: true) : ""
      self.query[Self.decoded(parts[0], plusIsSpace: true), default: []].append(value)
    }
  }

  /// The first value of a query parameter; nil where it is absent or empty.
  func parameter(_ name: String) -> String? {
    query[name]?.first.flatMap { $0.isEmpty ? nil : $0 }
  }

  func isSet(_ name: String) -> Bool {
    guard let value = query[name]?.first else { return false }
    return value != "false" && value != "0"
  }

  /// Who the written fields belong to.
  var fieldManager: String {
    if let named = parameter("fieldManager") { return named }
    let agent = userAgent.prefix { $0 != "/" }
    return agent.isEmpty ? "unknown" : String(agent)
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool = false) -> String {
    guard text.utf8.contains(where: { $0 == 0x25 || $0 == 0x2B }) else { return String(text) }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count,
        let value = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        output.append(value)
        index += 3
      } else {
        output.append(plusIsSpace && bytes[index] == 0x2B ? 0x20 : bytes[index])
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// The answer to one request.
struct APIResponse: Sendable {
  enum Body: Sendable {
    case bytes([UInt8])
    /// Pieces that are sent as they come, until the stream ends.
    case stream(AsyncStream<[UInt8]>)
  }

  var code = 200
  var contentType = "application/json"
  var body: Body

  static func json(_ value: JSON, code: Int = 200) -> APIResponse {
    APIResponse(code: code, body: .bytes(value.printed))
  }

  static func text(_ text: String) -> APIResponse {
    APIResponse(contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
  }
}
