package id.siaga.commandcenter.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the database keeps but must not know: AES-256-GCM (NIST SP 800-38D) with a key from outside it. What is
 * sealed is bound to what it is for, so it cannot be put in another place.
 */
public final class SecretSeal {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte FORM = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private SecretSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** With a key that ends with this process: what it sealed nobody opens any more. */
    public static SecretSeal passing() {
        return new SecretSeal(random(KEY_BYTES));
    }

    /**
     * With the key of a file, 32 bytes in base64; made there at the first time, readable by its owner only.
     *
     * @throws IOException also when it is no such key, or others may read or change it
     */
    public static SecretSeal in(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        return of(file);
    }

    /** As {@link #in}, of a file that must be there. */
    public static SecretSeal of(Path file) throws IOException {
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (permission.name().startsWith("OTHERS") || permission == PosixFilePermission.GROUP_WRITE) {
                throw new IOException(file + ": others may read or change it; chmod 600");
            }
        }
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == KEY_BYTES) {
                return new SecretSeal(key);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not 32 bytes in base64", e);
        }
        throw new IOException(file + ": not 32 bytes in base64");
    }

    private static void make(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(folder, "key", "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(random(KEY_BYTES)) + "\n");
            // Whole or not at all, and of two processes the first one's.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // The other one's key is the key.
        } finally {
            Files.delete(draft);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** @param about what it is for; asked again when it is opened */
    public byte[] seal(byte[] plain, String about) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, about).doFinal(plain);
            byte[] whole = new byte[1 + NONCE_BYTES + sealed.length];
            whole[0] = FORM;
            System.arraycopy(nonce, 0, whole, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, whole, 1 + NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Empty when it was sealed with another key or for something else, or was changed. */
    public Optional<byte[]> open(byte[] whole, String about) {
        if (whole.length <= 1 + NONCE_BYTES || whole[0] != FORM) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(whole, 1, 1 + NONCE_BYTES), about)
                    .doFinal(whole, 1 + NONCE_BYTES, whole.length - 1 - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
