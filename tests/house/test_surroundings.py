"""The tests themselves run in strict surroundings."""

import socket

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import Client


def test_the_network_is_closed() -> None:
    with pytest.raises(RuntimeError, match="no network in tests"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_an_unknown_template_variable_shows() -> None:
    assert engines["django"].from_string("{{ nobody_set_this }}").render() == "!!unknown variable nobody_set_this!!"


def test_no_page_of_an_error_knows_anything_of_the_error(client: Client) -> None:
    answer = client.get("/there-is-no-such-page/")

    assert answer.status_code == 404
    assert "!!unknown" not in answer.content.decode()
    assert "!!unknown" not in get_template("500.html").render()
