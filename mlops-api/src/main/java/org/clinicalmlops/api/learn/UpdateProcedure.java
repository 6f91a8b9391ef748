package org.clinicalmlops.api.learn;

import java.time.Duration;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * How a version that has passed comes into use.
 *
 * @param shadow how long it answers beside the one in use, unseen; longer than zero
 * @param promotedBy who signs where a signature is needed
 * @param announced how users learn of it, for a reviewer to read
 */
public record UpdateProcedure(Duration shadow, Role promotedBy, String announced) implements Declared {
    public UpdateProcedure {
        Objects.requireNonNull(shadow, "shadow");
        if (shadow.isNegative() || shadow.isZero()) {
            throw new IllegalArgumentException("shadow must be longer than zero, was " + shadow);
        }
        Objects.requireNonNull(promotedBy, "promotedBy");
        Declarable.text("announced", announced);
    }

    public static NeedsPromoter shadowFor(Duration shadow) {
        return role -> announced -> new UpdateProcedure(shadow, role, announced);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("update-procedure")
                .with("shadow", shadow.toString())
                .with("promotedBy", promotedBy.name())
                .with("announced", announced);
    }

    /** Who signs. */
    public interface NeedsPromoter {
        NeedsAnnouncement promotedBy(Role role);
    }

    /** How users learn of it. */
    public interface NeedsAnnouncement {
        UpdateProcedure announced(String sentence);
    }
}
