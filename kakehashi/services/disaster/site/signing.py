"""CAP messages with an enveloped XML signature, as CAP 1.2 (3.3.4.1) has it: the only kind it allows."""

import functools
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xmlsec
from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Error as Failed
from lxml import etree

_NOTHING = b"<alert/>"
_METHODS = (xmlsec.constants.TransformRsaSha256, xmlsec.constants.TransformEcdsaSha256)
log = logging.getLogger(__name__)


class SigningError(Exception):
    """The files do not hold what is needed; says which and what, in Japanese and English."""


@dataclass(frozen=True)
class Signer:
    """A private key, and the certificate that goes with every message. `mark`: another for other files."""

    key: bytes
    certificate: bytes
    method: object
    mark: str

    def sign(self, content: bytes) -> bytes:
        """The same message with its signature as the last element."""
        alert = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        exclusive = xmlsec.constants.TransformExclC14N
        signature = xmlsec.template.create(alert, exclusive, self.method)  # type: ignore[arg-type]  # one of _METHODS
        alert.append(signature)
        reference = xmlsec.template.add_reference(signature, xmlsec.constants.TransformSha256, uri="")
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(reference, exclusive)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self.key, xmlsec.constants.KeyDataFormatPem)
        context.key.load_cert_from_memory(self.certificate, xmlsec.constants.KeyDataFormatPem)
        context.sign(signature)
        signed: bytes = etree.tostring(alert, xml_declaration=True, encoding="UTF-8")
        return signed


def signer(key: str, certificate: str) -> Signer | None:
    """Of these PEM files; ``None`` where no key is set. Raises ``SigningError``."""
    if not (key or certificate):
        return None
    if not (key and certificate):
        raise SigningError(
            "KAKEHASHI_CAP_KEY と KAKEHASHI_CAP_CERTIFICATE は、両方を書いてください。 / Set both, or none."
        )
    return _signer(_read(key), _read(certificate))


def signer_or_none(key: str, certificate: str) -> Signer | None:
    """Pages go out although the key cannot be read: unsigned, and the log and `manage.py check` say so."""
    try:
        return signer(key, certificate)
    except SigningError:
        log.exception("CAP is not signed")
        return None


def check_cap_key(**_options: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: whether what is set can sign."""
    try:
        signer(settings.DISASTER_CAP_KEY, settings.DISASTER_CAP_CERTIFICATE)
    except SigningError as error:
        return [Failed(str(error), id="disaster.E001")]
    return []


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise SigningError(f"{path} を読めません。 / cannot be read: {error.strerror}") from None


@functools.lru_cache(maxsize=2)
def _signer(key: bytes, certificate: bytes) -> Signer:
    mark = hashlib.blake2b(key + b"\x00" + certificate, digest_size=16).hexdigest()
    for method in _METHODS:
        found = Signer(key, certificate, method, mark)
        try:
            signed = etree.fromstring(found.sign(_NOTHING))
            context = xmlsec.SignatureContext()
            context.key = xmlsec.Key.from_memory(certificate, xmlsec.constants.KeyDataFormatCertPem)
            context.verify(xmlsec.tree.find_node(signed, xmlsec.constants.NodeSignature))
        except xmlsec.Error:
            continue
        return found
    raise SigningError(
        "CAPに署名できません。鍵と証明書が、対になるPEM(RSAまたはECDSA、パスフレーズなし)か確かめてください。"
        " / The key and the certificate must be a pair in PEM (RSA or ECDSA, without passphrase)."
    )
