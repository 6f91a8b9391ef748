package org.clinicalmlops.monitoring.harm;

import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.Groups;

/** Which groups a cell of {@link Groups} is in. Immutable. */
final class Membership {
    private static final int[] NONE = {};

    private final int[][] groupsOfCell;

    private Membership(int[][] groupsOfCell) {
        this.groupsOfCell = groupsOfCell;
    }

    static Membership of(Groups groups) {
        List<Groups.Group> all = groups.groups();
        int[][] of = new int[groups.cells()][];
        for (int cell = 0; cell < of.length; cell++) {
            int here = cell;
            of[cell] = IntStream.range(0, all.size())
                    .filter(g -> all.get(g).cells().contains(here))
                    .toArray();
        }
        return new Membership(of);
    }

    /** Places of the groups; none for a cell that there is not. Not to be changed. */
    int[] of(int cell) {
        return cell >= 0 && cell < groupsOfCell.length ? groupsOfCell[cell] : NONE;
    }
}
