package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.http.Visit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands around every page.
 *
 * @param live whether the reader may follow the stream
 * @param formToken goes into every form
 */
public record Frame(String title, String english, Optional<Place> current, List<Place> places, String user,
        List<String> roles,
        boolean live, String formToken) {

    private static Frame of(Visit visit, Optional<Place> current, String title, String english) {
        Kecamatan kecamatan = Kecamatan.of(visit);
        return new Frame(title, english, current,
                Arrays.stream(Place.values()).filter(place -> visit.offers(place.operation())).toList(),
                visit.account().user(),
                visit.account().grants().stream().map(grant -> role(grant, kecamatan)).distinct()
                        .toList(),
                visit.offers("stream"), visit.formToken());
    }

    static Frame of(Visit visit, Place current) {
        return of(visit, Optional.of(current), current.label(), current.english());
    }

    /** A page below {@code current}. */
    static Frame of(Visit visit, Place current, String title, String english) {
        return of(visit, Optional.of(current), title, english);
    }

    /** A page that stands nowhere. */
    static Frame of(Visit visit, String title, String english) {
        return of(visit, Optional.empty(), title, english);
    }

    public boolean at(Place place) {
        return current.filter(place::equals).isPresent();
    }

    private static String role(Grant grant, Kecamatan kecamatan) {
        return Words.role(grant.role()) + grant.kecamatan().map(code -> ", " + kecamatan.where(code)).orElse("");
    }
}
