import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

/// A gate before a server: when it is shut, the connections that are open are cut.
final class Gate: Sendable {
  private struct State: Sendable {
    var isOpen = true
    var connections: Set<Int32> = []
  }
  private let state = Mutex(State())

  func shut() {
    state.withLock { state in
      state.isOpen = false
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  func open() { state.withLock { $0.isOpen = true } }

  /// Whether a connection may pass.
  func enters(_ connection: Int32) -> Bool {
    state.withLock { state in
      if state.isOpen { state.connections.insert(connection) }
      return state.isOpen
    }
  }

  func leaves(_ connection: Int32) { state.withLock { _ = $0.connections.remove(connection) } }
}

/// A server on loopback in a Kubernetes API's place, which behaves badly; it serves as long as the
/// tests run.
struct LoopbackServer: Sendable {
  /// What it does with those who connect.
  enum Manner: Sendable {
    /// Accepts and never answers.
    case silence
    /// Answers every request with this body, of which it announces `announced` bytes; nil is all.
    case answers(type: String, body: String, announced: Int? = nil)
    /// Passes everything on to another port, each piece of a request after some time.
    case slowness(port: UInt16, milliseconds: UInt32)
    /// Passes everything on to another port while the gate is open, and refuses what comes otherwise.
    case gated(port: UInt16, Gate)
  }

  /// Host and port.
  let address: String

  /// Begins to serve on a free port.
  init(_ manner: Manner) throws {
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(listening >= 0)
    _ = fcntl(listening, F_SETFD, FD_CLOEXEC)
    var place = Self.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place -> UInt16? in
        guard bind(listening, place, length) == 0, listen(listening, 128) == 0,
          getsockname(listening, place, &length) == 0
        else { return nil }
        return place.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          UInt16(bigEndian: $0.pointee.sin_port)
        }
      }
    }
    address = "127.0.0.1:\(try #require(port, "no port could be listened on"))"
    Thread.detachNewThread {
      while true {
        let connection = accept(listening, nil, nil)
        guard connection >= 0 else { continue }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        Thread.detachNewThread { Self.serve(connection, manner) }
      }
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return place
  }

  private static func serve(_ connection: Int32, _ manner: Manner) {
    switch manner {
    case .silence:
      // Until the other side gives up.
      while !receive(from: connection).isEmpty {}
    case .answers(let type, let body, let announced):
      var request: [UInt8] = []
      while !request.contains("\r\n\r\n".utf8) {
        let piece = receive(from: connection)
        if piece.isEmpty { break }
        request += piece
      }
      let head =
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nConnection: close\r\n"
        + "Content-Length: \(announced ?? body.utf8.count)\r\n\r\n"
      send(Array((head + body).utf8), to: connection)
    case .slowness(let port, let milliseconds):
      relay(connection, port: port, milliseconds: milliseconds)
    case .gated(let port, let gate):
      if gate.enters(connection) { relay(connection, port: port, milliseconds: 0) }
      gate.leaves(connection)
    }
    close(connection)
  }

  private static func relay(_ connection: Int32, port: UInt16, milliseconds: UInt32) {
    let onward = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = loopback(port: port)
    let isConnected = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(onward, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      close(onward)
      return
    }
    _ = fcntl(onward, F_SETFD, FD_CLOEXEC)
    // Neither end is closed before both directions are over: its number could be another's by then.
    let isOver = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      pass(from: onward, to: connection, milliseconds: 0)
      shutdown(connection, Int32(SHUT_RDWR))
      isOver.signal()
    }
    pass(from: connection, to: onward, milliseconds: milliseconds)
    shutdown(onward, Int32(SHUT_WR))
    isOver.wait()
    close(onward)
  }

  private static func pass(from source: Int32, to target: Int32, milliseconds: UInt32) {
    while true {
      let piece = receive(from: source)
      if piece.isEmpty { return }
      usleep(milliseconds * 1000)
      send(piece, to: target)
    }
  }

  /// The next bytes; empty where the other side has closed.
  private static func receive(from connection: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = recv(connection, &bytes, bytes.count, 0)
    return count > 0 ? Array(bytes[..<count]) : []
  }

  private static func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
