import pytest

from config.providers import MAIL, providers

OIDC = {
    "KAKEHASHI_OIDC_URL": "https://id.example.invalid/realms/x",
    "KAKEHASHI_OIDC_CLIENT_ID": "kakehashi",
    "KAKEHASHI_OIDC_SECRET": "s",
    "KAKEHASHI_OIDC_NAME": "県庁の認証",
}
SAML = {
    "KAKEHASHI_SAML_METADATA_URL": "https://idp.example.invalid/metadata",
    "KAKEHASHI_SAML_ENTITY_ID": "https://idp.example.invalid/",
}


def test_nothing_is_offered_unless_set() -> None:
    assert providers({}) == ({}, [])


def test_openid_connect_by_environment() -> None:
    found, origins = providers(OIDC)

    assert origins == ["https://id.example.invalid"]
    assert [(app["name"], app["client_id"]) for app in found["openid_connect"]["APPS"]] == [("県庁の認証", "kakehashi")]


def test_saml_by_environment() -> None:
    found, origins = providers(SAML)

    assert origins == ["https://idp.example.invalid"]
    assert found["saml"]["APPS"][0]["settings"]["attribute_mapping"]["email"] == MAIL


@pytest.mark.parametrize("missing", ["KAKEHASHI_OIDC_CLIENT_ID", "KAKEHASHI_OIDC_SECRET"])
def test_half_a_setting_stops_the_start_by_its_name(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        providers({name: value for name, value in OIDC.items() if name != missing})
