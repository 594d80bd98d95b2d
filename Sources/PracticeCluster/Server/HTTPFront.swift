import FlyingFox
import FlyingSocks
import FoundationEssentials

/// Carries requests from HTTP to the API, the chart repository and the registry, and the answers back.
struct HTTPFront: HTTPHandler {
  let api: KubernetesAPI
  let baseURL: @Sendable () -> String

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let path = request.target.path()
    if path.hasPrefix("/charts/") { return chart(path) }
    if let answer = ChartRegistry.answer(path: path) {
      return registry(answer, to: request.method)
    }
    var body: [UInt8] = []
    for try await piece in request.bodySequence { body.append(contentsOf: piece) }
    let answer = await api.respond(
      to: APIRequest(
        method: request.method.rawValue, path: path, query: request.target.query(),
        accept: request.headers[HTTPHeader("Accept")] ?? "",
        contentType: request.headers[.contentType] ?? "",
        userAgent: request.headers[HTTPHeader("User-Agent")] ?? "", body: body))
    var response = response(answer)
    if request.method == .HEAD { response.payload = .httpBody(HTTPBodySequence(data: Data())) }
    return response
  }

  private func response(_ answer: APIResponse) -> HTTPResponse {
    let headers = headers(answer.contentType)
    let status = HTTPStatusCode(answer.code, phrase: Self.phrase(answer.code))
    switch answer.body {
    case .bytes(let bytes):
      return HTTPResponse(
        statusCode: status, headers: headers,
        body: HTTPBodySequence(data: Data(bytes), suggestedBufferSize: 65536))
    case .stream(let stream):
      return HTTPResponse(
        statusCode: status, headers: headers, body: HTTPBodySequence(from: WatchBody(stream)))
    }
  }

  private func headers(_ contentType: String) -> HTTPHeaders {
    [
      .contentType: contentType, .date: Timestamp.httpText(Timestamp.now),
      .cacheControl: "no-cache",
    ]
  }

  private func chart(_ path: String) -> HTTPResponse {
    guard let file = ChartRepository.response(path: path, baseURL: baseURL()) else {
      return HTTPResponse(
        statusCode: .notFound, headers: headers("text/plain"), body: Data("not found\n".utf8))
    }
    return HTTPResponse(
      statusCode: .ok, headers: headers(file.contentType),
      body: HTTPBodySequence(data: Data(file.body), suggestedBufferSize: 65536))
  }

  private func registry(_ answer: ChartRegistry.Answer, to method: HTTPMethod) -> HTTPResponse {
    guard method == .GET || method == .HEAD else {
      return HTTPResponse(statusCode: HTTPStatusCode(405, phrase: Self.phrase(405)))
    }
    var headers = headers(answer.contentType)
    headers[HTTPHeader("Docker-Distribution-API-Version")] = "registry/2.0"
    headers[HTTPHeader("Docker-Content-Digest")] = answer.digest
    // Also the answer to HEAD says how long the body would be.
    headers[.contentLength] = String(answer.body.count)
    let body = method == .HEAD ? Data() : Data(answer.body)
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: Self.phrase(answer.status)),
      headers: headers, body: HTTPBodySequence(data: body, suggestedBufferSize: 65536))
  }

  private static func phrase(_ code: Int) -> String {
    let phrases = [
      200: "OK", 201: "Created", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
      405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 415: "Unsupported Media Type",
      422: "Unprocessable Entity", 500: "Internal Server Error",
    ]
    return phrases[code] ?? "Status"
  }
}

/// The lines of a watch as a body that is sent piece by piece.
struct WatchBody: AsyncBufferedSequence {
  typealias Element = UInt8
  private let stream: AsyncStream<[UInt8]>

  init(_ stream: AsyncStream<[UInt8]>) { self.stream = stream }

  func makeAsyncIterator() -> Iterator { Iterator(pieces: stream.makeAsyncIterator()) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    fileprivate var pieces: AsyncStream<[UInt8]>.Iterator
    private var rest: ArraySlice<UInt8> = []

    fileprivate init(pieces: AsyncStream<[UInt8]>.Iterator) { self.pieces = pieces }

    mutating func next() async throws -> UInt8? {
      if rest.isEmpty { rest = await pieces.next()?[...] ?? [] }
      return rest.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard rest.isEmpty else {
        defer { rest = [] }
        return Array(rest)
      }
      return await pieces.next()
    }
  }
}
