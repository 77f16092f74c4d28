package id.siaga.ingest.store;

/** A column as statements name and type it. */
record Field(String name, FieldType type) {

    static Field of(String name, FieldType type) {
        return new Field(name, type);
    }
}
