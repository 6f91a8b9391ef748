package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Facts;

/**
 * One update as the ledger knows it. Immutable.
 *
 * @param id unique in the ledger
 * @param champion the version that was in use when it started
 * @param entry number of the entry by which it started
 * @param startedAt when
 * @param startedBy what started it
 * @param proposal id of the proposal that led to it, if one did
 * @param done the entries of the steps that are done
 * @param end how it ended; empty while it runs
 */
public record UpdateRun(
        String id,
        Digest champion,
        long entry,
        Instant startedAt,
        StartedBy startedBy,
        Optional<String> proposal,
        Map<Step, Entry> done,
        Optional<UpdateEnd> end) {

    /** What started it. Names are stored: they never change. */
    public enum StartedBy {
        PERSON,
        TRIGGER,
        SCHEDULE
    }

    public UpdateRun {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(champion, "champion");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(proposal, "proposal");
        done = Map.copyOf(done);
        Objects.requireNonNull(end, "end");
    }

    static UpdateRun started(Entry entry) {
        Facts facts = entry.facts();
        return new UpdateRun(
                facts.required("update"),
                new Digest(facts.required("model")),
                entry.sequence(),
                entry.at(),
                StartedBy.valueOf(facts.required("startedBy")),
                facts.text("proposal"),
                Map.of(),
                Optional.empty());
    }

    UpdateRun with(Step step, Entry entry) {
        Map<Step, Entry> more = new EnumMap<>(Step.class);
        more.putAll(done);
        more.put(step, entry);
        return new UpdateRun(id, champion, entry(), startedAt, startedBy, proposal, more, end);
    }

    UpdateRun ended(UpdateEnd how) {
        return new UpdateRun(id, champion, entry, startedAt, startedBy, proposal, done, Optional.of(how));
    }

    /** The step that comes next; empty if all are done. */
    public Optional<Step> next() {
        for (Step step : Step.values()) {
            if (!done.containsKey(step)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** What a step that is done states. */
    Facts of(Step step) {
        return Objects.requireNonNull(done.get(step), step.name()).facts();
    }

    /** The new version, once it is made. */
    public Optional<Digest> candidate() {
        return Optional.ofNullable(done.get(Step.CANDIDATE))
                .flatMap(entry -> entry.facts().text("candidate"))
                .map(Digest::new);
    }

    /** Why a person has to promote, though the plan would not ask for one: what could not be shown. Empty if everything was. */
    public List<String> cautions() {
        return done.values().stream()
                .flatMap(entry -> entry.facts().asMap().entrySet().stream()
                        .filter(fact -> fact.getKey().startsWith("caution."))
                        .map(Map.Entry::getValue))
                .sorted()
                .toList();
    }
}
