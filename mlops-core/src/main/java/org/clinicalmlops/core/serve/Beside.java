package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.Map;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;

/**
 * What the version beside says of a row that another answers: a newer one, or the one in use where its challenger answers. Recorded and
 * counted, never shown.
 */
final class Beside<R> {
    private final Version<R> version;
    private final double[] coded;
    private final double risk;

    private Beside(Version<R> version, double[] coded, double risk) {
        this.version = version;
        this.coded = coded;
        this.risk = risk;
    }

    /** Reads and scores the row; throws nothing and counts nothing yet. */
    static <R> Beside<R> of(Version<R> version, R row) {
        double[] coded = version.model.newCoded();
        try {
            version.model.read(row, coded);
            return new Beside<>(version, coded, Version.finite(coded) ? version.score(coded) : Double.NaN);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return new Beside<>(version, new double[0], Double.NaN);
        }
    }

    /** The version's. */
    Monitor monitor() {
        return version.monitor;
    }

    /** The version, its risk, and its inputs where it saw others than the one that answers, as a category that is new to that one. */
    Facts facts(Facts inputs) {
        Facts facts = Facts.of("shadow.model", version.digest()).with("shadow.risk", risk);
        if (coded.length == 0 || !Version.finite(coded)) {
            return facts;
        }
        Facts own = version.facts.inputs(coded);
        for (Map.Entry<String, String> input : own.asMap().entrySet()) {
            if (!inputs.says(input.getKey(), input.getValue())) {
                facts = facts.with("shadow." + input.getKey(), input.getValue());
            }
        }
        return facts;
    }

    /** Counts the answer, or that there is none. */
    void count() {
        (Version.isRisk(risk) ? version.answered : version.abstained).incrementAndGet();
    }

    /**
     * Tells the version's monitor.
     *
     * @return whether there is an answer, whose outcome is awaited
     */
    boolean told(String prediction, String patient, Instant maturesAt) {
        boolean answers = Version.isRisk(risk);
        if (coded.length > 0) {
            version.monitor.observe(coded, risk, patient);
        }
        if (!answers) {
            version.monitor.note(Operation.ABSTAINED);
        } else {
            version.monitor.expect(prediction, patient, maturesAt, coded, risk);
        }
        return answers;
    }
}
