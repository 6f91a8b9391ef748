package org.clinicalmlops.api.learn;

import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Where a change applies: at all sites in the same way, or at some of them apart.
 *
 * @param sites sorted, each once; empty for all sites
 */
public record Scope(List<String> sites) implements Declared {
    /** The same at every site. */
    public static final Scope GLOBAL = new Scope(List.of());

    public Scope {
        sites = sites.stream().distinct().sorted().toList();
        sites.forEach(site -> Declarable.text("site", site));
    }

    /** @param site not blank */
    public static Scope site(String site) {
        return new Scope(List.of(site));
    }

    /** @param sites at least one */
    public static Scope sites(List<String> sites) {
        if (sites.isEmpty()) {
            throw new IllegalArgumentException("a local scope must name at least one site");
        }
        return new Scope(sites);
    }

    public boolean global() {
        return sites.isEmpty();
    }

    /** Whether a change at {@code other} may be made under this one: a global plan is no licence to let one site go its own way. */
    public boolean covers(Scope other) {
        return global() ? other.global() : !other.global() && sites.containsAll(other.sites);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("scope").withTexts("sites", sites);
    }

    @Override
    public String toString() {
        return global() ? "all sites" : "sites " + sites;
    }
}
