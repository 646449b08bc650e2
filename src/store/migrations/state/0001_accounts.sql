-- Who may do what, and what they did. Moments are milliseconds since 1970, UTC; tokens are stored as their SHA-256 only.

-- The business that runs the box: one row.
CREATE TABLE operator (
    id          INTEGER PRIMARY KEY,
    -- The business as JSON. NULL until somebody described it.
    business    TEXT,
    created_at  INTEGER NOT NULL
) STRICT;

-- Somebody of the business who signs in.
CREATE TABLE account (
    id                  INTEGER PRIMARY KEY,
    operator_id         INTEGER NOT NULL REFERENCES operator (id),
    -- What is typed to sign in, folded to lower case.
    login               TEXT NOT NULL UNIQUE,
    -- As people call them.
    name                TEXT NOT NULL,
    -- Where mails go; two accounts have no address in common.
    email               TEXT UNIQUE COLLATE NOCASE,
    -- Since when the address is known to be theirs. One that is not gets no links for another password.
    email_verified_at   INTEGER,
    -- What they may do: src/domain/access/permission.rs.
    role                TEXT NOT NULL CHECK (role IN ('owner', 'technician', 'cashier', 'viewer')),
    -- Argon2id, as a PHC string.
    password_hash       TEXT NOT NULL,
    -- When the password was last set.
    password_changed_at INTEGER NOT NULL,
    -- Of mails. NULL: nobody chose.
    language            TEXT CHECK (language IN ('en', 'sw')),
    -- Sealed. A secret that is not confirmed yet does not count.
    totp_secret         BLOB,
    -- When the first code of the second factor was right. NULL: it is not asked for.
    totp_confirmed_at   INTEGER,
    -- The last time step that was used: a code works once.
    totp_step           INTEGER,
    -- Since when it may not sign in. NULL: it may.
    locked_at           INTEGER,
    created_at          INTEGER NOT NULL,
    -- When they last did something, to within some minutes.
    seen_at             INTEGER
) STRICT;

-- A code that stands in for the second factor, once.
CREATE TABLE recovery_code (
    account_id  INTEGER NOT NULL REFERENCES account (id),
    -- Its hash, made with the key of the box: the database alone does not tell the code.
    hash        BLOB NOT NULL,
    -- When it was used up.
    used_at     INTEGER,
    PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- One sitting of one account at one device. A browser holds its token in a cookie; an API client a chain of refresh tokens.
CREATE TABLE session (
    id           INTEGER PRIMARY KEY,
    account_id   INTEGER NOT NULL REFERENCES account (id),
    -- What holds it.
    face         TEXT NOT NULL CHECK (face IN ('browser', 'api')),
    -- The browser's token. NULL with 'api'.
    token_hash   BLOB UNIQUE,
    created_at   INTEGER NOT NULL,
    -- When it was last used, to within some minutes.
    seen_at      INTEGER NOT NULL,
    -- When it ends by itself.
    expires_at   INTEGER NOT NULL,
    -- When somebody ended it.
    revoked_at   INTEGER,
    -- What the device says of itself.
    user_agent   TEXT NOT NULL,
    -- From which address it began.
    address      TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);

-- A token by which an API client gets its next access token.
CREATE TABLE refresh_token (
    -- SHA-256 of the token.
    hash        BLOB PRIMARY KEY,
    session_id  INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- When it was given.
    issued_at   INTEGER NOT NULL,
    -- Set when it was exchanged. Presented again, it was stolen: the session ends.
    used_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- Tokens that work once: invitations, e-mail addresses to be verified, passwords to be set anew, sign-ins that wait for their second factor.
CREATE TABLE single_use (
    -- SHA-256 of the token.
    hash        BLOB PRIMARY KEY,
    -- What it does.
    purpose     TEXT NOT NULL CHECK (purpose IN ('set-up', 'invitation', 'verify-email', 'change-email', 'reset-password', 'second-factor')),
    -- For whom. NULL where there is no account yet.
    account_id  INTEGER REFERENCES account (id),
    -- The address that is proved or invited by it.
    email       TEXT,
    -- Which role an invitation gives.
    role        TEXT,
    -- Who made it. NULL: the person themselves or the program.
    created_by  INTEGER REFERENCES account (id),
    created_at  INTEGER NOT NULL,
    -- When it ends.
    expires_at  INTEGER NOT NULL,
    -- When it was used up.
    used_at     INTEGER,
    -- How many wrong codes were given with it.
    attempts    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Who did what, when and from where. Rows are only added.
CREATE TABLE audit (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL,
    -- When.
    at           INTEGER NOT NULL,
    -- Who. NULL: nobody who was signed in, or the program.
    account_id   INTEGER,
    -- The name as it was then; an account may be renamed later.
    actor        TEXT NOT NULL,
    -- What, in one word.
    action       TEXT NOT NULL,
    -- To what, such as `router Duka`.
    subject      TEXT NOT NULL,
    -- More of it, for people.
    detail       TEXT NOT NULL,
    -- From which address.
    address      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_account ON audit (account_id, id);
-- Rows of the audit log are not changed.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
-- Nor deleted.
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- Settings by key; secret ones are sealed.
CREATE TABLE setting (
    -- Its name.
    key     TEXT PRIMARY KEY,
    -- Its text. NULL with one that is sealed.
    value   TEXT,
    -- Its text, sealed.
    sealed  BLOB,
    -- When it was last set.
    set_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mails that wait to be sent; written with what they tell of.
CREATE TABLE mail (
    id          INTEGER PRIMARY KEY,
    created_at  INTEGER NOT NULL,
    -- To which address.
    recipient   TEXT NOT NULL,
    -- Its subject, one line.
    subject     TEXT NOT NULL,
    -- Sealed: a link in it lets somebody in.
    body        BLOB NOT NULL,
    -- How often it was tried.
    attempts    INTEGER NOT NULL DEFAULT 0,
    -- When it is tried next.
    next_at     INTEGER NOT NULL,
    -- When the mail server took it; its text is forgotten then.
    sent_at     INTEGER,
    -- When it was given up; its text is forgotten then.
    given_up_at INTEGER,
    -- What the last attempt met.
    trouble     TEXT
) STRICT;
CREATE INDEX mail_waiting ON mail (next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Answers to POSTs with an Idempotency-Key, so that a repeated request gets the first one's answer.
CREATE TABLE idempotency (
    -- Whose key it is.
    account_id  INTEGER NOT NULL,
    -- The key, as it was sent.
    key         TEXT NOT NULL,
    -- What stands for the request, sealed: the same key with another request is refused.
    request     BLOB NOT NULL,
    -- The status of the answer. NULL until there is one.
    status      INTEGER,
    -- The answer, sealed.
    answer      BLOB,
    -- When the request came.
    at          INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
