"""Signed CAP messages, as a receiver verifies them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from pytest_django.fixtures import Settings

from kakehashi.services.disaster.site.signing import SigningError, check_cap_key, signer
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample
from tests.services.disaster.site.test_writing import small

KINDS: dict[str, Callable[[], Any]] = {
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def pair(folder: Path, kind: str = "ecdsa", name: str = "cap") -> tuple[str, str]:
    """Files of a new key and its certificate."""
    key: Any = KINDS[kind]()
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kakehashi.example.jp")])
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begins).not_valid_after(begins + dt.timedelta(days=3650))
    paths = (folder / f"{name}.key", folder / f"{name}.pem")
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[0].write_bytes(key.private_bytes(*plain))
    paths[1].write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return str(paths[0]), str(paths[1])


def verifies(message: bytes, certificate: str) -> bool:
    node = xmlsec.tree.find_node(etree.fromstring(message), xmlsec.constants.NodeSignature)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(certificate, xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(node)
    except xmlsec.Error:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_is_signed_and_no_other_file(tmp_path: Path, kind: str) -> None:
    files = pair(tmp_path, kind)
    publish(tmp_path / "plain", lambda: small(1))
    publish(tmp_path / "signed", lambda: small(1), signer=signer(*files))

    plain, signed = (sample.folder(tmp_path / name / "current") for name in ("plain", "signed"))
    message = signed["cap/1.xml"]
    differing = {path for path in signed if signed[path] != plain[path]}
    assert differing == {"cap/1.xml", "cap/1.xml.gz", "cap/1.xml.br"}
    assert verifies(message, files[1])
    assert etree.QName(etree.fromstring(message)[-1]).text == "{http://www.w3.org/2000/09/xmldsig#}Signature"
    assert b"X509Certificate" in message


def test_a_message_that_was_tampered_with_fails(tmp_path: Path) -> None:
    files, others = pair(tmp_path), pair(tmp_path, name="other")
    publish(tmp_path / "root", lambda: small(1), signer=signer(*files))
    message = (tmp_path / "root/current/cap/1.xml").read_bytes()

    tampered = message.replace(b"<severity>Severe", b"<severity>Minor")

    assert tampered != message
    assert (verifies(message, files[1]), verifies(tampered, files[1]), verifies(message, others[1])) == (
        True,
        False,
        False,
    )


def test_what_went_unsigned_or_with_another_key_is_signed_anew_and_nothing_else(tmp_path: Path) -> None:
    first, second = pair(tmp_path, name="first"), pair(tmp_path, name="second")
    root = tmp_path / "root"
    publish(root, lambda: small(1))

    made = [publish(root, lambda: small(1), signer=signer(*files)).made for files in (first, first, second)]

    assert made == [1, 0, 1]
    assert verifies((root / "current/cap/1.xml").read_bytes(), second[1])


def test_files_that_cannot_sign_are_told_before_they_are_needed(tmp_path: Path, settings: Settings) -> None:
    key, certificate = pair(tmp_path)
    _other_key, other = pair(tmp_path, name="other")

    def complaints(key: str, certificate: str) -> list[str]:
        settings.DISASTER_CAP_KEY, settings.DISASTER_CAP_CERTIFICATE = key, certificate
        return [str(found.msg)[:12] for found in check_cap_key()]

    missing = str(tmp_path / "gone")
    assert complaints("", "") == complaints(key, certificate) == []
    assert complaints(key, "") == ["KAKEHASHI_CAP_KEY"[:12]]
    assert complaints(missing, certificate) == [missing[:12]]
    assert complaints(key, other) == complaints(certificate, key) == ["CAPに署名できません。鍵"[:12]]
    with pytest.raises(SigningError):
        signer(key, other)
