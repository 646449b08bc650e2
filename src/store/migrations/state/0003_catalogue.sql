-- What sites are put together from. What something refers to is archived instead of deleted.

CREATE TABLE device_model (
    id            INTEGER PRIMARY KEY,
    operator_id   INTEGER NOT NULL REFERENCES operator (id),
    product_code  TEXT NOT NULL UNIQUE,
    -- One line of the catalogue, as in catalogue/models.tsv.
    line          TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    archived_at   INTEGER
) STRICT;

CREATE TABLE bandwidth_profile (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    name         TEXT NOT NULL,
    -- The profile as JSON, in the words of the site file.
    profile      TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX bandwidth_profile_name ON bandwidth_profile (operator_id, name) WHERE archived_at IS NULL;

CREATE TABLE voucher_type (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    name         TEXT NOT NULL,
    profile_id   INTEGER NOT NULL REFERENCES bandwidth_profile (id),
    -- The voucher type as JSON, in the words of the site file.
    voucher_type TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    archived_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX voucher_type_name ON voucher_type (operator_id, name) WHERE archived_at IS NULL;

CREATE TABLE config_template (
    id           INTEGER PRIMARY KEY,
    operator_id  INTEGER NOT NULL REFERENCES operator (id),
    name         TEXT NOT NULL,
    text         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    changed_by   TEXT NOT NULL,
    archived_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX config_template_name ON config_template (operator_id, name) WHERE archived_at IS NULL;
