/* Stands for ssh, scp, sftp and certutil in Wine, which has none: packaging/relay.py runs the program of the same name outside, with the same
   arguments, folder and input, and tells what it says and how it ends. Only packaging/try-deploy uses it. */
#include <winsock2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENDED, SAID, COMPLAINED };

static SOCKET line;

static int fail(const char *what) {
    fprintf(stderr, "relay: %s: error %d\n", what, WSAGetLastError());
    exit(125);
}

static void tell(const char *bytes, int length) {
    while (length > 0) {
        int sent = send(line, bytes, length, 0);
        if (sent <= 0) exit(fail("send"));
        bytes += sent;
        length -= sent;
    }
}

/* With the NUL that ends it. */
static void tell_text(const char *text) { tell(text, (int)strlen(text) + 1); }

static void hear(void *bytes, int length) {
    char *at = bytes;
    while (length > 0) {
        int heard = recv(line, at, length, 0);
        if (heard <= 0) exit(fail("recv"));
        at += heard;
        length -= heard;
    }
}

int main(int count, char **arguments) {
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data)) return fail("WSAStartup");
    line = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(atoi(getenv("RELAY_PORT"))), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(line, (struct sockaddr *)&there, sizeof there)) return fail("connect");

    char folder[MAX_PATH];
    GetCurrentDirectoryA(sizeof folder, folder);
    char number[16];
    sprintf(number, "%d", count);
    tell_text(number);
    tell_text(folder);
    for (int i = 0; i < count; i++) tell_text(arguments[i]);

    static char bytes[65536];
    DWORD got;
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    while (ReadFile(input, bytes, sizeof bytes, &got, NULL) && got > 0) tell(bytes, (int)got);
    shutdown(line, SD_SEND);

    for (;;) {
        unsigned char kind;
        unsigned int value;
        hear(&kind, 1);
        hear(&value, sizeof value);
        if (kind == ENDED) return (int)value;
        hear(bytes, (int)value);
        DWORD written;
        WriteFile(GetStdHandle(kind == SAID ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE), bytes, value, &written, NULL);
    }
}
