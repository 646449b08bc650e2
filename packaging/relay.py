"""Runs ssh, scp and sftp for what stands for them in Wine (packaging/relay.c), and says what certutil of Windows says.

    relay.py PORT

Only packaging/try-deploy uses it.
"""

import hashlib
import ntpath
import re
import socketserver
import struct
import subprocess
import sys
import threading

ENDED, SAID, COMPLAINED = range(3)
# As much as the other end takes at once.
PIECE = 65536


def path(text):
    """A path of Wine's, where everything outside is at Z:, as one of ours."""
    return re.sub(r"^[Zz]:", "", text).replace("\\", "/") if re.match(r"[Zz]:\\", text) else text


def certutil(arguments):
    """As Windows writes it (checked against Microsoft's documentation of certutil -hashfile)."""
    verb, file, algorithm = arguments
    assert (verb, algorithm) == ("-hashfile", "SHA256"), arguments
    with open(path(file), "rb") as opened:
        digits = hashlib.sha256(opened.read()).hexdigest()
    return f"SHA256 hash of {file}:\r\n{digits}\r\nCertUtil: -hashfile command completed successfully.\r\n"


class Call(socketserver.StreamRequestHandler):
    def word(self):
        word = bytearray()
        while (byte := self.rfile.read(1)) != b"\0":
            if not byte:
                raise EOFError("nothing was asked")
            word += byte
        return word.decode()

    def say(self, kind, bytes):
        for at in range(0, len(bytes), PIECE):
            piece = bytes[at : at + PIECE]
            with self.lock:
                self.wfile.write(struct.pack("<BI", kind, len(piece)) + piece)

    def follow(self, kind, pipe):
        while piece := pipe.read1(PIECE):
            self.say(kind, piece)

    def handle(self):
        self.lock = threading.Lock()
        try:
            count, folder = int(self.word()), path(self.word())
        except EOFError:
            # Somebody looked whether this listens.
            return
        name, *arguments = [self.word() for _ in range(count)]
        name = ntpath.basename(name).removesuffix(".exe")
        print(name, arguments, folder, flush=True)
        if name == "certutil":
            self.say(SAID, certutil(arguments).encode())
            code = 0
        else:
            child = subprocess.Popen(
                [name, *map(path, arguments)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            followers = [
                threading.Thread(target=self.follow, args=which) for which in ((SAID, child.stdout), (COMPLAINED, child.stderr))
            ]
            for follower in followers:
                follower.start()
            # The input is short and comes whole.
            try:
                child.stdin.write(self.rfile.read())
                child.stdin.close()
            except BrokenPipeError:
                pass
            for follower in followers:
                follower.join()
            code = child.wait()
        self.wfile.write(struct.pack("<BI", ENDED, code & 0xFFFFFFFF))


class Relay(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Relay(("127.0.0.1", int(sys.argv[1])), Call).serve_forever()
