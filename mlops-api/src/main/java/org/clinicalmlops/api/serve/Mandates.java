package org.clinicalmlops.api.serve;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * Who may change what is in use. There is no role that may do everything unless one is named here, and nobody may do what no role is named
 * for. Who promotes a version is said by the silent trial, the change plan and the ramp. Immutable.
 */
public final class Mandates implements Declared {
    private final Map<Change, List<Role>> roles;

    private Mandates(Map<Change, List<Role>> roles) {
        this.roles = roles;
    }

    /** Every change but promotions, all at once or step by step, is this role's, unless {@link #with} says otherwise. */
    public static Mandates all(Role role) {
        Objects.requireNonNull(role, "role");
        Map<Change, List<Role>> roles = new EnumMap<>(Change.class);
        for (Change change : Change.values()) {
            if (!elsewhere(change)) {
                roles.put(change, List.of(role));
            }
        }
        return new Mandates(roles);
    }

    /**
     * These roles, each of them alone, and no others may make this change.
     *
     * @param names none: nobody may
     * @throws IllegalArgumentException for {@link Change#PROMOTE} and {@link Change#WIDEN}
     */
    public Mandates with(Change change, Role... names) {
        if (elsewhere(change)) {
            throw new IllegalArgumentException(
                    "who promotes is said by the silent trial, the change plan and the ramp, not here");
        }
        Map<Change, List<Role>> more = new EnumMap<>(roles);
        more.put(change, List.of(names));
        return new Mandates(more);
    }

    private static boolean elsewhere(Change change) {
        return change == Change.PROMOTE || change == Change.WIDEN;
    }

    /** Each of them alone may; none: nobody may. */
    public List<Role> roles(Change change) {
        return roles.getOrDefault(change, List.of());
    }

    /** All roles that may do anything, each once. */
    public List<Role> roles() {
        return roles.values().stream().flatMap(List::stream).distinct().toList();
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("mandates");
        for (Map.Entry<Change, List<Role>> e : roles.entrySet()) {
            declaration = declaration.withTexts(
                    e.getKey().name(), e.getValue().stream().map(Role::name).toList());
        }
        return declaration;
    }
}
