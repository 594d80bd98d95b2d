"""Print what Python's cryptography reads in an anchor and an issuer, one fact a line."""
import calendar
import sys
import warnings

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

warnings.simplefilter("ignore")


def usages(extension):
    names = [
        ("digital_signature", "digitalSignature"), ("content_commitment", "contentCommitment"),
        ("key_encipherment", "keyEncipherment"), ("data_encipherment", "dataEncipherment"),
        ("key_agreement", "keyAgreement"), ("key_cert_sign", "keyCertSign"),
        ("crl_sign", "cRLSign"),
    ]
    return " ".join(text for name, text in names if getattr(extension, name))


def describe(value, certificate, first):
    if isinstance(value, x509.KeyUsage):
        return usages(value)
    if isinstance(value, x509.BasicConstraints):
        return ("CA " if value.ca else "leaf ") + str(value.path_length)
    if isinstance(value, x509.SubjectKeyIdentifier):
        expected = x509.SubjectKeyIdentifier.from_public_key(certificate.public_key())
        return "method 1" if value == expected else "another method"
    if isinstance(value, x509.AuthorityKeyIdentifier):
        own = first.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        same = value.key_identifier == own.digest
        bare = value.authority_cert_issuer is None and value.authority_cert_serial_number is None
        return ("the first's" if same else "another's") + (", no name, no serial" if bare else "")
    return "unexpected"


def seconds(moment):
    return calendar.timegm(moment.timetuple())


certificates = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        certificates.append(x509.load_pem_x509_certificate(file.read()))
first = certificates[0]
for certificate in certificates:
    serial = certificate.serial_number
    print("subject", certificate.subject.rfc4514_string())
    print("issuer", certificate.issuer.rfc4514_string())
    print("key", certificate.public_key().curve.name)
    print("signature", certificate.signature_algorithm_oid._name)
    print("serial", "positive" if serial > 0 else "not positive", (serial.bit_length() + 7) // 8)
    # Before version 42 there were only the instants without a zone, in UTC too.
    begin = getattr(certificate, "not_valid_before_utc", None) or certificate.not_valid_before
    end = getattr(certificate, "not_valid_after_utc", None) or certificate.not_valid_after
    print("dates", seconds(begin), seconds(end))
    for extension in certificate.extensions:
        critical = "critical " if extension.critical else ""
        text = describe(extension.value, certificate, first)
        print(extension.oid.dotted_string, critical + text)
    first.public_key().verify(
        certificate.signature, certificate.tbs_certificate_bytes,
        ec.ECDSA(certificate.signature_hash_algorithm))
    print("signed by the first")
