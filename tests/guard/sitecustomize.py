"""Nothing phones home: in every Python process of the tests, sockets reach this machine only.

`tests/strict.py` puts this folder on PYTHONPATH, so that processes the tests start load it too.
What is refused is also noted in the file that KG_REFUSED names, because a library may swallow the
error; the run fails if anything stands there.

Nor does spaCy load PyTorch, where that is installed to train the reading model: it would load it
into each process, which takes two seconds, and do nothing with it.
"""

import contextlib
import os
import socket
import sys

LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", "127.0.1.1", socket.gethostname()}

#: A head node of Ray asks these in which cloud it runs, even with its statistics turned off.
CLOUD = {"169.254.169.254", "metadata.google.internal"}


def host_of(event: str, args: tuple[object, ...]) -> object:
    """The host that an event of the `socket` module wants to reach, None where it is no network."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        # Unix sockets have a path or bytes for an address; sendmsg on a connected one has None.
        return address[0] if isinstance(address, tuple) and len(address) in (2, 4) else None
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        return args[0]
    return None


def is_own(host: str) -> bool:
    """Whether an address is one of this machine's: only those can be bound."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.bind((host, 0))
    except (OSError, UnicodeError):
        return False
    return True


def refuse(event: str, args: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    found = host_of(event, args)
    host = found.decode("ascii", "replace") if isinstance(found, bytes) else found
    if not isinstance(host, str) or host in LOCAL or host.startswith("127."):
        return
    if host[:1].isdigit() and is_own(host):
        return
    if not (host in CLOUD and "/ray/dashboard/" in sys.argv[0]):
        note(event, host)
    raise ConnectionRefusedError(f"tests reach no network: {event} {host}")


def note(event: str, host: str) -> None:
    with contextlib.suppress(OSError), open(os.environ.get("KG_REFUSED", os.devnull), "a") as file:
        file.write(f"{event} {host} in {' '.join(sys.argv)[:200]}\n")


class WithoutTorch:
    """Tells thinc, below spaCy, that there is no PyTorch; whoever else asks for it gets it."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        asking = sys.modules.get("thinc.compat")
        if name == "torch" and asking is not None and not hasattr(asking, "has_torch"):
            raise ModuleNotFoundError("spaCy does without PyTorch in the tests", name=name)


if os.environ.get("KG_REFUSED"):
    sys.addaudithook(refuse)
    sys.meta_path.insert(0, WithoutTorch)  # type: ignore[arg-type]
