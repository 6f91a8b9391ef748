package org.clinicalmlops.core.imported;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.TreeNode;

/**
 * What the host says about a model's file, where the file cannot: which column is which of its features, and which category has which
 * code. A column that nothing is said of is the feature of the same name. Immutable: every call returns a new value.
 */
public final class ModelIntake {
    private final String name;
    private final Schema host;
    private final List<String> order;
    private final Map<String, Meaning> meanings;
    private final Map<String, List<String>> categories;
    private final OptionalInt rounds;

    /**
     * What a column is.
     *
     * @param level 1 where the feature is at this level, else 0; empty for the feature itself
     */
    record Meaning(String feature, String level) {}

    private ModelIntake(
            String name,
            Schema host,
            List<String> order,
            Map<String, Meaning> meanings,
            Map<String, List<String>> categories,
            OptionalInt rounds) {
        this.name = name;
        this.host = host;
        this.order = List.copyOf(order);
        this.meanings = Map.copyOf(meanings);
        this.categories = Map.copyOf(categories);
        this.rounds = rounds;
    }

    /**
     * Starts with the features that the host has.
     *
     * @param name of the model, for a reader
     * @param features units are the host's: no file of a model states any
     */
    public static ModelIntake of(String name, FeatureSet<?> features) {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model's name must not be blank");
        }
        return new ModelIntake(name, features.schema(), List.of(), Map.of(), Map.of(), OptionalInt.empty());
    }

    /** Names of the file's columns in their order, for a file that has none; where it has some, they must be the same. */
    public ModelIntake columns(List<String> names) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("columns must be listed once each, at least one, were " + names);
        }
        return new ModelIntake(name, host, names, meanings, categories, rounds);
    }

    /** The column is a feature under another name. */
    public ModelIntake column(String column, String feature) {
        feature(feature);
        return with(column, new Meaning(feature, ""));
    }

    /** The column is 1 where a categorical feature is at a level, else 0; a missing feature is a missing value. */
    public ModelIntake atLevel(String column, String feature, String level) {
        if (!feature(feature).categorical()) {
            throw new IllegalArgumentException("a level goes with a categorical feature only: '" + feature + "'");
        }
        if (level.isEmpty()) {
            throw new IllegalArgumentException("the level of column '" + column + "' must not be empty");
        }
        return with(column, new Meaning(feature, level));
    }

    /**
     * Categories of a column that holds codes. A category that is not listed counts as missing.
     *
     * @param inOrder categories with the codes 0, 1, ...; each once
     */
    public ModelIntake categories(String column, List<String> inOrder) {
        if (inOrder.isEmpty() || new HashSet<>(inOrder).size() < inOrder.size()) {
            throw new IllegalArgumentException(
                    "categories of '" + column + "' must be listed once each, at least one, were " + inOrder);
        }
        if (inOrder.size() > TreeNode.MOST_CATEGORIES) {
            throw new IllegalArgumentException("categories of '" + column + "' must be at most "
                    + TreeNode.MOST_CATEGORIES + ", were " + inOrder.size());
        }
        Map<String, List<String>> more = new HashMap<>(categories);
        more.put(column, List.copyOf(inOrder));
        return new ModelIntake(name, host, order, meanings, more, rounds);
    }

    /** How many rounds of boosting answer, of a file that has more; see {@link XgboostModel}. */
    public ModelIntake rounds(int rounds) {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be >= 1, were " + rounds);
        }
        return new ModelIntake(name, host, order, meanings, categories, OptionalInt.of(rounds));
    }

    private ModelIntake with(String column, Meaning meaning) {
        Map<String, Meaning> more = new HashMap<>(meanings);
        more.put(Objects.requireNonNull(column, "column"), meaning);
        return new ModelIntake(name, host, order, more, categories, rounds);
    }

    private FeatureSpec feature(String feature) {
        int f = host.indexOf(feature);
        if (f < 0) {
            throw new IllegalArgumentException("there is no feature '" + feature + "'");
        }
        return host.feature(f);
    }

    String name() {
        return name;
    }

    Schema host() {
        return host;
    }

    /** Empty if the file has to have names. */
    List<String> order() {
        return order;
    }

    Meaning meaning(String column) {
        return meanings.getOrDefault(column, new Meaning(column, ""));
    }

    /** Empty if the host has said nothing. */
    List<String> categories(String column) {
        return categories.getOrDefault(column, List.of());
    }

    /** Columns that the host has said something of. */
    Set<String> mentioned() {
        Set<String> mentioned = new HashSet<>(meanings.keySet());
        mentioned.addAll(categories.keySet());
        return mentioned;
    }

    OptionalInt rounds() {
        return rounds;
    }
}
