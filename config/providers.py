"""Services outside that may confirm who somebody is, read from the environment; the names are in `settings`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# The attribute names of SAML 2.0's usual profile (urn:oid of mail and of the lasting id of a subject).
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"
# Only accounts that were invited exist; an address the service vouches for signs into the account of that address.
_BY_ADDRESS = {"EMAIL_AUTHENTICATION": True, "EMAIL_AUTHENTICATION_AUTO_CONNECT": True, "VERIFIED_EMAIL": True}


def providers(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The providers in allauth's form, and their origins, to which the sign-in form may lead."""
    found: dict[str, Any] = {}
    origins = []
    if url := environment.get("KAKEHASHI_OIDC_URL"):
        found["openid_connect"] = _BY_ADDRESS | {"OAUTH_PKCE_ENABLED": True, "APPS": [_oidc(environment, url)]}
        origins.append(_origin(url))
    if url := environment.get("KAKEHASHI_SAML_METADATA_URL"):
        found["saml"] = _BY_ADDRESS | {"APPS": [_saml(environment, url)]}
        origins.append(_origin(url))
    return found, origins


def _oidc(environment: Mapping[str, str], url: str) -> dict[str, Any]:
    return {
        "provider_id": "oidc",
        "name": environment.get("KAKEHASHI_OIDC_NAME", "OpenID Connect"),
        "client_id": environment["KAKEHASHI_OIDC_CLIENT_ID"],
        "secret": environment["KAKEHASHI_OIDC_SECRET"],
        "settings": {"server_url": url},
    }


def _saml(environment: Mapping[str, str], url: str) -> dict[str, Any]:
    return {
        "provider_id": environment["KAKEHASHI_SAML_ENTITY_ID"],
        "name": environment.get("KAKEHASHI_SAML_NAME", "SAML"),
        "client_id": "saml",
        "settings": {
            "attribute_mapping": {
                "uid": environment.get("KAKEHASHI_SAML_ID_ATTRIBUTE", SUBJECT),
                "email": environment.get("KAKEHASHI_SAML_EMAIL_ATTRIBUTE", MAIL),
            },
            "idp": {"entity_id": environment["KAKEHASHI_SAML_ENTITY_ID"], "metadata_url": url},
            "advanced": {"want_assertion_signed": True, "reject_deprecated_algorithm": True},
        },
    }


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))
