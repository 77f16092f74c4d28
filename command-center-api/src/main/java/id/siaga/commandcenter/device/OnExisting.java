package id.siaga.commandcenter.device;

/** What registering a device that exists already does. */
public enum OnExisting {
    REFUSE,
    /** Change what is given, and hand out a new secret. */
    ROTATE,
    /** Change what is given. */
    UPDATE
}
