-- How routers answered: when, whether, and how long one turnaround took.
CREATE TABLE reach (
    router_id  INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    millis     INTEGER,
    PRIMARY KEY (router_id, at)
) STRICT, WITHOUT ROWID;
