"""A TLS front on 127.0.0.1 for a plain HTTP server: kubectl sends credentials over TLS only.

    tls-front.py BACKEND-PORT CERTIFICATE KEY TOKEN

Prints PORT=<port> and serves until it is killed. A request that does not carry the token gets 401, as from
a cluster that doesn't know the user; any other one goes on to the server as it is, without the token.
"""

import json
import socket
import socketserver
import ssl
import sys

UNAUTHORIZED = json.dumps({
    "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
    "message": "Unauthorized", "reason": "Unauthorized", "code": 401}).encode()


class Front(socketserver.ThreadingTCPServer):
    """Listens; each connection has a thread."""

    daemon_threads = True

    def __init__(self, backend, context, token):
        super().__init__(("127.0.0.1", 0), Connection)
        self.backend, self.context, self.token = backend, context, token

    def handle_error(self, request, client_address):
        """A connection that breaks is the client's own business."""


class Connection(socketserver.BaseRequestHandler):
    """One request; both ends say that the connection closes after it."""

    def handle(self):
        with self.server.context.wrap_socket(self.request, server_side=True) as client:
            head, body = self.read_head(client)
            if head is None:
                return
            if f"Bearer {self.server.token}" not in head.get("authorization", ""):
                client.sendall(
                    b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
                    b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(UNAUTHORIZED)
                    + UNAUTHORIZED)
                return
            self.forward(client, head, body)

    def answer(self, backend, client):
        """Passes the answer on, saying that the connection ends with it."""
        head, body = self.read_head(backend)
        if head is None:
            return
        first = head.pop("")
        head["connection"] = "close"
        lines = [first] + [f"{name}: {value}" for name, value in head.items()]
        client.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        while data := backend.recv(65536):
            client.sendall(data)

    @staticmethod
    def read_head(client):
        """The first line (under "") and the header by lowercase names, and what came after them."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                return None, b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {"": first}
        for line in lines:
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        return fields, body

    def forward(self, client, head, body):
        first = head.pop("")
        head.pop("authorization")
        head["connection"] = "close"
        lines = [first] + [f"{name}: {value}" for name, value in head.items()]
        with socket.create_connection(("127.0.0.1", self.server.backend)) as backend:
            backend.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
            try:
                # One direction after the other: a TLS connection is not for two threads at once.
                missing = int(head.get("content-length", 0)) - len(body)
                while missing > 0 and (data := client.recv(65536)):
                    backend.sendall(data)
                    missing -= len(data)
                self.answer(backend, client)
            except OSError:
                """One side has had enough."""


def main():
    backend, certificate, key, token = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["http/1.1"])
    with Front(int(backend), context, token) as front:
        print(f"PORT={front.server_address[1]}", flush=True)
        front.serve_forever()


main()
