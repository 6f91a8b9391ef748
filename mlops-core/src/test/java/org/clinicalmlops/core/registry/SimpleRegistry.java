package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
        boolean live;
        boolean stopped;
        final Set<String> answered = new HashSet<>();
        /** What answered from when on; "" for nothing. */
        final List<Span> spans = new ArrayList<>();

        String answering() {
            return live && !stopped ? current : "";
        }
    }

    record Span(Instant from, String model) {}

    final Map<String, Ward> wards = new LinkedHashMap<>();
    final Set<String> retired = new HashSet<>();
    final List<String> faults = new ArrayList<>();
    private final Map<String, String> lastAt = new HashMap<>();

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
            wards.put(id, begun);
            return;
        }
        require(entry, known != null, "no such deployment");
        if (known != null) {
            change(known, entry, model);
            if (known.spans.isEmpty()
                    || !known.spans.get(known.spans.size() - 1).model().equals(known.answering())) {
                known.spans.add(new Span(entry.at(), known.answering()));
            }
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
                ward.shadow = "";
            }
            case WENT_LIVE -> {
                require(entry, !ward.live && ward.current.equals(model), "live twice, or another version");
                ward.live = true;
                ward.answered.add(model);
            }
            case MODEL_PROMOTED -> {
                require(entry, ward.live && ward.shadow.equals(model), "promoted what was not beside");
                require(entry, replaced.equals(ward.current), "replaced what was not in use");
                ward.current = model;
                ward.shadow = "";
                ward.answered.add(model);
            }
            case MODEL_ROLLED_BACK -> {
                require(entry, ward.live && ward.answered.contains(model), "rolled back to what never answered");
                require(entry, !model.equals(ward.current), "rolled back to itself");
                require(entry, replaced.equals(ward.current), "replaced what was not in use");
                require(entry, !retired.contains(model), "rolled back to a retired version");
                ward.current = model;
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

    private void require(Entry entry, boolean holds, String fault) {
        if (!holds) {
            faults.add("entry " + entry.sequence() + ", " + entry.kind() + ": " + fault);
        }
    }

    /** What answered in a deployment at an instant; "" for nothing. */
    String answering(String deployment, Instant at) {
        String answer = "";
        for (Span span : wards.get(deployment).spans) {
            answer = span.from().isAfter(at) ? answer : span.model();
        }
        return answer;
    }
}
