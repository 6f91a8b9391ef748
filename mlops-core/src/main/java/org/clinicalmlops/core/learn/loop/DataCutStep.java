package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.internal.RunRecord;

/**
 * Reads the rows whose horizon has passed, back to the first version's data, and divides them: the newest teach, of these the fresh are
 * those that the version in use has not seen, and some of their patients are kept for judging.
 */
final class DataCutStep<R> {

    StepResult of(Work<R> work) {
        DataManagement data = work.control().protocol().data();
        DataCut newest = work.plan()
                .learning()
                .changePlan()
                .cutAt(work.now(), work.plan().useCase().horizon())
                .orElseThrow();
        Lineage lineage = work.lineage();
        boolean bought = work.plan().train().given().isPresent()
                && lineage.first().equals(work.run().champion());
        Instant seen =
                bought ? Instant.MIN : lineage.until(work.run().champion()).orElse(newest.from());
        Instant fresh = seen.isAfter(newest.from()) ? seen : newest.from();
        if (!fresh.isBefore(newest.until())) {
            return StepResult.Over.refused(
                    "no outcome has matured since the rows that the version in use was made of, which end at " + seen,
                    RunRecord.cut(newest));
        }
        Instant history = lineage.from(lineage.first())
                .filter(first -> first.isBefore(newest.from()))
                .orElse(newest.from());
        DataCut cut = DataCut.indexed(history, newest.until()).asOf(newest.asOf());
        Cohort<R> cohort = extract(work, cut);
        KeptSets sets = KeptSets.of(work.updates().all());
        KeptSets.Chosen set =
                sets.choose(work.served().deployment(), newest.from(), seen, fresh, newest.until(), data.sequestered());
        Rows<R> rows = new Rows<>(cohort, new Rows.Window(newest.from(), fresh, set), sets);
        work.rows(rows);
        int usable = rows.fresh().length;
        Facts facts = RunRecord.cut(newest)
                .with("history", history)
                .with("fresh", fresh)
                .with("data", cohort.digest())
                .with("learning", rows.learning().length)
                .with("learning.fresh", usable)
                .with("intervened", data.intervened().name())
                .and(set.facts())
                .with("set.patients", rows.kept().digest())
                .with("set.size", rows.kept().size())
                .with("set.rows", rows.sequestered().length);
        List<Draft> extracted =
                List.of(Draft.of(EntryKind.COHORT_EXTRACTED, work.now(), RunRecord.extracted(work.plan(), cohort)));
        long needed = work.control().protocol().retraining().minimumOutcomes();
        if (usable < needed) {
            return new StepResult.Over(
                    UpdateEnd.How.REFUSED,
                    usable + " matured outcomes that the version in use has not seen may teach, needed " + needed,
                    facts,
                    extracted);
        }
        return new StepResult.Done(facts, extracted);
    }

    /**
     * The rows of a cut that was made before, perhaps by another process.
     *
     * @throws ChangedRows if the source gives other rows now
     */
    Rows<R> again(Work<R> work) {
        Facts facts = work.run().of(Step.DATA_CUT);
        DataCut cut = DataCut.indexed(instant(facts, "history"), instant(facts, "until"))
                .asOf(instant(facts, "asOf"));
        Cohort<R> cohort = extract(work, cut);
        if (!cohort.digest().equals(new Digest(facts.required("data")))) {
            throw new ChangedRows();
        }
        return new Rows<>(
                cohort,
                new Rows.Window(instant(facts, "from"), instant(facts, "fresh"), KeptSets.Chosen.of(facts)),
                KeptSets.of(work.updates().all()));
    }

    /** The same cut gives other rows than before: outcomes were corrected, or rows came in late. */
    static final class ChangedRows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedRows() {
            super("the source gives other rows for the same cut than when it was made: start again");
        }
    }

    private static Instant instant(Facts facts, String name) {
        return Instant.parse(facts.required(name));
    }

    private Cohort<R> extract(Work<R> work, DataCut cut) {
        Pipeline<R, Risk> plan = work.plan();
        work.progress("extracting '" + plan.source().name() + "'");
        return new Extraction<>(
                        plan.useCase(),
                        plan.source(),
                        plan.features(),
                        outcome(work),
                        plan.evaluation().subgroups())
                .extract(cut, work.tools().pseudonyms());
    }

    private Function<? super R, Outcome<Risk>> outcome(Work<R> work) {
        Function<? super R, Outcome<Risk>> plain = work.plan().outcome();
        if (work.control().protocol().data().intervened() == DataManagement.Intervened.LEFT_OUT) {
            return plain;
        }
        Function<? super R, Outcome<Risk>> asSeen = work.settings().asSeen().orElseThrow();
        return row -> {
            Outcome<Risk> outcome = plain.apply(row);
            return outcome instanceof Outcome.Intervened<Risk> ? asSeen.apply(row) : outcome;
        };
    }
}
