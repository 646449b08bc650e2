-- Routers under care, what was generated for them, and the jobs on them.

-- A router under care.
CREATE TABLE router (
    id                INTEGER PRIMARY KEY,
    operator_id       INTEGER NOT NULL REFERENCES operator (id),
    -- What people call it.
    name              TEXT NOT NULL,
    -- Where its API is: an address or a name.
    host              TEXT NOT NULL,
    -- The port of its API.
    port              INTEGER NOT NULL,
    -- How the API is spoken to.
    security          TEXT NOT NULL CHECK (security IN ('tls', 'plain')),
    -- SHA-256 of the certificate that is trusted, hexadecimal.
    pin               TEXT,
    -- hotspotd's account on it.
    user              TEXT NOT NULL,
    -- The password of that account, sealed.
    password          BLOB NOT NULL,
    -- The site file, sealed: it holds the secrets of the uplink and the tunnel. NULL until one was written.
    site              BLOB,
    -- The site's short name, which marks its rows on the router and never changes.
    slug              TEXT UNIQUE,
    -- Counts the versions of the site, so that two people do not overwrite each other.
    site_version      INTEGER NOT NULL DEFAULT 0,
    -- Its board, as it names itself.
    board             TEXT,
    -- Its version of RouterOS.
    routeros          TEXT,
    -- Its own name (`/system/identity`).
    identity          TEXT,
    -- When it last answered.
    seen_at           INTEGER,
    -- Since when it does not answer. NULL: it does.
    unreachable_since INTEGER,
    -- Why it does not answer or is not fit, for people.
    trouble           TEXT,
    -- What the last reading found: 'unknown', 'same', 'different', 'refused'.
    drift             TEXT NOT NULL DEFAULT 'unknown',
    -- When that was found.
    drift_at          INTEGER,
    -- The change hash of what differed.
    drift_hash        TEXT,
    -- What differed, as JSON, without secrets.
    drift_changes     TEXT,
    -- When the schedule last looked, whatever came of it.
    checked_at        INTEGER,
    created_at        INTEGER NOT NULL,
    archived_at       INTEGER
) STRICT;
CREATE UNIQUE INDEX router_name ON router (operator_id, name) WHERE archived_at IS NULL;

-- One rendering of a site, and what became of it.
CREATE TABLE configuration (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- For which router. NULL: for none, to be downloaded.
    router_id    INTEGER REFERENCES router (id),
    created_at   INTEGER NOT NULL,
    -- Who asked for it.
    created_by   INTEGER REFERENCES account (id),
    -- What they were called then.
    author       TEXT NOT NULL,
    -- The name of the template.
    template     TEXT NOT NULL,
    -- The board it is for.
    model        TEXT NOT NULL,
    -- The version of RouterOS it is for.
    routeros     TEXT NOT NULL,
    -- The site's name then.
    site_name    TEXT NOT NULL,
    -- How many rows it has.
    row_count    INTEGER NOT NULL,
    -- SHA-256 of its rows, hexadecimal.
    hash         TEXT NOT NULL,
    -- The site it was made from, compressed and sealed.
    site         BLOB NOT NULL,
    -- The rows it became, compressed and sealed.
    script       BLOB NOT NULL,
    -- What became of it.
    fate         TEXT NOT NULL CHECK (fate IN ('generated', 'applied', 'rolled-back', 'failed', 'unknown', 'replaced')),
    -- When that was.
    fate_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX configuration_router ON configuration (router_id, id);

-- Work on a router: one at a time on each.
CREATE TABLE job (
    id                INTEGER PRIMARY KEY,
    operator_id       INTEGER NOT NULL REFERENCES operator (id),
    router_id         INTEGER NOT NULL REFERENCES router (id),
    -- What it does.
    kind              TEXT NOT NULL CHECK (kind IN ('apply', 'put-back', 'return', 'verify', 'undo', 'export', 'unlock')),
    -- How far it is, or how it ended.
    state             TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'rolled-back', 'unknown', 'cancelled')),
    -- Towards which configuration.
    configuration_id  INTEGER REFERENCES configuration (id),
    -- The change hash that was agreed to.
    change            TEXT,
    -- On which terms somebody agreed, as JSON.
    terms             TEXT NOT NULL,
    created_at        INTEGER NOT NULL,
    -- Who asked for it. NULL: a schedule.
    created_by        INTEGER REFERENCES account (id),
    -- What they were called then.
    author            TEXT NOT NULL,
    -- When it began.
    started_at        INTEGER,
    -- When it was over.
    ended_at          INTEGER,
    -- What came of it, in sentences for people.
    outcome           TEXT,
    -- The same for machines, as JSON.
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
    -- Its place in the job.
    number  INTEGER NOT NULL,
    -- When.
    at      INTEGER NOT NULL,
    -- What happened, as JSON: src/domain/task.rs.
    event   TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

-- The router's own `/export`, whenever it changed.
CREATE TABLE export (
    id         INTEGER PRIMARY KEY,
    router_id  INTEGER NOT NULL REFERENCES router (id),
    -- When it was first seen so.
    at         INTEGER NOT NULL,
    -- When it was last seen so.
    seen_at    INTEGER NOT NULL,
    -- SHA-256 of the text, without its dates, hexadecimal.
    hash       TEXT NOT NULL,
    -- How long the text is.
    bytes      INTEGER NOT NULL,
    -- The text, compressed and sealed.
    text       BLOB NOT NULL
) STRICT;
CREATE INDEX export_router ON export (router_id, id);

-- Routers that were met and have no name yet: what was typed or drawn for them, sealed, until the time is over.
CREATE TABLE router_draft (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- Who is about to add it.
    account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- When it was begun.
    made_at      INTEGER NOT NULL,
    -- What is known of it so far, sealed.
    content      BLOB NOT NULL
) STRICT;
