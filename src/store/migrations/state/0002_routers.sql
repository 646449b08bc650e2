-- Routers under care, what was generated for them, and the jobs on them.

CREATE TABLE router (
    id                INTEGER PRIMARY KEY,
    operator_id       INTEGER NOT NULL REFERENCES operator (id),
    name              TEXT NOT NULL,
    host              TEXT NOT NULL,
    port              INTEGER NOT NULL,
    security          TEXT NOT NULL CHECK (security IN ('tls', 'plain')),
    -- SHA-256 of the certificate that is trusted, hexadecimal.
    pin               TEXT,
    user              TEXT NOT NULL,
    password          BLOB NOT NULL,
    -- The site file, sealed: it holds the secrets of the uplink and the tunnel. NULL until one was written.
    site              BLOB,
    slug              TEXT UNIQUE,
    -- Counts the versions of the site, so that two people do not overwrite each other.
    site_version      INTEGER NOT NULL DEFAULT 0,
    board             TEXT,
    routeros          TEXT,
    identity          TEXT,
    -- When it last answered, since when it does not, and why.
    seen_at           INTEGER,
    unreachable_since INTEGER,
    trouble           TEXT,
    -- What the last reading found: 'unknown', 'same', 'different', 'refused'.
    drift             TEXT NOT NULL DEFAULT 'unknown',
    drift_at          INTEGER,
    drift_hash        TEXT,
    drift_changes     TEXT,
    -- When the schedule last looked, whatever came of it.
    checked_at        INTEGER,
    created_at        INTEGER NOT NULL,
    archived_at       INTEGER
) STRICT;
CREATE UNIQUE INDEX router_name ON router (operator_id, name) WHERE archived_at IS NULL;

CREATE TABLE configuration (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    router_id    INTEGER REFERENCES router (id),
    created_at   INTEGER NOT NULL,
    created_by   INTEGER REFERENCES account (id),
    author       TEXT NOT NULL,
    template     TEXT NOT NULL,
    model        TEXT NOT NULL,
    routeros     TEXT NOT NULL,
    site_name    TEXT NOT NULL,
    row_count    INTEGER NOT NULL,
    -- SHA-256 of its rows, hexadecimal.
    hash         TEXT NOT NULL,
    -- The site it was made from and the rows it became, each compressed and sealed.
    site         BLOB NOT NULL,
    script       BLOB NOT NULL,
    fate         TEXT NOT NULL CHECK (fate IN ('generated', 'applied', 'rolled-back', 'failed', 'unknown', 'replaced')),
    fate_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX configuration_router ON configuration (router_id, id);

CREATE TABLE job (
    id                INTEGER PRIMARY KEY,
    operator_id       INTEGER NOT NULL REFERENCES operator (id),
    router_id         INTEGER NOT NULL REFERENCES router (id),
    kind              TEXT NOT NULL CHECK (kind IN ('apply', 'put-back', 'return', 'verify', 'undo', 'export', 'unlock')),
    state             TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'rolled-back', 'unknown', 'cancelled')),
    configuration_id  INTEGER REFERENCES configuration (id),
    -- The change hash that was agreed to.
    change            TEXT,
    terms             TEXT NOT NULL,
    created_at        INTEGER NOT NULL,
    created_by        INTEGER REFERENCES account (id),
    author            TEXT NOT NULL,
    started_at        INTEGER,
    ended_at          INTEGER,
    -- What came of it, for people, and for machines as JSON.
    outcome           TEXT,
    report            TEXT
) STRICT;
CREATE INDEX job_router ON job (router_id, id);
CREATE INDEX job_open ON job (state) WHERE state IN ('waiting', 'running');
CREATE INDEX job_ended ON job (operator_id, ended_at);
-- One at a time on a router.
CREATE UNIQUE INDEX job_running ON job (router_id) WHERE state = 'running';

-- What happened in a job, numbered from 1: the ids of its event stream.
CREATE TABLE job_event (
    job_id  INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

-- The router's own `/export`, whenever it changed.
CREATE TABLE export (
    id         INTEGER PRIMARY KEY,
    router_id  INTEGER NOT NULL REFERENCES router (id),
    at         INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    hash       TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    text       BLOB NOT NULL
) STRICT;
CREATE INDEX export_router ON export (router_id, id);

-- Routers that were met and have no name yet: what was typed or drawn for them, sealed, until the time is over.
CREATE TABLE router_draft (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    made_at      INTEGER NOT NULL,
    content      BLOB NOT NULL
) STRICT;
