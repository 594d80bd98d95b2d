extension Population {
  /// The authority that signs the API's front proxies: public, and its key was thrown away.
  static let frontProxyAuthority = """
    -----BEGIN CERTIFICATE-----
    MIIBhjCCAS2gAwIBAgIUS+cetjXFWWhic47Ip0E5/luzX5EwCgYIKoZIzj0EAwIw
    GTEXMBUGA1UEAwwOZnJvbnQtcHJveHktY2EwHhcNMjYxMTIwMjMxNDE4WhcNNDYx
    MTE1MjMxNDE4WjAZMRcwFQYDVQQDDA5mcm9udC1wcm94eS1jYTBZMBMGByqGSM49
    AgEGCCqGSM49AwEHA0IABNqnH9GPvhkhJRDxZNlbNSzIanY56zc4PsHtoljq5G1f
    05/tRAqbMEmVlQTugL7Ptoi8SOUV5+9wabfmaSDzitOjUzBRMB0GA1UdDgQWBBTA
    Y7tMnzzKikG9vykCzBMM/g7QITAfBgNVHSMEGDAWgBTAY7tMnzzKikG9vykCzBMM
    /g7QITAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIB2gg2nKeJ5b
    LeeuQXm2lhfRCWYkhDDv43l03v7czwa1AiA7UsP2KiOZdwqkwrViuhvUY//iCEjV
    SnUDjpkjQ+9DGQ==
    -----END CERTIFICATE-----

    """
}
