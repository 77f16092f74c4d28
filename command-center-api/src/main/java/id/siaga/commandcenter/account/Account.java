package id.siaga.commandcenter.account;

/** A person or program that has logged in. */
public record Account(long id, String user, String role) {
}
