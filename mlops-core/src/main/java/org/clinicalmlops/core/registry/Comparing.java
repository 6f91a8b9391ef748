package org.clinicalmlops.core.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.VersionComparison.Difference;
import org.clinicalmlops.core.registry.VersionComparison.Part;

/** Holds two versions against each other, part by part. */
final class Comparing {
    private static final String CHANGE_PLAN = "learning.within";
    /** What rows a version was made of, beside their digest. */
    private static final List<String> CUT = List.of(
            "source", "from", "until", "asOf", "rows", "events", "nonEvents", "pending", "censored", "intervened");

    private final Registry registry;
    private final Ledger ledger;
    private final List<Difference> differences = new ArrayList<>();

    Comparing(Registry registry, Ledger ledger) {
        this.registry = registry;
        this.ledger = ledger;
    }

    VersionComparison of(Digest a, Digest b) {
        Side ofA = new Side(registry.model(a));
        Side ofB = new Side(registry.model(b));
        read(ofA, ofB);
        compare(Part.FEATURES, ofA.features(), ofB.features());
        compare(Part.PREPARATION, ofA.columns(), ofB.columns());
        compare(Part.TRAINER, trainer(ofA), trainer(ofB));
        compare(Part.DATA, ofA.cut(), ofB.cut());
        compare(Part.FORM, ofA.form(), ofB.form());
        compare(Part.RECALIBRATION, ofA.recalibration(), ofB.recalibration());
        compare(Part.PLAN, ofA.plan(false), ofB.plan(false));
        compare(Part.CHANGE_PLAN, ofA.plan(true), ofB.plan(true));
        compare(Part.EVALUATION, ofA.metrics, ofB.metrics);
        paired(ofA, ofB, false);
        paired(ofB, ofA, true);
        differences.sort(Comparator.comparing(Difference::part).thenComparing(Difference::name));
        return new VersionComparison(a, b, differences);
    }

    private static Map<String, String> trainer(Side side) {
        return Map.of("trainer", side.trainer);
    }

    /** The newest entries about each. */
    private void read(Side a, Side b) {
        Map<String, Facts> cohorts = new HashMap<>();
        Map<String, String> plans = new HashMap<>();
        Set<EntryKind> kinds = Set.of(
                EntryKind.PLAN_DECLARED,
                EntryKind.COHORT_EXTRACTED,
                EntryKind.MODEL_TRAINED,
                EntryKind.MODEL_EVALUATED);
        ledger.read(kinds, entry -> {
            switch (entry.kind()) {
                case PLAN_DECLARED ->
                    plans.put(entry.facts().required("plan"), entry.body().orElse("{}"));
                case COHORT_EXTRACTED -> cohorts.put(entry.facts().required("data"), entry.facts());
                default -> List.of(a, b).forEach(side -> side.take(entry));
            }
        });
        for (Side side : List.of(a, b)) {
            side.plan = Leaves.of(plans.getOrDefault(side.planDigest, "{}"));
            side.cohort = cohorts.getOrDefault(side.data, Facts.NONE);
        }
    }

    private void compare(Part part, Map<String, String> a, Map<String, String> b) {
        Set<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        for (String name : names) {
            String ofA = a.getOrDefault(name, "");
            String ofB = b.getOrDefault(name, "");
            if (!ofA.equals(ofB)) {
                differences.add(new Difference(part, name, ofA, ofB));
            }
        }
    }

    /** What the evaluation of one says of the other on the same cases. */
    private void paired(Side candidate, Side champion, boolean secondIsCandidate) {
        String prefix = "champion.differences.of.";
        if (candidate.evaluation.getOrDefault("champion.model", "").equals(champion.digest)) {
            Map<String, List<String>> byMetric = new TreeMap<>();
            candidate.evaluation.forEach((path, value) -> {
                if (path.startsWith(prefix)) {
                    String rest = path.substring(prefix.length());
                    String metric = rest.substring(0, rest.lastIndexOf('.'));
                    byMetric.computeIfAbsent(metric, m -> new ArrayList<>())
                            .add(rest.substring(rest.lastIndexOf('.') + 1) + " " + value);
                }
            });
            byMetric.forEach((metric, texts) -> {
                String text = String.join(", ", texts);
                differences.add(new Difference(
                        Part.PAIRED, metric, secondIsCandidate ? "" : text, secondIsCandidate ? text : ""));
            });
        }
    }

    /** One of the two. */
    private static final class Side {
        private final ModelArtifact model;
        private final String digest;
        private String planDigest = "";
        private String data = "";
        private String trainer = "";
        private Map<String, String> plan = Map.of();
        private Facts cohort = Facts.NONE;
        private Map<String, String> metrics = Map.of();
        private Map<String, String> evaluation = Map.of();

        private Side(ModelArtifact model) {
            this.model = model;
            this.digest = model.digest().hex();
        }

        private void take(Entry entry) {
            Facts facts = entry.facts();
            if (!facts.says("model", digest)) {
                return;
            }
            if (entry.kind() == EntryKind.MODEL_TRAINED) {
                planDigest = facts.required("plan");
                data = facts.required("data");
                trainer = facts.required("trainer");
            } else {
                metrics = new TreeMap<>();
                facts.asMap().forEach((name, value) -> {
                    if (name.startsWith("metric.")) {
                        metrics.put(name.substring("metric.".length()), value);
                    }
                });
                evaluation = Leaves.of(entry.body().orElse("{}"));
            }
        }

        private Map<String, String> features() {
            Map<String, String> texts = new TreeMap<>();
            for (int f = 0; f < model.schema().size(); f++) {
                FeatureSpec spec = model.schema().feature(f);
                texts.put(
                        spec.name(),
                        spec.kind() + " in '" + spec.unit() + "', revision " + spec.revision()
                                + (spec.categorical() ? ", " + model.levels().of(f) : ""));
            }
            return texts;
        }

        private Map<String, String> columns() {
            Map<String, String> texts = new TreeMap<>();
            model.preparation()
                    .columns()
                    .forEach(column ->
                            texts.put(column.name(), column.declaration().json()));
            return texts;
        }

        private Map<String, String> cut() {
            Map<String, String> texts = new TreeMap<>(Map.of("digest", data));
            CUT.forEach(name -> cohort.text(name).ifPresent(value -> texts.put(name, value)));
            return texts;
        }

        private Map<String, String> form() {
            Map<String, String> texts = new TreeMap<>();
            texts.put("kind", model.form().getClass().getSimpleName());
            if (model.form() instanceof LinearForm linear) {
                texts.put("intercept", Declaration.number(linear.intercept()));
                List<String> names = model.preparation().names();
                for (int c = 0; c < linear.columns(); c++) {
                    texts.put("weight of " + names.get(c), Declaration.number(linear.weight(c)));
                }
            } else {
                texts.put("digest", model.form().declaration().digest().hex());
            }
            return texts;
        }

        private Map<String, String> recalibration() {
            return Map.of(
                    "intercept", Declaration.number(model.recalibration().intercept()),
                    "slope", Declaration.number(model.recalibration().slope()));
        }

        private Map<String, String> plan(boolean change) {
            Map<String, String> texts = new TreeMap<>();
            plan.forEach((path, value) -> {
                if (path.startsWith(CHANGE_PLAN) == change) {
                    texts.put(path, value);
                }
            });
            return texts;
        }
    }
}
