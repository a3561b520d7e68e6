import socket

import pytest

from tests import watching


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "169.254.169.254"])
def test_a_connection_to_another_machine_is_refused_and_told(host: str) -> None:
    with pytest.raises(watching.Abroad):
        socket.create_connection((host, 80), timeout=1)
    assert any(host in tried for tried in watching.tried_to_go_abroad())


def test_a_name_of_another_machine_is_not_even_looked_up() -> None:
    with pytest.raises(watching.Abroad):
        socket.getaddrinfo("post.example", 80)
    assert watching.tried_to_go_abroad() == ["socket.getaddrinfo 'post.example'"]


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as made:
        assert made.getpeername() == server.getsockname()
    assert watching.tried_to_go_abroad() == []
