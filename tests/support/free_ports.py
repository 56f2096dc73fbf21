"""Two ports that nobody listens on, of those that the system does not give to whoever calls out: no connection takes one before the server does."""
import random
import socket


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_ports(count=2):
    found = set()
    while len(found) < count:
        port = random.randint(15_000, 32_000)
        if is_free(port):
            found.add(port)
    return sorted(found)


if __name__ == "__main__":
    print(*free_ports())
