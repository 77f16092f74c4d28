package id.siaga.ingest.store;

/** The SQL types the readings need, with what the wire protocol calls them. */
enum FieldType {
    TEXT("text", 25), TIMESTAMPTZ("timestamptz", 1184), INT2("int2", 21), INT4("int4", 23), INT8("int8",
            20), FLOAT8(
                    "float8",
                    701), BOOL("bool", 16), BYTEA("bytea", 17), JSONB("jsonb", 3802);

    private final String sql;
    private final int oid;

    FieldType(String sql, int oid) {
        this.sql = sql;
        this.oid = oid;
    }

    /** Its name in SQL. */
    String sql() {
        return sql;
    }

    /** Its number in {@code pg_type}, which never changes for built-in types. */
    int oid() {
        return oid;
    }
}
