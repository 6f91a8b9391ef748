package org.clinicalmlops.cdshooks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a client is asked to bring. Immutable.
 *
 * @param templates by key, in the order in which they were given
 * @param features for which the data of a key are needed, without which there is no row; none if the host did not say which they are, no
 *     entry if the data are not needed
 */
record Asked(Map<String, String> templates, Map<String, List<String>> features) {
    static final Asked NOTHING = new Asked(Map.of(), Map.of());

    Asked {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** Data that the client may bring or not. */
    Asked wished(String key, String template) {
        Wording.requireText("key", key);
        Templates.require(key, template);
        Map<String, String> more = new LinkedHashMap<>(templates);
        if (more.put(key, template) != null) {
            throw new IllegalArgumentException("two prefetch templates have the key '" + key + "'");
        }
        return new Asked(more, features);
    }

    /** Data without which there is no row. */
    Asked needed(String key, String template, List<String> of) {
        Map<String, List<String>> more = new LinkedHashMap<>(features);
        more.put(key, List.copyOf(of));
        return new Asked(wished(key, template).templates, more);
    }

    /** Keys of the data without which there is no row, in the order in which they were given. */
    Set<String> needed() {
        return features.keySet();
    }

    /** Fields of the context without which the needed data cannot be looked up, sorted. */
    Set<String> neededContext() {
        return neededFields(Templates::context);
    }

    /** Those of them that are texts. */
    Set<String> neededTexts() {
        return neededFields(Templates::texts);
    }

    private Set<String> neededFields(Function<String, Set<String>> fields) {
        return needed().stream()
                .flatMap(key -> fields.apply(templates.get(key)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is needed and cannot be used as it was sent, as it is named to the client: {@code prefetch.urea (urea)}. */
    List<String> missing(HookRequest request) {
        return needed().stream()
                .filter(key -> !usable(key, request.prefetch(key)))
                .map(key -> "prefetch." + key + of(features.get(key)))
                .toList();
    }

    /** That there is more is no matter where the first few were asked for, in order. */
    private boolean usable(String key, Prefetched prefetched) {
        boolean first = Templates.asksForFirst(templates.get(key));
        return prefetched.fold(
                found -> first || !found.incomplete(), nothing -> true, notSent -> false, failed -> false);
    }

    private static String of(List<String> features) {
        return features.isEmpty() ? "" : " (" + String.join(", ", features) + ")";
    }
}
