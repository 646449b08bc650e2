-- How a router was when it answered, by its own word: seconds since it started, percent, bytes, customers signed in.
ALTER TABLE reach ADD COLUMN uptime INTEGER;
ALTER TABLE reach ADD COLUMN cpu_load INTEGER;
ALTER TABLE reach ADD COLUMN free_memory INTEGER;
ALTER TABLE reach ADD COLUMN online INTEGER;
