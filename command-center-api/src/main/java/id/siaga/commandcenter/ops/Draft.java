package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.util.Optional;

/** What became of a form: {@code done}, or refused with {@code note} still as it was written; neither at first. */
public record Draft(boolean done, String note, Optional<Refusal> refusal) {

    /** Shows the form's page again. */
    @FunctionalInterface
    interface Again {
        Shown show(Visit visit, int status, Draft draft);
    }

    static Draft of(Visit visit) {
        return new Draft(!visit.query("ok").isEmpty(), "", Optional.empty());
    }

    static Draft refused(Visit visit, Refusal refusal) {
        return new Draft(false, visit.form("note"), Optional.of(refusal));
    }

    /** Asks, and leads on; what the API refuses is shown where the form stands. */
    static Shown send(Visit visit, Question question, String onward, Again again) {
        try {
            visit.ask(question);
            return new Shown.Elsewhere(onward);
        } catch (Problem problem) {
            if (problem.status() == 403 || problem.status() == 404) {
                throw problem;
            }
            return again.show(visit, problem.status(), refused(visit, Refusal.of(problem)));
        }
    }
}
