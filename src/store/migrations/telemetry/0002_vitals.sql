-- How a router was when it answered, by its own word.

-- Seconds since it started.
ALTER TABLE reach ADD COLUMN uptime INTEGER;
-- How busy its processor was, in percent.
ALTER TABLE reach ADD COLUMN cpu_load INTEGER;
-- Free memory, in bytes.
ALTER TABLE reach ADD COLUMN free_memory INTEGER;
-- Customers who were signed in at its hotspot.
ALTER TABLE reach ADD COLUMN online INTEGER;
