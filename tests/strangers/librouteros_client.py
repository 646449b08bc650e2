"""The client librouteros against a router: prints one line for each thing that it exercised.

Arguments: host, port, TLS port, user, password, number of hotspot users on the router, its version.
"""

import ssl
import sys

import librouteros
from librouteros.exceptions import MultiTrapError, TrapError
from librouteros.login import plain, token
from librouteros.query import And, Key, Or

HOST, PORT, TLS_PORT, USER, PASSWORD, COUNT, VERSION = sys.argv[1:]


def connect(**more):
    settings = {"host": HOST, "port": int(PORT), "username": USER, "password": PASSWORD, "encoding": "utf-8"}
    return librouteros.connect(**{**settings, **more})


def refused(call, words):
    try:
        call()
    except TrapError as error:
        assert words in error.message, error.message
    except MultiTrapError as error:
        assert any(words in trap.message for trap in error.traps), error.traps
    else:
        raise AssertionError(f"not refused with {words}")


def done(what):
    print(what, flush=True)


def logins():
    refused(lambda: connect(password="wrong"), "invalid user name or password (6)")
    done("login refused")
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    secure = connect(port=int(TLS_PORT), ssl_wrapper=context.wrap_socket)
    assert list(secure.path("system", "identity"))[0]["name"] == "MikroTik"
    secure.close()
    done("login over TLS")
    api = connect(login_method=plain)
    done("login")
    return api


def rows(api):
    pools = api.path("ip", "pool")
    ids = [pools.add(name=f"stranger{n}", ranges=f"10.9.{n}.2-10.9.{n}.9") for n in range(3)]
    assert all(id.startswith("*") for id in ids) and len(set(ids)) == 3, ids
    done("add")
    name, ranges = Key("name"), Key("ranges")
    found = list(pools.select(name, ranges).where(name == "stranger1"))
    assert found == [{"name": "stranger1", "ranges": "10.9.1.2-10.9.1.9"}], found
    done("print with query and proplist")
    either = list(pools.select(name).where(Or(name == "stranger0", name == "stranger2")))
    assert [row["name"] for row in either] == ["stranger0", "stranger2"], either
    none = list(pools.select(name).where(And(name == "stranger0", name == "stranger2")))
    assert none == [], none
    done("queries with operators; an empty reply")
    pools.update(**{".id": ids[1], "comment": "maji – баня \"$[;]\" = ="})
    read = list(pools.select(Key("comment")).where(name == "stranger1"))
    assert read[0]["comment"] == "maji – баня \"$[;]\" = =", read
    done("set and read back text of all kinds")
    pools.remove(*ids)
    assert not [row for row in pools if row["name"].startswith("stranger")]
    done("remove, several at once")


def traps(api):
    pools = api.path("ip", "pool")
    refused(lambda: pools.remove("*FFFF"), "no such item")
    refused(lambda: pools.add(name="x"), "missing =ranges=")
    refused(lambda: pools.add(name="x", ranges="10.0.0.1", colour="red"), "unknown parameter")
    refused(lambda: list(api.path("ip", "nothing")), "no such command prefix")
    refused(lambda: list(api("/ip/pool/dance")), "no such command")
    # After each trap its !done is read, or this answer would be that of another command.
    assert list(api("/system/identity/print"))[0]["name"] == "MikroTik"
    done("traps, each followed by its done")


def listen(api):
    api.protocol.writeSentence("/ip/pool/listen")
    # Commands of a connection begin in their order: when this one has been answered, the router listens.
    api.protocol.writeSentence("/system/identity/print")
    while api.readSentence()[0] != "!done":
        pass
    other = connect()
    id = other.path("ip", "pool").add(name="heard", ranges="10.8.0.2-10.8.0.9")
    word, record = api.readSentence()
    assert word == "!re" and record["name"] == "heard", (word, record)
    other.path("ip", "pool").remove(id)
    word, record = api.readSentence()
    assert word == "!re" and record[".id"] == id and record[".dead"] in (True, "yes"), record
    api.protocol.writeSentence("/cancel")
    seen = [api.readSentence() for _ in range(3)]
    assert [word for word, _ in seen].count("!done") == 2, seen
    assert ("!trap", "interrupted") in [(word, said.get("message")) for word, said in seen], seen
    other.close()
    assert list(api("/system/identity/print"))[0]["name"] == "MikroTik"
    done("listen: a change, a death, cancel")


def large(api):
    users = list(api.path("ip", "hotspot", "user").select(Key("name"), Key("limit-uptime")))
    assert len(users) == int(COUNT) + 1, len(users)
    (count,) = api.rawCmd("/ip/hotspot/user/print", "=count-only=")
    assert count["ret"] == int(COUNT) + 1, count
    done(f"a reply of {len(users)} rows, and its count")


def export(api):
    """A back-up as other programs make one: the router writes a file, which is read and taken away."""
    tuple(api("/export", file="stranger"))
    name = "stranger.rsc"
    files = api.path("file")
    (row,) = files.select(Key(".id"), Key("name"), Key("size")).where(Key("name") == name)
    text = ""
    while len(text) < row["size"]:
        (part,) = api("/file/read", **{"file": name, "offset": len(text), "chunk-size": 32768})
        assert 0 < len(part["data"]) <= 32768, part
        text += part["data"]
    assert len(text) == row["size"], (len(text), row["size"])
    head, first = text.splitlines()[:2]
    assert f" by RouterOS {VERSION}" in head and first.startswith("# software id = "), text[:200]
    assert "add limit-uptime=1h name=v1\n" in text.replace("\r", ""), text[-400:]
    files.remove(row[".id"])
    assert not list(files.select(Key("name")).where(Key("name") == name))
    refused(lambda: list(api("/file/read", **{"file": name})), "no such item")
    done(f"an export of {len(text)} bytes, read in parts")


def challenge():
    api = connect(login_method=token)
    assert list(api.path("system", "identity"))[0]["name"] == "MikroTik"
    api.close()
    done("login by challenge")


if VERSION.startswith("6."):
    challenge()
    sys.exit()
api = logins()
rows(api)
traps(api)
listen(api)
large(api)
export(api)
api.close()
