"""Making the two certificates. The only place that loads `cryptography` (10 MB), and only while one has to be made.

Two, because Firefox refuses a certificate that is both the authority and the dashboard's own.
Keys are ECDSA P-256: every browser takes them, and a signature costs a Raspberry Pi about a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from chairpi.certificates.addresses import HOME_NETWORKS, Address

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

AUTHORITY_DAYS = 3652
"""Ten years: so long nobody has to trust a new one."""
LEAF_DAYS = 397
"""From public authorities browsers took no longer ones until March 2026; of an authority that people trust by themselves Apple takes
up to 825 days (support.apple.com/103769), others any. It is renewed by itself, so shorter than needed costs nothing, and longer than a
year lets a chair that was packed away for one be opened at once."""
BACKDATED_DAYS = 1
"""For devices whose clocks are behind."""
DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate and its key, as PEM, and when it ends [POSIX s]."""

    certificate: bytes
    key: bytes
    ends_utc_s: float


def make_authority(host_name: str, names: Iterable[str], now_utc_s: float) -> Made:
    """An authority that can vouch for these names (and what is below them) and for addresses of home networks, and for nothing else.

    Parameters
    ----------
    host_name
        Stands in its name, by which people find it in the list of a device.
    names
        DNS names.
    now_utc_s
        The present [POSIX s].
    """
    from cryptography import x509

    key = _new_key()
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"ChairPi on {host_name}"[:64])])
    allowed: list[x509.GeneralName] = [x509.DNSName(name) for name in sorted(set(names))]
    allowed += [x509.IPAddress(network) for network in HOME_NETWORKS]
    begins, ends = _begins(now_utc_s), _after(now_utc_s, AUTHORITY_DAYS)
    builder = (
        _builder(who, who, key, begins, ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
    )
    return _signed(builder, key, key, ends)


def make_leaf(authority: Made, names: Iterable[str], addresses: Iterable[Address], now_utc_s: float) -> Made:
    """The dashboard's certificate for these names and addresses, with a new key; it never outlives its authority.

    Raises
    ------
    ValueError
        The authority's files are not what `make_authority` made.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509.oid import ExtendedKeyUsageOID

    issuer = x509.load_pem_x509_certificate(authority.certificate)
    issuer_key = load_pem_private_key(authority.key, password=None)
    if not isinstance(issuer_key, EllipticCurvePrivateKey):
        raise ValueError("the authority's key is of another kind")
    key = _new_key()
    names = sorted(set(names))
    present: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    present += [x509.IPAddress(address) for address in addresses]
    ends = min(_after(now_utc_s, LEAF_DAYS), issuer.not_valid_after_utc)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ChairPi dashboard")])
    builder = (
        _builder(who, issuer.subject, key, _begins(now_utc_s), ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(present), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return _signed(builder, key, issuer_key, ends)


def _new_key() -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def _begins(now_utc_s: float) -> datetime:
    return _after(now_utc_s, -BACKDATED_DAYS)


def _after(now_utc_s: float, days: int) -> datetime:
    # The year 1970 has no day before it in a certificate's count, and a Raspberry Pi without the time may believe it to be then.
    return datetime.fromtimestamp(max(now_utc_s, 86_400.0), UTC).replace(microsecond=0) + timedelta(days=days)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    from cryptography import x509

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """An authority signs certificates, and a dashboard signs its part of a handshake; neither does the other's."""
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(
    builder: x509.CertificateBuilder, key: EllipticCurvePrivateKey, signer: EllipticCurvePrivateKey, ends: datetime
) -> Made:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    certificate = builder.sign(signer, hashes.SHA256())
    return Made(
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        ends.timestamp(),
    )
