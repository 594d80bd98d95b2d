import Glibc
import Testing

/// Certificates that a person has made with OpenSSL, after the table of what step puts in.
enum OwnCertificates {
  /// Writes ca.crt, ca.key, issuer.crt and issuer.key into a folder of the working folder.
  static func make(in place: Workplace, folder: String) async throws {
    mkdir("\(place.work)/\(folder)", 0o700)
    try await shell(
      in: place,
      """
      cd \(folder)
      umask 077
      authority() { # PATHLEN
        printf 'basicConstraints=critical,CA:TRUE,pathlen:%s\\n' "$1"
        printf 'keyUsage=critical,keyCertSign,cRLSign\\nsubjectKeyIdentifier=hash\\n'
      }
      openssl ecparam -name prime256v1 -genkey -noout -out ca.key
      openssl ecparam -name prime256v1 -genkey -noout -out issuer.key
      openssl req -new -key ca.key -subj /CN=root.linkerd.cluster.local -out ca.csr
      openssl req -new -key issuer.key -subj /CN=identity.linkerd.cluster.local -out issuer.csr
      authority 1 >ca.ext
      { authority 0; echo authorityKeyIdentifier=keyid; } >issuer.ext
      openssl x509 -req -in ca.csr -signkey ca.key -sha256 -days 3650 -extfile ca.ext -out ca.crt
      openssl x509 -req -in issuer.csr -CA ca.crt -CAkey ca.key -set_serial 0x4d2 -sha256 \\
        -days 365 -extfile issuer.ext -out issuer.crt
      rm -- *.csr *.ext
      """)
  }

  /// Brings them into forms that Linkerd refuses and that can be put right: text around, CRLF, DER,
  /// a block of parameters.
  static func makeUntidy(in place: Workplace, folder: String) async throws {
    try await shell(
      in: place,
      """
      cd \(folder)
      { openssl x509 -in ca.crt -text; echo 'and so on'; } | sed 's/$/\\r/' >ca.new
      openssl x509 -in issuer.crt -outform DER -out issuer.new
      { openssl ecparam -name prime256v1; openssl pkcs8 -topk8 -nocrypt -in issuer.key; } >key.new
      mv ca.new ca.crt
      mv issuer.new issuer.crt
      mv key.new issuer.key
      """)
  }

  private static func shell(in place: Workplace, _ script: String) async throws {
    let result = try await place.run("/bin/sh", ["-euc", script])
    try #require(result.status == 0, "\(result)")
  }
}
