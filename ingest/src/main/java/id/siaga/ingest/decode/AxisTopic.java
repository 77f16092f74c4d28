package id.siaga.ingest.decode;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words of an Axis event's topic. Only the last two mean the same in every firmware; namespaces, the application
 * platform and the names of scenarios ({@code Device1Scenario1}, {@code Camera1ProfileANY}) say nothing.
 */
record AxisTopic(List<String> words) {

    private static final Pattern SCENARIO = Pattern.compile("(Device|Camera)\\d+(Scenario|Profile)\\w*");
    private static final int MEANINGFUL = 2;

    static AxisTopic of(String topic) throws Refused {
        List<String> words = TopicPattern.split(topic).stream().map(AxisTopic::withoutNamespace)
                .filter(word -> !word.isEmpty() && !word.equals("CameraApplicationPlatform")
                        && !SCENARIO.matcher(word).matches())
                .toList();
        if (words.isEmpty()) {
            throw Refused.shape("topic has no word");
        }
        return new AxisTopic(words);
    }

    String last() {
        return words.get(words.size() - 1);
    }

    /** {@code sensor.pir} */
    String type() {
        return Members.brief(String.join(".", words.subList(Math.max(0, words.size() - MEANINGFUL), words.size())))
                .toLowerCase(Locale.ROOT);
    }

    private static String withoutNamespace(String level) {
        return level.substring(level.indexOf(':') + 1);
    }
}
