package id.siaga.commandcenter.ops;

/** What the navigation leads to; shown to whom the contract lets call {@code operation}. */
public enum Place {
    QUEUE("Antrean", "Queue", "/ops/antrean", "incidents"), MAP("Peta", "Map", "/ops/peta", "incidents"), DISPATCH(
            "Penugasan", "Dispatch", "/ops/penugasan", "recommendation"), TASKS("Tugas saya", "My tasks", "/ops/tugas",
                    "my_assignments"), CLOSURES("Penutupan", "Closures", "/ops/penutupan",
                            "review_closure"), ESCALATIONS("Eskalasi", "Escalations", "/ops/eskalasi",
                                    "acknowledge_escalations"), DEVICES("Perangkat", "Devices", "/ops/perangkat",
                                            "devices"), ACCOUNTS("Akun",
                                                    "Accounts", "/ops/akun", "accounts"), AUDIT("Audit", "Audit",
                                                            "/ops/audit",
                                                            "audit"), ME("Saya", "Me", "/ops/saya", "logout");

    private final String label;
    private final String english;
    private final String path;
    private final String operation;

    Place(String label, String english, String path, String operation) {
        this.label = label;
        this.english = english;
        this.path = path;
        this.operation = operation;
    }

    public String label() {
        return label;
    }

    public String english() {
        return english;
    }

    public String path() {
        return path;
    }

    String operation() {
        return operation;
    }
}
