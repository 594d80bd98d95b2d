"""HTTP reads with errors in Go's words, which are what Helm prints."""

from failures import Failure

_LOOPBACK = ("localhost", "127.", "::1")


def fetch(url, timeout=120):
    """The bytes behind an http or https address."""
    import ssl
    import urllib.error
    import urllib.parse
    import urllib.request
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise Failure(f"could not find protocol handler for: {parts.scheme}")
    handlers = []
    if (parts.hostname or "").startswith(_LOOPBACK):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(url, headers={"User-Agent": "Helm/4.2.3"})
    try:
        with opener.open(request, timeout=timeout) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        raise Failure(f"failed to fetch {url} : {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise Failure(f'Get "{url}": {_go_words(error.reason, parts, ssl)}') from None
    except (OSError, ValueError) as error:
        raise Failure(f'Get "{url}": {_go_words(error, parts, ssl)}') from None


def _go_words(reason, parts, ssl):
    import socket
    if isinstance(reason, ConnectionRefusedError):
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            host = socket.gethostbyname(parts.hostname)
        except OSError:
            host = parts.hostname
        return f"dial tcp {host}:{port}: connect: connection refused"
    if isinstance(reason, socket.gaierror):
        return f"dial tcp: lookup {parts.hostname}: no such host"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return ("tls: failed to verify certificate: "
                "x509: certificate signed by unknown authority")
    if isinstance(reason, TimeoutError):
        return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
    return str(reason)
