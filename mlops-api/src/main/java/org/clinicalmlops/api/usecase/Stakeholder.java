package org.clinicalmlops.api.usecase;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Who takes part in a use case.
 *
 * @param role in which role
 * @param who a department, a council, a staff identifier; not blank
 */
public record Stakeholder(Role role, String who) implements Declared {
    public Stakeholder {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(who, "who");
        if (who.isBlank()) {
            throw new IllegalArgumentException("who must not be blank for the stakeholder " + role);
        }
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("stakeholder").with("role", role.name()).with("who", who);
    }
}
