"""The chair's authority and what it vouches for, held against cryptography's own verifier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from chairpi.certificates.authority import AUTHORITY_DAYS, LEAF_DAYS, make_authority, make_leaf

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAMES = ("chairpi.local", "armchair", "armchair.local")
ADDRESSES = (IPv4Address("192.168.1.6"), IPv6Address("fd00::6"))


@pytest.fixture(scope="module")
def authority():
    return make_authority("armchair", NAMES, NOW.timestamp())


@pytest.fixture(scope="module")
def leaf(authority):
    return make_leaf(authority, NAMES, ADDRESSES, NOW.timestamp())


def verify(authority, leaf, subject, at=NOW):
    """The chain of a server's certificate as a browser would find it; `VerificationError` where there is none."""
    store = Store([x509.load_pem_x509_certificate(authority.certificate)])
    verifier = PolicyBuilder().store(store).time(at).build_server_verifier(subject)
    return verifier.verify(x509.load_pem_x509_certificate(leaf.certificate), [])


@pytest.mark.parametrize(
    "subject",
    [*(x509.DNSName(name) for name in NAMES if "." in name), *(x509.IPAddress(address) for address in ADDRESSES)],
    ids=str,
)
def test_the_chain_holds_for_each_name_and_address(authority, leaf, subject):
    assert len(verify(authority, leaf, subject)) == 2


@pytest.mark.parametrize(
    "subject", [x509.DNSName("sofa.local"), x509.IPAddress(ip_address("192.168.1.7"))], ids=["name", "address"]
)
def test_another_name_or_address_is_refused(authority, leaf, subject):
    with pytest.raises(VerificationError):
        verify(authority, leaf, subject)


@pytest.mark.parametrize("name", ["bank.example", "chairpi.local.example", "local", "xchairpi.local"])
def test_the_authority_cannot_vouch_for_what_is_not_the_chairs(authority, name):
    strayed = make_leaf(authority, [name], (), NOW.timestamp())

    with pytest.raises(VerificationError):
        verify(authority, strayed, x509.DNSName(name))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:db8::1", "127.0.0.1"])
def test_the_authority_cannot_vouch_for_an_address_outside_a_home(authority, address):
    strayed = make_leaf(authority, (), [ip_address(address)], NOW.timestamp())

    with pytest.raises(VerificationError):
        verify(authority, strayed, x509.IPAddress(ip_address(address)))


def test_a_certificate_of_another_authority_is_refused(leaf):
    with pytest.raises(VerificationError):
        verify(make_authority("armchair", NAMES, NOW.timestamp()), leaf, x509.DNSName(NAMES[0]))


@pytest.mark.parametrize("after_days", [-2, LEAF_DAYS + 1])
def test_before_its_time_and_after_it_a_certificate_is_refused(authority, leaf, after_days):
    with pytest.raises(VerificationError):
        verify(authority, leaf, x509.DNSName(NAMES[0]), NOW + timedelta(days=after_days))


def test_the_authority_says_what_it_may_do(authority):
    made = x509.load_pem_x509_certificate(authority.certificate)
    extensions = made.extensions

    basic = extensions.get_extension_for_class(x509.BasicConstraints)
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    limits = extensions.get_extension_for_class(x509.NameConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert (usage.critical, usage.value.key_cert_sign, usage.value.digital_signature) == (True, True, False)
    assert limits.critical
    assert made.not_valid_after_utc - NOW == timedelta(days=AUTHORITY_DAYS)
    assert made.public_key().curve.name == "secp256r1"


def test_the_leaf_is_no_authority_and_names_the_one_that_signed_it(authority, leaf):
    issuer = x509.load_pem_x509_certificate(authority.certificate).extensions
    own = x509.load_pem_x509_certificate(leaf.certificate).extensions

    signer = issuer.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    assert own.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert own.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier == signer
    assert list(own.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert own.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert own.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest != signer


def test_a_leaf_never_outlives_its_authority(authority):
    late = NOW + timedelta(days=AUTHORITY_DAYS - 100)

    assert make_leaf(authority, NAMES, (), late.timestamp()).ends_utc_s == authority.ends_utc_s


def test_a_machine_that_believes_it_is_1970_makes_certificates_too():
    early = make_authority("armchair", NAMES, 3.0)

    assert make_leaf(early, NAMES, ADDRESSES, 5.0).ends_utc_s > 0
