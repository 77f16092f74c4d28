package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Presence.Cause;
import id.siaga.ingest.telemetry.Presence.State;
import id.siaga.ingest.telemetry.Reject;

/**
 * Sparkplug B 3.0: edge nodes (PLC and RTU gateways) and the devices behind them. The one decoder with a memory: data
 * messages name their metrics by numbers that only the birth explains, and are counted so that a loss shows. What
 * cannot be understood goes to quarantine and the node is asked to be born again. A device is {@code GROUP/NODE} or
 * {@code GROUP/NODE/DEVICE}. May be used by any thread; the order of one node's messages is the caller's to keep.
 */
final class SparkplugDecoder implements Decoder {

    private final SparkplugLimits limits;
    private final SparkplugNodes nodes;
    private final Rebirth rebirth;

    SparkplugDecoder(SparkplugLimits limits, Rebirth rebirth) {
        this.limits = limits;
        this.nodes = new SparkplugNodes(limits);
        this.rebirth = rebirth;
    }

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            if (SparkplugTopic.isHostState(message.topic())) {
                return hostState(message);
            }
            SparkplugTopic topic = SparkplugTopic.of(message.topic());
            SparkplugPayload payload = SparkplugPayload.parse(message.payload());
            synchronized (nodes) {
                return decode(new SparkplugSamples(message, payload, route.options()), topic);
            }
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded hostState(Message message) throws Refused {
        JsonNode state = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
        if (!state.path("online").isBoolean()) {
            throw Refused.shape("online is neither true nor false");
        }
        return new Decoded.Ignored("a host application's own state");
    }

    private Decoded decode(SparkplugSamples samples, SparkplugTopic topic) throws Refused {
        return switch (topic.type()) {
            case NBIRTH -> nodeBirth(samples, topic);
            case DBIRTH -> deviceBirth(samples, topic);
            case NDATA, DDATA -> data(samples, topic);
            case NDEATH -> nodeDeath(samples.payload(), topic);
            case DDEATH -> deviceDeath(samples.payload(), topic);
            case NCMD, DCMD -> new Decoded.Ignored("a command to a node");
        };
    }

    private Decoded nodeBirth(SparkplugSamples samples, SparkplugTopic topic) throws Refused {
        SparkplugNode node = nodes.findOrBegin(topic.nodeId());
        node.born(samples.payload());
        nodes.shrink();
        return born(samples, topic, node, 0);
    }

    private Decoded deviceBirth(SparkplugSamples samples, SparkplugTopic topic) throws Refused {
        SparkplugNode node = nodes.findOrBegin(topic.nodeId());
        if (!node.knows(topic.device()) && node.devices().size() >= limits.devices()) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, "more than " + limits.devices() + " devices behind one node");
        }
        int gap = follow(node, samples.payload(), topic);
        node.announce(topic.device(), samples.payload().metrics());
        nodes.shrink();
        return born(samples, topic, node, gap);
    }

    private static Decoded born(SparkplugSamples samples, SparkplugTopic topic, SparkplugNode node, int flags)
            throws Refused {
        return new Decoded.Report(topic.deviceId(), null, null, samples.snapshot(node, topic.device(), flags),
                List.of(), new Presence(State.ONLINE, Cause.EXPLICIT, null), samples.kept(node, topic.device()));
    }

    private Decoded data(SparkplugSamples samples, SparkplugTopic topic) throws Refused {
        SparkplugNode node = nodes.find(topic.nodeId()).orElseGet(SparkplugNode::new);
        int gap = follow(node, samples.payload(), topic);
        if (!node.announced(topic.device(), samples.payload().metrics())) {
            rebirth.ask(topic.group(), topic.node());
        }
        try {
            return new Decoded.Report(topic.deviceId(), null, null, samples.of(node, topic.device(), gap), List.of(),
                    null, samples.kept(node, topic.device()));
        } catch (Refused unknown) {
            rebirth.ask(topic.group(), topic.node());
            throw unknown;
        }
    }

    /** A death with the number of an older connection arrives after the rebirth, and is no news. */
    private Decoded nodeDeath(SparkplugPayload payload, SparkplugTopic topic) {
        SparkplugNode node = nodes.find(topic.nodeId()).orElseGet(SparkplugNode::new);
        if (node.outlived(payload.bdSeq())) {
            return new Decoded.Ignored("the death of an older connection");
        }
        nodes.forget(topic.nodeId());
        List<Decoded.Report> dead = new ArrayList<>(List.of(dead(topic.nodeId())));
        node.devices().forEach(device -> dead.add(dead(topic.nodeId() + "/" + device)));
        return dead.size() == 1 ? dead.get(0) : new Decoded.Several(dead);
    }

    private Decoded deviceDeath(SparkplugPayload payload, SparkplugTopic topic) {
        nodes.find(topic.nodeId()).ifPresent(node -> {
            follow(node, payload, topic);
            node.forget(topic.device());
        });
        return dead(topic.deviceId());
    }

    private static Decoded.Report dead(String deviceId) {
        return new Decoded.Report(deviceId, null, null, List.of(), List.of(),
                new Presence(State.OFFLINE, Cause.DEATH, null));
    }

    private int follow(SparkplugNode node, SparkplugPayload payload, SparkplugTopic topic) {
        return switch (node.follow(payload.seq())) {
            case FOLLOWS, REPEATED -> 0;
            case UNKNOWN -> {
                rebirth.ask(topic.group(), topic.node());
                yield 0;
            }
            case GAP -> {
                rebirth.ask(topic.group(), topic.node());
                yield Flag.SEQ_GAP.bit();
            }
        };
    }
}
