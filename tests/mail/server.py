"""A mail server on loopback: server.py none|starttls|tls [CERTIFICATE KEY]. It tells its port and then every mail, a line of JSON each."""

import asyncio
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


# It warns of what is meant to be so here.
warnings.simplefilter("ignore")
logging.getLogger("mail.log").setLevel(logging.ERROR)


def tell(**what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 nobody of that name"
        if address.startswith("later@"):
            return "451 4.7.1 come back in five minutes"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        tell(
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            mail=envelope.content.decode("ascii"),
            secured=server.transport.get_extra_info("cipher") is not None,
            hello=session.host_name,
            user=session.auth_data.login.decode() if session.authenticated else None,
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"duka", "kahawa ñ".encode())
    return AuthResult(success=right, handled=False, auth_data=data)


async def main():
    security = sys.argv[1]
    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])

    def connection():
        return SMTP(
            Handler(),
            hostname="localhost",
            authenticator=authenticate,
            # With STARTTLS, who does not secure the connection gets nowhere.
            auth_required=security != "none",
            auth_require_tls=False,
            require_starttls=security == "starttls",
            tls_context=context if security == "starttls" else None,
        )

    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", 0, ssl=context if security == "tls" else None
    )
    tell(port=server.sockets[0].getsockname()[1])
    # Ends with the test: then nothing holds its standard input any more.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
