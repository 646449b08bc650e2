-- How a router answered when it was looked at.
CREATE TABLE reach (
    -- Which router: `router.id` of state.db.
    router_id  INTEGER NOT NULL,
    -- When it was asked.
    at         INTEGER NOT NULL,
    -- How long one turnaround took, in milliseconds. NULL: no answer.
    millis     INTEGER,
    PRIMARY KEY (router_id, at)
) STRICT, WITHOUT ROWID;
