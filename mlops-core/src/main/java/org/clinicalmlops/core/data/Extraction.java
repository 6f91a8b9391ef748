package org.clinicalmlops.core.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.UseCase;

/**
 * What is extracted, and from where: step 1 of a plan, usable alone.
 *
 * @param useCase says how long an outcome is awaited
 * @param source where rows come from
 * @param features read from every row
 * @param outcome what became of a row
 * @param subgroups read from every row
 */
public record Extraction<R>(
        UseCase<Risk> useCase,
        CohortSource<R> source,
        FeatureSet<? super R> features,
        Function<? super R, Outcome<Risk>> outcome,
        List<Subgroup<R>> subgroups) {
    public Extraction {
        Objects.requireNonNull(useCase, "useCase");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(outcome, "outcome");
        subgroups = List.copyOf(subgroups);
    }

    /** Step 1 of a plan. */
    public static <R> Extraction<R> of(Pipeline<R, Risk> plan) {
        return new Extraction<>(
                plan.useCase(),
                plan.source(),
                plan.features(),
                plan.outcome(),
                plan.evaluation().subgroups());
    }

    /**
     * Reads the rows of a cut, with the outcomes as they were known at its {@code asOf}.
     *
     * @throws MlopsException if the source cannot be read, no row lies in the cut, a function of the host fails, an outcome
     *     is neither 0 nor 1, a feature has no value in any row, or a value is infinite
     */
    public Cohort<R> extract(DataCut cut, Pseudonyms pseudonyms) {
        List<R> rows = new ArrayList<>();
        List<Instant> indexed = new ArrayList<>();
        long[] read = {0};
        Optional<Digest> sourceDigest = source.read(cut, row -> {
            read[0]++;
            Instant index = host("the index instant", read[0] + " of the source", () -> features.indexOf(row));
            if (cut.includes(index)) {
                rows.add(row);
                indexed.add(index);
            }
        });
        if (rows.isEmpty()) {
            throw new MlopsException("source '" + source.name() + "' has no row indexed from " + cut.from() + " to "
                    + cut.until() + "; it has " + read[0] + " rows in all");
        }
        List<String> patients = new ArrayList<>();
        List<Outcome<Risk>> outcomes = new ArrayList<>();
        List<List<String>> groups = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i);
            String where = (i + 1) + " of the cohort";
            patients.add(pseudonyms.of(host("the patient's key", where, () -> features.patientOf(row))));
            Outcome<Risk> known = host("the outcome", where, () -> outcome.apply(row));
            if (known instanceof Outcome.Known<Risk> k && k.truth() != 0 && k.truth() != 1) {
                throw new MlopsException("the outcome must be 0 or 1 in row " + where);
            }
            outcomes.add(known.asOf(cut.asOf(), useCase.maturesAt(indexed.get(i))));
            List<String> levels = new ArrayList<>();
            for (Subgroup<R> subgroup : subgroups) {
                levels.add(host("the subgroup '" + subgroup.name() + "'", where, () -> {
                    String level = subgroup.of().apply(row);
                    return level == null ? "unknown" : level;
                }));
            }
            groups.add(levels);
        }
        FeatureTable table = table(rows);
        return new Cohort<>(
                source.name(),
                cut,
                sourceDigest,
                rows,
                table,
                patients,
                indexed,
                outcomes,
                groups,
                subgroups.stream().map(Subgroup::name).toList());
    }

    private FeatureTable table(List<R> rows) {
        FeatureTable table = FeatureTable.read(features, rows);
        for (int f = 0; f < table.schema().size(); f++) {
            String name = table.schema().feature(f).name();
            int missing = 0;
            for (int i = 0; i < table.rows(); i++) {
                missing += table.missing(i, f) ? 1 : 0;
                if (Double.isInfinite(table.number(i, f))) {
                    throw new MlopsException("feature '" + name + "' is infinite in row " + (i + 1) + " of the cohort");
                }
            }
            if (missing == table.rows()) {
                throw new MlopsException("feature '" + name + "' has no value in any of " + missing + " rows");
            }
        }
        return table;
    }

    private static <T> T host(String what, String row, Supplier<T> function) {
        T value;
        try {
            value = function.get();
        } catch (RuntimeException e) {
            throw new MlopsException(what + " could not be read in row " + row + ": "
                    + e.getClass().getSimpleName());
        }
        if (value == null) {
            throw new MlopsException(what + " is null in row " + row);
        }
        return value;
    }
}
