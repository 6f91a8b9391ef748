package org.clinicalmlops.cdshooks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;

/**
 * Where each feature of a set comes from: what a client is asked to look up, or elsewhere. The service's prefetch templates are written from
 * it, and the names of features whose data did not come. A feature may come from several queries, and a query may serve several features:
 * clients then look it up once. Immutable: every call returns a new one. Thread-safe.
 */
public final class Origins<R> {
    private final Set<String> features;
    private final Map<FhirQuery, List<String>> from;
    private final Set<String> elsewhere;

    private Origins(Set<String> features, Map<FhirQuery, List<String>> from, Set<String> elsewhere) {
        this.features = Collections.unmodifiableSet(features);
        this.from = Collections.unmodifiableMap(from);
        this.elsewhere = Collections.unmodifiableSet(elsewhere);
    }

    /** @param features those of the deployment's plan */
    public static <R> Origins<R> of(FeatureSet<R> features) {
        Set<String> names = new LinkedHashSet<>();
        features.schema().features().stream().map(FeatureSpec::name).forEach(names::add);
        return new Origins<>(names, Map.of(), Set.of());
    }

    /**
     * Says that features are read from what this query finds.
     *
     * @throws IllegalArgumentException if there is no such feature, it was said before, or another query has the key or asks for the same
     */
    public Origins<R> from(FhirQuery query, String feature, String... more) {
        Map<FhirQuery, List<String>> all = new LinkedHashMap<>(from);
        FhirQuery known = known(query);
        List<String> served = new ArrayList<>(all.getOrDefault(known, List.of()));
        for (String name : names(feature, more)) {
            require(name);
            if (served.contains(name) || elsewhere.contains(name)) {
                throw new IllegalArgumentException("the origin of the feature '" + name
                        + "' must be said once, was said before: "
                        + (served.contains(name) ? "'" + query.key() + "'" : "elsewhere"));
            }
            served.add(name);
        }
        all.put(known, List.copyOf(served));
        return new Origins<>(features, all, elsewhere);
    }

    /** The query itself, or that which is there already and is the same. */
    private FhirQuery known(FhirQuery query) {
        Objects.requireNonNull(query, "query");
        for (FhirQuery other : from.keySet()) {
            boolean sameKey = other.key().equals(query.key());
            boolean sameTemplate = other.template().equals(query.template());
            if (sameKey && sameTemplate) {
                return other;
            }
            if (sameKey) {
                throw new IllegalArgumentException("queries must have keys of their own, two have '" + query.key()
                        + "': " + other.template() + " and " + query.template());
            }
            if (sameTemplate) {
                throw new IllegalArgumentException("what is asked for must have one key, was '" + other.key()
                        + "' and '" + query.key() + "': " + query.template());
            }
        }
        return query;
    }

    /**
     * Says that the client is not asked for them: the row's reader has them from a table of the host, or looks them up itself.
     *
     * @throws IllegalArgumentException if there is no such feature, or its origin was said before
     */
    public Origins<R> elsewhere(String feature, String... more) {
        Set<String> all = new LinkedHashSet<>(elsewhere);
        for (String name : names(feature, more)) {
            require(name);
            if (!all.add(name) || from.values().stream().anyMatch(served -> served.contains(name))) {
                throw new IllegalArgumentException(
                        "the origin of the feature '" + name + "' must be said once, was said before");
            }
        }
        return new Origins<>(features, from, all);
    }

    private static List<String> names(String feature, String... more) {
        List<String> names = new ArrayList<>(List.of(Objects.requireNonNull(feature, "feature")));
        names.addAll(List.of(more));
        return names;
    }

    private void require(String name) {
        if (!features.contains(name)) {
            throw new IllegalArgumentException("feature must be one of " + features + ", was '" + name + "'");
        }
    }

    /** @throws IllegalArgumentException naming the features of which nothing was said */
    void requireComplete() {
        List<String> without = new ArrayList<>(features);
        without.removeAll(elsewhere);
        from.values().forEach(without::removeAll);
        if (!without.isEmpty()) {
            throw new IllegalArgumentException(
                    "every feature must have an origin, from a query or elsewhere; without one: " + without);
        }
    }

    /** Features by query, in the order in which they were said. */
    Map<FhirQuery, List<String>> queries() {
        return from;
    }
}
