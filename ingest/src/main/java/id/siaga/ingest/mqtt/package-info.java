/**
 * The two doors: {@code DeviceEndpoint}, where devices connect, and
 * {@code BrokerSubscription}, for an external broker. Both hand a message and its
 * {@link id.siaga.ingest.mqtt.Ack} to the {@link id.siaga.ingest.mqtt.Intake}; the ack comes back after the commit.
 */
@NullMarked
package id.siaga.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
