-- After every migration, so that a table is watched from its first start on, whoever made it.
SELECT audit.watch_all();
