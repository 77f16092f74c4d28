package id.siaga.commandcenter.audit.verify;

/** Ends a check: what comes after cannot be judged. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Broken(Finding.Kind kind, long seq, String words) {
        super(words, null, false, false);
        this.finding = new Finding(kind, seq, words);
    }

    Finding finding() {
        return finding;
    }
}
