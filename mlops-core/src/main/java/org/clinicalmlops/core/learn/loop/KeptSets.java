package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.learn.Grant;
import org.clinicalmlops.core.learn.SequesteredPatients;
import org.clinicalmlops.core.learn.SequesteredSet;

/**
 * The sequestered sets of a deployment. A set has a name, a time from which its patients are, and a share: who is in it follows from
 * these, so the ledger needs no list of patients. A set is kept until it has passed a candidate, is used up, or is too old to be recent.
 */
final class KeptSets {
    private final List<Kept> sets = new ArrayList<>();

    /** A set and what became of it. */
    private static final class Kept {
        private final String id;
        private final Instant from;
        private final Instant until;
        private final double share;
        private final List<SequesteredSet.Use> uses = new ArrayList<>();

        Kept(String id, Instant from, Instant until, double share) {
            this.id = id;
            this.from = from;
            this.until = until;
            this.share = share;
        }

        boolean worn() {
            return uses.size() >= SequesteredSet.MOST_USES
                    || uses.stream().anyMatch(use -> use.passed().orElse(false));
        }
    }

    /**
     * The set that an update is judged on.
     *
     * @param id names it in the ledger
     * @param from rows of its patients from here on
     * @param until up to here, exclusive
     * @param share of patients
     */
    record Chosen(String id, Instant from, Instant until, double share) {
        Facts facts() {
            return Facts.of("set", id)
                    .with("set.from", from)
                    .with("set.until", until)
                    .with("set.share", share);
        }

        static Chosen of(Facts facts) {
            return new Chosen(
                    facts.required("set"),
                    Instant.parse(facts.required("set.from")),
                    Instant.parse(facts.required("set.until")),
                    Double.parseDouble(facts.required("set.share")));
        }
    }

    private KeptSets() {}

    static KeptSets of(List<UpdateRun> runs) {
        KeptSets kept = new KeptSets();
        for (UpdateRun run : runs) {
            Entry cut = run.done().get(Step.DATA_CUT);
            if (cut != null && cut.facts().text("set").isPresent()) {
                kept.opened(Chosen.of(cut.facts()));
            }
            Entry use = run.done().get(Step.SEQUESTERED_USE);
            if (use != null && use.facts().text("use").isPresent()) {
                kept.used(run, use.facts());
            }
        }
        return kept;
    }

    private void opened(Chosen set) {
        if (find(set.id()).isEmpty()) {
            sets.add(new Kept(set.id(), set.from(), set.until(), set.share()));
        }
    }

    /** An update that was called off between its use and the answer has spent it all the same. */
    private void used(UpdateRun run, Facts use) {
        Entry compared = run.done().get(Step.COMPARISON);
        boolean open = compared == null && run.end().isEmpty();
        boolean passed = compared != null && compared.facts().says("passed", "true");
        find(use.required("set"))
                .ifPresent(set -> set.uses.add(new SequesteredSet.Use(
                        new Digest(use.required("candidate")), open ? Optional.empty() : Optional.of(passed))));
    }

    private Optional<Kept> find(String id) {
        return sets.stream().filter(set -> set.id.equals(id)).findFirst();
    }

    /**
     * The set that can still be used, or a new one of the patients from {@code fresh} on.
     *
     * @param from start of the newest rows: a set that ended before is not recent
     * @param seen end of the rows that the version in use was made of: a set that began before is none that it has not seen
     */
    Chosen choose(String deployment, Instant from, Instant seen, Instant fresh, Instant until, double share) {
        return sets.stream()
                .filter(set -> !set.worn() && set.until.isAfter(from) && !set.from.isBefore(seen))
                .reduce((before, later) -> later)
                .map(set -> new Chosen(set.id, set.from, set.until, set.share))
                .orElseGet(() -> new Chosen(deployment + "/set/" + (1 + sets.size()), fresh, until, share));
    }

    /**
     * How a set divides patients.
     *
     * @param kept those that it draws with a row in its time, who are in no earlier set
     * @param apart those who never train: of every set so far, and whoever the present one would draw of those without a row in its time
     */
    record Division(SequesteredPatients kept, Set<String> apart) {}

    /** Cost: one hash for each patient and set. */
    Division divide(Chosen present, Cohort<?> cohort) {
        Set<String> everybody = new HashSet<>();
        for (int i = 0; i < cohort.size(); i++) {
            everybody.add(cohort.patient(i));
        }
        Set<String> apart = new HashSet<>();
        for (Kept set : sets) {
            if (!set.id.equals(present.id())) {
                apart.addAll(
                        members(cohort, SequesteredPatients.drawn(everybody, set.share, set.id), set.from, set.until));
            }
        }
        SequesteredPatients drawn = SequesteredPatients.drawn(everybody, present.share(), present.id());
        Set<String> members = members(cohort, drawn, present.from(), present.until());
        members.removeAll(apart);
        everybody.stream().filter(drawn::contains).forEach(apart::add);
        return new Division(SequesteredPatients.of(members), apart);
    }

    private static Set<String> members(Cohort<?> cohort, SequesteredPatients drawn, Instant from, Instant until) {
        Set<String> members = new HashSet<>();
        for (int i = 0; i < cohort.size(); i++) {
            Instant at = cohort.indexedAt(i);
            if (!at.isBefore(from) && at.isBefore(until) && drawn.contains(cohort.patient(i))) {
                members.add(cohort.patient(i));
            }
        }
        return members;
    }

    /** The state of a set before or at the use of an update. */
    SequesteredSet state(Chosen set, SequesteredPatients patients, double alpha) {
        SequesteredSet state = SequesteredSet.of(set.id(), patients, alpha);
        for (SequesteredSet.Use use : find(set.id()).map(kept -> kept.uses).orElse(List.of())) {
            Grant grant = state.grant(use.candidate());
            if (grant instanceof Grant.Granted granted) {
                state = granted.after();
                if (use.passed().isPresent()) {
                    state = state.answered(use.candidate(), use.passed().get());
                }
            }
        }
        return state;
    }
}
