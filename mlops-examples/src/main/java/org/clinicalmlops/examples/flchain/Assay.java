package org.clinicalmlops.examples.flchain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.core.data.CsvLine;
import org.jspecify.annotations.Nullable;

/**
 * One serum free light chain assay of one resident: the host application's own row type. Units as published.
 *
 * @param id row name of the published data frame
 * @param sampledAt see {@link #inside}
 * @param age years
 * @param sex {@code F} or {@code M}
 * @param kappa mg/dL
 * @param lambda mg/dL
 * @param creatinine mg/dL; null where it was not measured
 * @param mgus {@code yes} if a monoclonal gammopathy had been diagnosed
 * @param died whether follow-up ended with death
 * @param lastSeen end of follow-up
 */
public record Assay(
        String id,
        Instant sampledAt,
        double age,
        String sex,
        double kappa,
        double lambda,
        @Nullable Double creatinine,
        String mgus,
        boolean died,
        Instant lastSeen) {
    private static final Period HORIZON = Period.ofYears(5);

    /** Reads one line of the published table. */
    public static Assay from(CsvLine line) {
        String id = line.text("id");
        Instant sampledAt = inside(line.whole("sample.yr"), id);
        return new Assay(
                id,
                sampledAt,
                line.decimal("age"),
                line.oneOf("sex", List.of("F", "M")),
                line.decimal("kappa"),
                line.decimal("lambda"),
                line.decimalOrNull("creatinine"),
                line.oneOf("mgus", List.of("0", "1")).equals("1") ? "yes" : "no",
                line.oneOf("death", List.of("0", "1")).equals("1"),
                sampledAt.plus(Duration.ofDays(line.whole("futime"))));
    }

    /**
     * Death within five years of the assay. Somebody who was last seen alive before the five years were over is censored, never
     * negative.
     */
    public Outcome<Risk> outcome() {
        Instant end = sampledAt.atZone(ZoneOffset.UTC).plus(HORIZON).toInstant();
        if (died && !lastSeen.isAfter(end)) {
            return Outcome.event(true, lastSeen);
        }
        return lastSeen.isBefore(end) ? new Outcome.Censored<>(lastSeen) : Outcome.event(false, end);
    }

    /** The same assay as an interface would report it that has changed to umol/L without saying so. */
    public Assay withCreatinineTimes(double factor) {
        Double changed = creatinine == null ? null : creatinine * factor;
        return new Assay(id, sampledAt, age, sex, kappa, lambda, changed, mgus, died, lastSeen);
    }

    /**
     * Only the year of a sample is published. The assays of a year are spread over it by a hash of the row name, so that their order
     * inside the year carries no information; the file itself is sorted by age.
     */
    private static Instant inside(int year, String id) {
        Instant start = LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = LocalDate.of(year + 1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        long seconds = Duration.between(start, end).toSeconds();
        long hash = Long.parseUnsignedLong(Digest.of("flchain/" + id).hex().substring(0, 8), 16);
        return start.plusSeconds(hash % seconds);
    }
}
