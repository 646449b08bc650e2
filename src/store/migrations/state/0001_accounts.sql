-- Who may do what, and what they did. Moments are milliseconds since 1970, UTC; tokens are stored as their SHA-256 only.

CREATE TABLE operator (
    id          INTEGER PRIMARY KEY,
    -- The business as JSON. NULL until somebody described it.
    business    TEXT,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
    id                  INTEGER PRIMARY KEY,
    operator_id         INTEGER NOT NULL REFERENCES operator (id),
    -- What is typed to sign in, folded to lower case.
    login               TEXT NOT NULL UNIQUE,
    name                TEXT NOT NULL,
    email               TEXT UNIQUE COLLATE NOCASE,
    email_verified_at   INTEGER,
    role                TEXT NOT NULL CHECK (role IN ('owner', 'technician', 'cashier', 'viewer')),
    password_hash       TEXT NOT NULL,
    password_changed_at INTEGER NOT NULL,
    language            TEXT CHECK (language IN ('en', 'sw')),
    -- Sealed. A secret that is not confirmed yet does not count.
    totp_secret         BLOB,
    totp_confirmed_at   INTEGER,
    -- The last time step that was used: a code works once.
    totp_step           INTEGER,
    locked_at           INTEGER,
    created_at          INTEGER NOT NULL,
    seen_at             INTEGER
) STRICT;

CREATE TABLE recovery_code (
    account_id  INTEGER NOT NULL REFERENCES account (id),
    hash        BLOB NOT NULL,
    used_at     INTEGER,
    PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- One sitting of one account at one device. A browser holds its token in a cookie; an API client a chain of refresh tokens.
CREATE TABLE session (
    id           INTEGER PRIMARY KEY,
    account_id   INTEGER NOT NULL REFERENCES account (id),
    face         TEXT NOT NULL CHECK (face IN ('browser', 'api')),
    -- The browser's token. NULL with 'api'.
    token_hash   BLOB UNIQUE,
    created_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER,
    user_agent   TEXT NOT NULL,
    address      TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);

CREATE TABLE refresh_token (
    hash        BLOB PRIMARY KEY,
    session_id  INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    issued_at   INTEGER NOT NULL,
    -- Set when it was exchanged. Presented again, it was stolen: the session ends.
    used_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- Tokens that work once: invitations, e-mail addresses to be verified, passwords to be set anew, sign-ins that wait for their second factor.
CREATE TABLE single_use (
    hash        BLOB PRIMARY KEY,
    purpose     TEXT NOT NULL CHECK (purpose IN ('set-up', 'invitation', 'verify-email', 'change-email', 'reset-password', 'second-factor')),
    account_id  INTEGER REFERENCES account (id),
    email       TEXT,
    role        TEXT,
    created_by  INTEGER REFERENCES account (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    attempts    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    account_id   INTEGER,
    -- The name as it was then; an account may be renamed later.
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    detail       TEXT NOT NULL,
    address      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_account ON audit (account_id, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- Settings by key; secret ones are sealed.
CREATE TABLE setting (
    key     TEXT PRIMARY KEY,
    value   TEXT,
    sealed  BLOB,
    set_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mails that wait to be sent; written with what they tell of.
CREATE TABLE mail (
    id          INTEGER PRIMARY KEY,
    created_at  INTEGER NOT NULL,
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    -- Sealed: a link in it lets somebody in.
    body        BLOB NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL,
    sent_at     INTEGER,
    given_up_at INTEGER,
    trouble     TEXT
) STRICT;
CREATE INDEX mail_waiting ON mail (next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Answers to POSTs with an Idempotency-Key, so that a repeated request gets the first one's answer.
CREATE TABLE idempotency (
    account_id  INTEGER NOT NULL,
    key         TEXT NOT NULL,
    request     BLOB NOT NULL,
    status      INTEGER,
    answer      BLOB,
    at          INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
