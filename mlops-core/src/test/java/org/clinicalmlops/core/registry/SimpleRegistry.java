package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of deployments and versions, said as simply as can be and without the code that is tested: entries are applied one
 * by one, and each must be allowed where it stands.
 */
final class SimpleRegistry {
    static final class Ward {
        String current = "";
        String shadow = "";
        /** Of the patients, for which the version beside answers. */
        double share;
        /** Of the ramp; 0 without one. */
        int step;

        boolean live;
        boolean stopped;
        /** For all patients. */
        final Set<String> answered = new HashSet<>();
        /** What answered from when on; "" for nothing. */
        final List<Span> spans = new ArrayList<>();
        /** Everything that it ever was. */
        final Set<Pair> pairs = new LinkedHashSet<>();

        String answering() {
            return live && !stopped ? current : "";
        }
    }

    /** @param challenger answers for the share; "" without one */
    record Span(Instant from, String model, String challenger, double share) {
        boolean same(Span other) {
            return model.equals(other.model) && challenger.equals(other.challenger) && share == other.share;
        }

        /** Who answers, with the share. */
        List<String> parts() {
            return model.isEmpty()
                    ? List.of()
                    : challenger.isEmpty()
                            ? List.of(model + " 1.0")
                            : List.of(model + " " + (1 - share), challenger + " " + share);
        }
    }

    /** What was there at a time. */
    record Pair(String current, String shadow, double share) {}

    /** Of the ramp of plans that have one. */
    static final double[] SHARES = {0.25, 0.5};

    private final boolean ramps;
    final Map<String, Ward> wards = new LinkedHashMap<>();
    final Set<String> retired = new HashSet<>();
    final List<String> faults = new ArrayList<>();
    private final Map<String, String> lastAt = new HashMap<>();

    SimpleRegistry(boolean ramps) {
        this.ramps = ramps;
    }

    void apply(Entry entry) {
        String model = entry.facts().text("model").orElse("");
        String id = entry.facts().text("deployment").orElse("");
        if (entry.kind() == EntryKind.MODEL_RETIRED) {
            require(entry, retired.add(model), "retired twice");
            wards.values()
                    .forEach(ward -> require(
                            entry, !ward.current.equals(model) && !ward.shadow.equals(model), "retired while in use"));
            return;
        }
        Ward known = wards.get(id);
        if (entry.kind() == EntryKind.SILENT_TRIAL_STARTED && known == null) {
            require(entry, !retired.contains(model), "a retired version is deployed");
            Ward begun = new Ward();
            begun.current = model;
            begun.pairs.add(new Pair(model, "", 0));
            wards.put(id, begun);
            return;
        }
        require(entry, known != null, "no such deployment");
        if (known != null) {
            change(known, entry, model);
            String answers = known.answering();
            boolean two = !answers.isEmpty() && known.step > 0;
            Span span = new Span(entry.at(), answers, two ? known.shadow : "", two ? known.share : 0);
            if (known.spans.isEmpty()
                    || !known.spans.get(known.spans.size() - 1).same(span)) {
                known.spans.add(span);
            }
            known.pairs.add(new Pair(known.current, known.shadow, known.share));
            @Nullable String before = lastAt.put(id, entry.at().toString());
            require(
                    entry,
                    before == null || Instant.parse(before).isBefore(entry.at()),
                    "the clock of the test stood still");
        }
    }

    private void change(Ward ward, Entry entry, String model) {
        String replaced = entry.facts().text("replaced").orElse("");
        switch (entry.kind()) {
            case SILENT_TRIAL_STARTED -> {
                require(entry, ward.live && ward.shadow.isEmpty(), "put beside where nothing may be");
                require(entry, entry.facts().says("beside", ward.current), "beside another version");
                require(entry, !model.equals(ward.current), "put beside itself");
                require(entry, !retired.contains(model), "a retired version is put beside");
                ward.shadow = model;
            }
            case SILENT_TRIAL_WITHDRAWN -> {
                require(entry, !model.isEmpty() && ward.shadow.equals(model), "withdrawn what is not beside");
                require(entry, ward.step == 0, "withdrawn without a signature while patients are answered");
                ward.shadow = "";
            }
            case RAMP_STARTED, RAMP_WIDENED -> {
                require(
                        entry,
                        ward.live && !model.isEmpty() && ward.shadow.equals(model),
                        "widened what is not beside");
                require(entry, entry.facts().says("beside", ward.current), "beside another version");
                require(entry, (entry.kind() == EntryKind.RAMP_STARTED) == (ward.step == 0), "a ramp begins once");
                require(entry, entry.kind() == EntryKind.RAMP_STARTED || !ward.stopped, "widened while stopped");
                require(entry, entry.facts().says("step", "" + ++ward.step), "a step is left out");
                double share = Double.parseDouble(entry.facts().required("share"));
                require(entry, share == SHARES[ward.step - 1] && share > ward.share, "another share");
                ward.share = share;
            }
            case RAMP_WITHDRAWN -> {
                require(entry, ward.step > 0 && ward.shadow.equals(model), "taken back from what has no share");
                alone(ward);
            }
            case WENT_LIVE -> {
                require(entry, !ward.live && ward.current.equals(model), "live twice, or another version");
                ward.live = true;
                ward.answered.add(model);
            }
            case MODEL_PROMOTED -> {
                require(entry, ward.live && ward.shadow.equals(model), "promoted what was not beside");
                require(entry, replaced.equals(ward.current), "replaced what was not in use");
                require(entry, !ramps || ward.step == SHARES.length && !ward.stopped, "not at the end of the ramp");
                ward.current = model;
                alone(ward);
                ward.answered.add(model);
            }
            case MODEL_ROLLED_BACK -> {
                require(entry, ward.live && ward.answered.contains(model), "rolled back to what never answered");
                require(entry, !model.equals(ward.current), "rolled back to itself");
                require(entry, replaced.equals(ward.current), "replaced what was not in use");
                require(entry, !retired.contains(model), "rolled back to a retired version");
                ward.current = model;
                if (ward.step > 0) {
                    require(entry, entry.facts().says("challenger", ward.shadow), "patients of nobody");
                    alone(ward);
                }
                ward.shadow = ward.shadow.equals(model) ? "" : ward.shadow;
            }
            case DEPLOYMENT_STOPPED -> {
                require(entry, ward.live && !ward.stopped, "stopped twice, or never live");
                ward.stopped = true;
            }
            case DEPLOYMENT_STARTED_AGAIN -> {
                require(entry, ward.stopped, "started what was not stopped");
                ward.stopped = false;
            }
            default -> require(entry, false, "not expected");
        }
    }

    private static void alone(Ward ward) {
        ward.shadow = "";
        ward.step = 0;
        ward.share = 0;
    }

    private void require(Entry entry, boolean holds, String fault) {
        if (!holds) {
            faults.add("entry " + entry.sequence() + ", " + entry.kind() + ": " + fault);
        }
    }

    /** What answered in a deployment at an instant; "" for nothing. */
    String answering(String deployment, Instant at) {
        return span(deployment, at).model();
    }

    Span span(String deployment, Instant at) {
        Span found = new Span(Instant.MIN, "", "", 0);
        for (Span span : wards.get(deployment).spans) {
            found = span.from().isAfter(at) ? found : span;
        }
        return found;
    }
}
