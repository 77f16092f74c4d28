package id.siaga.commandcenter.device;

/** What registering a device that exists already does. */
public enum OnExisting {
    REFUSE, ROTATE
}
