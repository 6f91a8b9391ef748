package org.clinicalmlops.api.validate;

import java.util.Objects;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.usecase.Role;

/**
 * A person's signature under exactly one thing.
 *
 * @param person the host's identifier of a member of staff; not blank
 * @param role in which role they sign
 * @param of digest of what they have seen and sign
 */
public record SignOff(String person, Role role, Digest of) {
    public SignOff {
        Objects.requireNonNull(person, "person");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(of, "of");
        if (person.isBlank()) {
            throw new IllegalArgumentException("person must not be blank");
        }
    }

    /** {@code person} signs in {@code role}. */
    public static NeedsSubject by(String person, Role role) {
        return of -> new SignOff(person, role, of);
    }

    /** What is signed. */
    public interface NeedsSubject {
        SignOff of(Digest toSign);
    }
}
