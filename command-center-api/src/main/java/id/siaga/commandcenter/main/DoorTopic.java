package id.siaga.commandcenter.main;

import id.siaga.commandcenter.audit.anchor.AnchorPlace;
import id.siaga.commandcenter.audit.anchor.AnchorTopic;
import id.siaga.ingest.mqtt.RetainedTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The newest anchor as a retained message at our own MQTT door, whose store is not the database. */
record DoorTopic(RetainedTopics topics) implements AnchorPlace {
    /** In the home folder. */
    static final String FOLDER = "retained";

    @Override
    public String name() {
        return topics.folder() + " " + AnchorTopic.TOPIC;
    }

    @Override
    public void put(String line) throws IOException {
        topics.put(AnchorTopic.TOPIC, line.getBytes(StandardCharsets.UTF_8));
    }
}
