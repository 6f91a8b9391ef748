package org.clinicalmlops.api.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;

/**
 * Judges how far any two groups may be apart: of every pair, so that a small group whose value happens to lie between two others
 * is not passed over. The upper bound of a gap takes the groups as independent: {@code v1 - v2 + sqrt((u1 - v1)^2 + (v2 - l2)^2)}
 * with v the values, u1 the upper bound of the first group and l2 the lower bound of the second (Zou and Donner's method of
 * variance estimates recovery). With more than two groups this is the stricter side: no pair is discounted for their number.
 *
 * @see <a href="https://doi.org/10.1002/sim.3095">Zou and Donner 2008</a>
 */
record SubgroupGapGate<P extends Output>(String metric, String subgroup, double atMost) implements Gate<P> {
    SubgroupGapGate {
        if (!(atMost >= 0 && Double.isFinite(atMost))) {
            throw new IllegalArgumentException(
                    "gap of " + metric + " by " + subgroup + ": the limit must be finite and >= 0, was " + atMost);
        }
    }

    @Override
    public String id() {
        return "gap of " + metric + " by " + subgroup + " <= " + Declaration.number(atMost);
    }

    @Override
    public List<String> metrics() {
        return List.of(metric);
    }

    @Override
    public List<String> subgroups() {
        return List.of(subgroup);
    }

    @Override
    public GateDecision judge(Evaluation evaluation) {
        List<Evaluation.Group> groups = evaluation.groups(subgroup);
        if (groups.size() < 2) {
            return new GateDecision(
                    id(), Ruling.INSUFFICIENT, "a gap needs at least two groups, there are " + groups.size());
        }
        List<Level> levels = new ArrayList<>();
        for (Evaluation.Group group : groups) {
            Estimate estimate = group.cases().estimates().get(metric);
            GateDecision judged = Judging.known(
                    id(),
                    estimate == null ? new Estimate.Undefined("'" + metric + "' was not evaluated") : estimate,
                    known -> {
                        levels.add(new Level(group.level(), known));
                        return new GateDecision(id(), Ruling.PASS, "");
                    });
            if (judged.ruling() != Ruling.PASS) {
                return new GateDecision(id(), judged.ruling(), group.level() + ": " + judged.reason());
            }
        }
        return judge(levels);
    }

    private GateDecision judge(List<Level> levels) {
        Level first = levels.get(0);
        Level second = levels.get(1);
        for (Level one : levels) {
            for (Level other : levels) {
                if (one != other && upper(one.known, other.known) > upper(first.known, second.known)) {
                    first = one;
                    second = other;
                }
            }
        }
        double upper = upper(first.known, second.known);
        return new GateDecision(
                id(),
                upper <= atMost ? Ruling.PASS : Ruling.FAIL,
                String.format(
                        Locale.ROOT,
                        "%s %.3f, %s %.3f: the gap is %.3f and may be as large as %.3f",
                        first.name,
                        first.known.value(),
                        second.name,
                        second.known.value(),
                        Math.abs(first.known.value() - second.known.value()),
                        upper));
    }

    /** How much {@code one} may exceed {@code other}. */
    private static double upper(Estimate.Known one, Estimate.Known other) {
        return one.value()
                - other.value()
                + Math.hypot(
                        one.interval().upper() - one.value(),
                        other.value() - other.interval().lower());
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("subgroup-gap")
                .with("metric", metric)
                .with("subgroup", subgroup)
                .with("atMost", atMost);
    }

    private record Level(String name, Estimate.Known known) {}
}
