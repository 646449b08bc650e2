-- What sites are put together from. Each thing is known by its key, which never changes: sites name it. What something refers to is
-- archived instead of deleted, and keeps its key.

CREATE TABLE device_model (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- What counts of the product code: small letters and digits.
    key          TEXT NOT NULL,
    -- One line of the catalogue, as in catalogue/models.tsv.
    definition   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER,
    UNIQUE (operator_id, key)
) STRICT;

CREATE TABLE bandwidth_profile (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- Its name.
    key          TEXT NOT NULL,
    -- The profile as JSON, in the words of the site file.
    definition   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER,
    UNIQUE (operator_id, key)
) STRICT;

CREATE TABLE voucher_type (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- Its code.
    key          TEXT NOT NULL,
    profile_id   INTEGER NOT NULL REFERENCES bandwidth_profile (id),
    -- The voucher type as JSON, in the words of the site file.
    definition   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER,
    UNIQUE (operator_id, key)
) STRICT;
CREATE INDEX voucher_type_profile ON voucher_type (profile_id);

CREATE TABLE config_template (
    id            INTEGER PRIMARY KEY,
    operator_id   INTEGER NOT NULL REFERENCES operator (id),
    name          TEXT NOT NULL,
    text          TEXT NOT NULL,
    -- The shop that it was tried with when it was saved: a board, and a built-in template's layout.
    sample_model  TEXT NOT NULL,
    sample_shape  TEXT NOT NULL,
    -- Counts the savings, so that two people do not overwrite each other.
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    changed_by    TEXT NOT NULL,
    archived_at   INTEGER,
    UNIQUE (operator_id, name)
) STRICT;
