"""The certificates on the disk, through ten years of a clock that a test moves."""

from __future__ import annotations

import ssl
from ipaddress import IPv4Address, IPv6Address

import pytest

from chairpi.certificates.addresses import home_addresses
from chairpi.certificates.authority import AUTHORITY_DAYS, LEAF_DAYS
from chairpi.certificates.kept import AUTHORITY_KEY_FILE, Certificates
from chairpi.certificates.report import lines
from chairpi.clock import ManualClock
from chairpi.errors import StoreError

DAY_S = 86_400.0
NOON_UTC_S = 1_795_690_800.0


class Chair:
    """A machine whose names and addresses a test changes, and the certificates that it keeps."""

    def __init__(self, directory):
        self.directory = directory
        self.clock = ManualClock(utc_s=NOON_UTC_S)
        self.names = ["armchair", "armchair.local"]
        self.addresses = (IPv4Address("192.168.1.6"),)

    def certificates(self):
        return Certificates(
            self.directory,
            host_name="armchair",
            names=self.names,
            addresses=lambda: self.addresses,
            clock=self.clock,
        )


@pytest.fixture
def chair(tmp_path):
    return Chair(tmp_path / "certificates")


def test_what_is_made_once_is_kept(chair):
    made = chair.certificates().renew()
    first = chair.certificates().leaf_path.read_bytes()
    made_again = chair.certificates().renew()

    assert (made, made_again) == (True, False)
    assert chair.certificates().leaf_path.read_bytes() == first


def test_only_this_user_can_read_the_keys(chair):
    chair.certificates().renew()

    assert chair.directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in chair.directory.iterdir()} == {0o600}
    assert {path.name for path in chair.directory.iterdir()} == {"chairpi-ca.crt", "chairpi-ca.key", "dashboard.pem"}


def test_a_server_can_load_what_is_kept(chair):
    chair.certificates().renew()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chair.certificates().leaf_path)
    context.load_verify_locations(chair.certificates().authority_path)
    assert len(context.get_ca_certs()) == 1


def test_the_leaf_is_renewed_thirty_days_before_its_end_by_the_same_authority(chair):
    certificates = chair.certificates()
    certificates.renew()
    known = certificates.fingerprint()

    chair.clock.wait((LEAF_DAYS - 30) * DAY_S - 1)
    early = certificates.renew()
    chair.clock.wait(2)
    in_time = certificates.renew()

    assert (early, in_time) == (False, True)
    assert certificates.fingerprint() == known
    assert certificates.leaf().ends_utc_s == pytest.approx(chair.clock.utc_s() + LEAF_DAYS * DAY_S, abs=1)


def test_another_address_makes_another_leaf_and_no_other_authority(chair):
    certificates = chair.certificates()
    certificates.renew()
    known = certificates.fingerprint()
    chair.addresses = (IPv4Address("192.168.1.7"), IPv6Address("fd00::7"))

    assert certificates.renew()
    assert certificates.leaf().addresses == ("192.168.1.7", "fd00::7")
    assert certificates.fingerprint() == known


def test_a_name_that_the_authority_does_not_know_is_left_out_until_there_is_a_new_one(chair):
    chair.certificates().renew()
    known = chair.certificates().fingerprint()
    chair.names.append("sofa.example")
    later = chair.certificates()
    later.renew()

    assert later.names_left_out() == ("sofa.example",)
    assert "sofa.example" not in later.leaf().names
    assert any(line.startswith("sofa.example is left out") for line in lines(later))

    later.renew(with_authority=True)

    assert later.names_left_out() == ()
    assert "sofa.example" in later.leaf().names
    assert later.fingerprint() != known


def test_after_ten_years_there_is_a_new_authority(chair):
    certificates = chair.certificates()
    certificates.renew()
    known = certificates.fingerprint()
    chair.clock.wait((AUTHORITY_DAYS - 29) * DAY_S)

    assert certificates.renew()
    assert certificates.fingerprint() != known
    assert certificates.leaf().ends_utc_s > chair.clock.utc_s() + 300 * DAY_S


def test_the_last_leaf_of_an_authority_is_not_made_again_and_again(chair):
    certificates = chair.certificates()
    certificates.renew()
    chair.clock.wait((AUTHORITY_DAYS - 40) * DAY_S)

    assert [certificates.renew() for _ in range(2)] == [True, False]


def test_the_fingerprint_is_that_of_the_certificate_without_its_first_line(chair):
    certificates = chair.certificates()
    before = certificates.fingerprint()
    certificates.renew()

    assert before == ""
    assert len(certificates.fingerprint().split(":")) == 32


def test_a_damaged_authority_is_named_with_what_to_do(chair):
    certificates = chair.certificates()
    certificates.renew()
    (chair.directory / AUTHORITY_KEY_FILE).write_text("not a key")

    with pytest.raises(StoreError, match="--new-authority"):
        certificates.renew(always=True)

    certificates.renew(with_authority=True)
    assert certificates.leaf() is not None


def test_the_machines_addresses_are_those_of_its_home(tmp_path):
    (tmp_path / "proc/net").mkdir(parents=True)
    addresses = ("127.0.0.1", "192.168.1.6", "10.0.0.9", "203.0.113.5")
    trie = "".join(f"     |-- {address}\n        /32 host LOCAL\n" for address in addresses)
    (tmp_path / "proc/net/fib_trie").write_text(trie + "     |-- 192.168.1.255\n        /32 link BROADCAST\n")
    (tmp_path / "proc/net/if_inet6").write_text(
        "00000000000000000000000000000001 01 80 10 80       lo\n"
        "fe800000000000000000000000000006 02 40 20 80    wlan0\n"
        "fd000000000000000000000000000006 02 40 00 80    wlan0\n"
        "20010db8000000000000000000000006 02 40 00 80    wlan0\n"
    )

    assert [str(address) for address in home_addresses(tmp_path)] == ["10.0.0.9", "192.168.1.6", "fd00::6"]


def test_a_machine_that_does_not_say_has_no_addresses(tmp_path):
    assert home_addresses(tmp_path) == ()


@pytest.mark.parametrize("shown_utc_s", [0.0, NOON_UTC_S - 800 * DAY_S, NOON_UTC_S + 12 * 365 * DAY_S])
def test_a_clock_that_is_not_known_to_be_right_makes_none_anew(chair, shown_utc_s):
    chair.certificates().renew()
    chair.clock.set_wall(shown_utc_s, is_set=False)

    assert not chair.certificates().renew()


@pytest.mark.parametrize("shown_utc_s", [0.0, NOON_UTC_S + 12 * 365 * DAY_S])
def test_those_made_by_a_wrong_clock_are_made_anew_once_the_time_is_known(chair, shown_utc_s):
    chair.clock.set_wall(shown_utc_s, is_set=False)
    chair.certificates().renew()
    chair.clock.set_wall(NOON_UTC_S)

    assert chair.certificates().renew()
    assert chair.certificates().leaf().ends_utc_s == pytest.approx(NOON_UTC_S + LEAF_DAYS * DAY_S, abs=2.0)
    assert not chair.certificates().renew()
