package id.siaga.commandcenter.ops;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import id.siaga.commandcenter.http.Shown;
import java.util.Map;

/** The templates of src/main/jte, compiled with the build; everything they print is escaped for where it stands. */
final class Templates {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(null, ContentType.Html, null,
            "id.siaga.commandcenter.ops.templates");

    private Templates() {
    }

    static Shown.Html shown(String name, Frame frame, Object view) {
        return shown(200, name, frame, view);
    }

    static Shown.Html shown(int status, String name, Frame frame, Object view) {
        StringOutput out = new StringOutput();
        ENGINE.render(name + ".jte", Map.of("frame", frame, "view", view), out);
        return new Shown.Html(status, out.toString());
    }
}
