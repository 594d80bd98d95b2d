import Glibc
import TerminalModel
import Testing

/// A terminal without a screen: what is written to its master comes out of its slave as keys, and
/// what is drawn on the slave can be read from the master.
final class PseudoTerminal {
  private(set) var master: Int32
  let slave: Int32
  let path: String
  private var settings = termios()

  init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0, "/dev/ptmx can't be opened: errno \(errno)")
    var number: UInt32 = 0
    var unlocked: Int32 = 0
    let getNumber: UInt = 0x8004_5430
    let setLock: UInt = 0x4004_5431
    try #require(ioctl(master, getNumber, &number) == 0 && ioctl(master, setLock, &unlocked) == 0)
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(slave >= 0, "\(path) can't be opened: errno \(errno)")
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    resize(columns: columns, rows: rows)
    settings = currentSettings
  }

  deinit {
    hangUp()
    close(slave)
  }

  /// Closes the master's side, as a terminal window that is closed.
  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
  }

  func press(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(write(master, bytes, bytes.count) == bytes.count)
  }

  /// All that was drawn and not yet read.
  func drawn() -> String {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: result, as: UTF8.self) }
      result += buffer.prefix(count)
    }
  }

  /// Whether the terminal has the settings that it had at first.
  var isAsFound: Bool {
    let now = currentSettings
    return now.c_lflag == settings.c_lflag && now.c_iflag == settings.c_iflag
      && now.c_oflag == settings.c_oflag && now.c_cflag == settings.c_cflag
  }

  /// Whether each key is handed over as it is pressed, and not shown.
  var isRaw: Bool { currentSettings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0 }

  private var currentSettings: termios {
    var result = termios()
    tcgetattr(slave, &result)
    return result
  }
}
