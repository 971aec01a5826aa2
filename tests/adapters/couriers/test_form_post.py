from __future__ import annotations

import socket

import pytest

from chalicelib.adapters.couriers.form_post import NoAnswer, at_path, post_form


def test_a_carrier_that_never_answers_is_given_up_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/poll/query.do"
        with pytest.raises(NoAnswer) as caught:
            post_form(url, {"a": "1"}, timeout=0.05)
    assert caught.value.code == "timeout"


def test_a_carrier_that_is_not_there_is_a_connection_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NoAnswer) as caught:
        post_form(f"http://127.0.0.1:{port}/", {"phone": "13800001234"}, timeout=5)
    assert caught.value.code == "connection"
    assert "13800001234" not in repr(caught.value)


@pytest.mark.parametrize("url", ["https://carrier.example", "https://carrier.example/"])
def test_an_address_without_a_path_gets_the_usual_one_and_a_whole_one_is_left_alone(url: str) -> None:
    assert at_path(url, "/poll/query.do") == "https://carrier.example/poll/query.do"
    assert at_path("https://carrier.example/own", "/poll/query.do") == "https://carrier.example/own"
