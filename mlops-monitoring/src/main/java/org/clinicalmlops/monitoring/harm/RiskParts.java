package org.clinicalmlops.monitoring.harm;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The range of risks in up to five parts with about a fifth of the evaluation's cases each, at edges of {@link RiskCells}; fixed
 * parts where next to nothing is known of the evaluation. Fixed for ever, so that no outcome decides where the edges are.
 * Immutable.
 */
final class RiskParts {
    private static final int FIFTHS = 5;

    /** Fewer cases do not say where fifths begin. Our choice. */
    private static final long NEEDED = 50;

    private static final double[] WITHOUT_EVALUATION = {0.05, 0.1, 0.2, 0.4};

    private final int[] partOfCell;
    private final List<String> names;

    private RiskParts(int[] partOfCell, List<String> names) {
        this.partOfCell = partOfCell;
        this.names = names;
    }

    static RiskParts of(OutputProfile output) {
        long all = output.cases();
        int[] fifth = new int[RiskCells.CELLS];
        long below = 0;
        for (int cell = 0; cell < fifth.length; cell++) {
            long here = output.cases(cell);
            if (all < NEEDED) {
                double middle = RiskCells.middle(cell);
                for (double cut : WITHOUT_EVALUATION) {
                    fifth[cell] += middle >= cut ? 1 : 0;
                }
            } else { // of the middle case of the cell
                fifth[cell] = (int) Math.min(FIFTHS - 1L, FIFTHS * (2 * below + here) / (2 * all));
            }
            below += here;
        }
        return named(fifth);
    }

    /** Numbers the fifths that are there, since one cell may hold more than a fifth of all cases. */
    private static RiskParts named(int[] fifth) {
        int[] part = new int[fifth.length];
        List<Integer> first = new ArrayList<>(List.of(0));
        for (int cell = 1; cell < fifth.length; cell++) {
            if (fifth[cell] != fifth[cell - 1]) {
                first.add(cell);
            }
            part[cell] = first.size() - 1;
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String to = i + 1 == first.size() ? "1" : Wording.factor(RiskCells.lowest(first.get(i + 1)));
            names.add("risks from " + Wording.factor(RiskCells.lowest(first.get(i))) + " to " + to);
        }
        return new RiskParts(part, List.copyOf(names));
    }

    /** The part of a risk, in [0, {@link #size}). */
    int of(double risk) {
        return partOfCell[RiskCells.cell(risk)];
    }

    int size() {
        return names.size();
    }

    String name(int part) {
        return names.get(part);
    }
}
