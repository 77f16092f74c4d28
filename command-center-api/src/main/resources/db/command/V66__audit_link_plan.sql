-- A session keeps its plan. One made while the log was short reads it whole for every record, and ten thousand changes in
-- one transaction then take minutes; the index finds the last record at any length.
ALTER FUNCTION audit.link() SET enable_seqscan = off;
