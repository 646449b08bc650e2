-- What sites are put together from. Each thing is known by its key, which never changes: sites name it. What something refers to is
-- archived instead of deleted, and keeps its key.

-- A board of the operator's own.
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

-- Speeds that customers get.
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

-- What is sold.
CREATE TABLE voucher_type (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    -- Its code.
    key          TEXT NOT NULL,
    -- With which speeds.
    profile_id   INTEGER NOT NULL REFERENCES bandwidth_profile (id),
    -- The voucher type as JSON, in the words of the site file.
    definition   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER,
    UNIQUE (operator_id, key)
) STRICT;
CREATE INDEX voucher_type_profile ON voucher_type (profile_id);

-- A template of the operator's own, beside the built-in ones.
CREATE TABLE config_template (
    id            INTEGER PRIMARY KEY,
    operator_id   INTEGER NOT NULL REFERENCES operator (id),
    -- Its name.
    name          TEXT NOT NULL,
    -- The template: docs/templates.md.
    text          TEXT NOT NULL,
    -- The board of the shop that it was tried with when it was saved.
    sample_model  TEXT NOT NULL,
    -- The built-in template whose layout that shop has.
    sample_shape  TEXT NOT NULL,
    -- Counts the savings, so that two people do not overwrite each other.
    version       INTEGER NOT NULL DEFAULT 1,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    -- Who saved it last, as they were called then.
    changed_by    TEXT NOT NULL,
    archived_at   INTEGER,
    UNIQUE (operator_id, name)
) STRICT;
