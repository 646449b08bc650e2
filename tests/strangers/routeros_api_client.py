"""The client RouterOS-api against a router: prints one line for each thing that it exercised.

Arguments: host, port, TLS port, user, password, number of hotspot users on the router, its version.
"""

import sys

import routeros_api
from routeros_api.exceptions import RouterOsApiCommunicationError
from routeros_api.query import OrQuery, IsEqualQuery

HOST, PORT, TLS_PORT, USER, PASSWORD, COUNT, VERSION = sys.argv[1:]


def pool(port=PORT, password=PASSWORD, plaintext_login=True, **more):
    return routeros_api.RouterOsApiPool(
        HOST, USER, password, int(port), plaintext_login=plaintext_login, **more
    )


def refused(call, words):
    try:
        call()
    except RouterOsApiCommunicationError as error:
        assert words in str(error), error
    else:
        raise AssertionError(f"not refused with {words}")


def done(what):
    print(what, flush=True)


def logins():
    refused(pool(password="wrong").get_api, "invalid user name or password (6)")
    done("login refused")
    secure = pool(port=TLS_PORT, use_ssl=True, ssl_verify=False, ssl_verify_hostname=False)
    assert secure.get_api().get_resource("/system/identity").get()[0]["name"] == "MikroTik"
    secure.disconnect()
    done("login over TLS")
    connection = pool()
    api = connection.get_api()
    done("login")
    return connection, api


def rows(api):
    pools = api.get_resource("/ip/pool")
    answers = [pools.add(name=f"stranger{n}", ranges=f"10.9.{n}.2-10.9.{n}.9") for n in range(3)]
    ids = [answer.done_message["ret"] for answer in answers]
    assert all(id.startswith("*") for id in ids) and len(set(ids)) == 3, ids
    done("add")
    assert pools.get(name="stranger1")[0]["ranges"] == "10.9.1.2-10.9.1.9"
    only = pools.call("print", {"proplist": "name"}, {"name": "stranger1"})
    assert list(only[0]) == ["name"] and only[0]["name"] == "stranger1", only
    done("print with query and proplist")
    either = OrQuery(IsEqualQuery("name", b"stranger0"), IsEqualQuery("name", b"stranger2"))
    found = pools.call("print", {}, {}, additional_queries=(either,))
    assert [row["name"] for row in found] == ["stranger0", "stranger2"], found
    assert list(pools.get(name="nobody")) == []
    done("queries with operators; an empty reply")
    pools.set(id=ids[1], comment="maji – баня \"$[;]\" = =")
    assert pools.get(id=ids[1])[0]["comment"] == "maji – баня \"$[;]\" = ="
    done("set and read back text of all kinds")
    for id in ids:
        pools.remove(id=id)
    assert not [row for row in pools.get() if row["name"].startswith("stranger")]
    done("remove")


def traps(api):
    pools = api.get_resource("/ip/pool")
    refused(lambda: pools.remove(id="*FFFF"), "no such item")
    refused(lambda: pools.add(name="x"), "missing =ranges=")
    refused(lambda: api.get_resource("/ip/nothing").get(), "no such command prefix")
    assert api.get_resource("/system/identity").get()[0]["name"] == "MikroTik"
    done("traps, each followed by its done")


def several_at_once(api):
    """Its own tags, answers fetched in another order than they were asked for."""
    identity = api.get_resource("/system/identity").get_async()
    pools = api.get_resource("/ip/pool").get_async()
    assert [row["name"] for row in pools.get()] == ["default-dhcp"]
    assert identity.get()[0]["name"] == "MikroTik"
    done("tags: two commands under way at once")


def listen(api):
    heard = api.get_resource("/ip/pool").call_async("listen")
    made = api.get_resource("/ip/pool").add(name="heard", ranges="10.8.0.2-10.8.0.9")
    api.get_binary_resource("/").call("cancel")
    refused(heard.get, "interrupted")
    api.get_resource("/ip/pool").remove(id=made.done_message["ret"])
    done("listen beside other commands, and cancel")


def large(api):
    users = api.get_resource("/ip/hotspot/user").get()
    assert len(users) == int(COUNT) + 1, len(users)
    done(f"a reply of {len(users)} rows")


def challenge():
    challenged = pool(plaintext_login=False)
    assert challenged.get_api().get_resource("/system/identity").get()[0]["name"] == "MikroTik"
    challenged.disconnect()
    done("login by challenge")


if VERSION.startswith("6."):
    challenge()
    sys.exit()
connection, api = logins()
rows(api)
traps(api)
several_at_once(api)
listen(api)
large(api)
connection.disconnect()
