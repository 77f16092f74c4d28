COMMENT ON COLUMN quarantine.payload IS
    'what may be kept of it, at most 64 KiB; nothing where it speaks of people. payload_bytes is the true length, and detail ends with the SHA-256 where not all was kept';
