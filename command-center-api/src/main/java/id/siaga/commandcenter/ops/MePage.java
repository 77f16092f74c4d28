package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;

/** Who is logged in, and the way out. */
public record MePage() implements Screen {

    @Override
    public Shown answer(Visit visit) {
        return Templates.shown("me", Frame.of(visit, Place.ME), this);
    }

    Shown leave(Visit visit) {
        visit.ask(Question.of("logout"));
        return new Shown.Elsewhere("/login");
    }
}
