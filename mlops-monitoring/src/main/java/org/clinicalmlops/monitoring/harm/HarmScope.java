package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Of whom the risks are wrong: of everybody, or of one group while the others are in order. Each of these is a hypothesis with one number,
 * a common factor of the odds since some time, and all are measured against one another: that the risks are right. A group explains what
 * happened if its likelihood exceeds that of everybody by a factor of the number of groups with cases, since it was picked among them;
 * otherwise everybody does. Were everybody's odds off, a group alone would explain only its own part of it; were only the group's, a
 * factor for everybody would be wrong of the others.
 *
 * <p>Reads the last {@value #HISTORY} blocks of outcomes, a block being as many windows as it takes to expect {@value #BLOCK} events;
 * the change may have begun with any. Speaks from a likelihood ratio of {@value #LIKELY} on, for whoever looks into an alarm: it tests
 * nothing, and never pages. All numbers are our choice. Nothing is said without groups. Single-threaded; 32 bytes a block and group.
 */
public final class HarmScope implements Detector {
    /** Its id. */
    public static final String ID = "harm.scope";

    static final int HISTORY = 16;
    static final int BLOCK = 10;
    private static final int LIKELY = 100;
    private static final String FORMULA = "generalized-log-likelihood-ratio";
    private static final int SUMS = 4;

    private final List<Groups.Group> groups;
    private final Membership membership;
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** Sums of everybody, then of each group. */
    private static final class Block {
        final Instant from;
        final Deviation[] sums;

        Block(Instant from, int groups) {
            this.from = from;
            this.sums = new Deviation[groups + 1];
            Arrays.fill(sums, Deviation.NONE);
        }
    }

    /** Everybody, or a group, since the time that explains most. */
    private record Explained(Optional<String> group, Instant since, Deviation cases, double evidence) {
        String words() {
            return (evidence == 0 ? "as predicted" : "odds ratio " + Wording.hundredths(Math.exp(cases.logOddsRatio())))
                    + " since " + Wording.day(since) + ", log-likelihood ratio " + Wording.tenths(evidence);
        }

        String who() {
            return group.orElse("everybody");
        }
    }

    public HarmScope(Setting setting) {
        groups = setting.groups().groups();
        membership = Membership.of(setting.groups());
    }

    /** Whether a finding tells of whom the risks are wrong; its subject is {@link Finding#MODEL} for everybody. */
    public static boolean tells(Finding finding) {
        return finding.detector().equals(ID) && finding.state() == State.NOTICE;
    }

    @Override
    public List<Finding> close(Window window) {
        if (groups.isEmpty()) {
            return List.of();
        }
        if (!window.matured().isEmpty()) {
            add(window);
        }
        if (blocks.isEmpty()) {
            return List.of();
        }
        Explained everybody = explained(0);
        List<Explained> each = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            each.add(explained(g + 1));
        }
        Explained group = each.stream()
                .max(Comparator.comparingDouble(Explained::evidence))
                .orElseThrow();
        boolean alone = group.evidence() - everybody.evidence() >= Math.log(withCases());
        Explained best = alone ? group : everybody;
        return best.evidence() < Math.log(LIKELY) ? List.of() : List.of(told(best, alone ? everybody : group));
    }

    private void add(Window window) {
        if (blocks.isEmpty() || blocks.getLast().sums[0].expected() >= BLOCK) {
            blocks.addLast(new Block(window.from(), groups.size()));
        }
        if (blocks.size() > HISTORY) {
            blocks.removeFirst();
        }
        Deviation[] sums = blocks.getLast().sums;
        for (MaturedCase matured : window.matured()) {
            Deviation one = Deviation.of(matured.risk(), matured.event());
            sums[0] = sums[0].plus(one);
            for (int g : membership.of(matured.cell())) {
                sums[g + 1] = sums[g + 1].plus(one);
            }
        }
    }

    /** Groups of which an outcome is known; at least 1. */
    private long withCases() {
        return Math.max(
                1,
                IntStream.rangeClosed(1, groups.size())
                        .filter(place -> blocks.stream().anyMatch(b -> b.sums[place].cases() > 0))
                        .count());
    }

    private Explained explained(int place) {
        Deviation cases = Deviation.NONE;
        Optional<String> name = place == 0
                ? Optional.empty()
                : Optional.of(groups.get(place - 1).name());
        Explained best = new Explained(name, blocks.getLast().from, cases, 0);
        for (Iterator<Block> backwards = blocks.descendingIterator(); backwards.hasNext(); ) {
            Block block = backwards.next();
            cases = cases.plus(block.sums[place]);
            double evidence = cases.evidence();
            best = evidence > best.evidence() ? new Explained(name, block.from, cases, evidence) : best;
        }
        return best;
    }

    private Finding told(Explained best, Explained next) {
        String subject = best.group().orElse(Finding.MODEL);
        String text = "Of whom the risks are wrong: what happened is explained best if it is "
                + (best.group().isPresent() ? best.who() + " alone" : "everybody") + " (" + best.words() + "); next by "
                + next.who() + (next.group().isPresent() ? " alone" : "") + " (" + next.words() + ").";
        return Finding.of(best.group().isPresent() ? Kind.SUBGROUP : Kind.CALIBRATION, ID, subject, State.NOTICE, text)
                .measured(new Measure(
                        best.evidence(),
                        Math.log(LIKELY),
                        0,
                        best.cases().cases(),
                        FORMULA,
                        "our choice, for a reader"))
                .sinceDay(best.since())
                .patients(best.cases().cases());
    }

    @Override
    public void save(StateOutput out) {
        out.putLong(blocks.size());
        for (Block block : blocks) {
            out.putInstant(block.from);
            for (Deviation sums : block.sums) {
                out.putLongs(new long[] {sums.cases(), sums.events(), sums.risks(), sums.squares()});
            }
        }
    }

    @Override
    public void restore(StateInput in) {
        blocks.clear();
        long stored = in.getLong();
        if (stored < 0 || stored > HISTORY) {
            throw new MlopsException("blocks of outcomes must be 0 to " + HISTORY + ", were " + stored);
        }
        for (long i = 0; i < stored; i++) {
            Block block = new Block(in.getInstant(), groups.size());
            for (int g = 0; g < block.sums.length; g++) {
                long[] sums = in.getLongs(SUMS);
                block.sums[g] = new Deviation(sums[0], sums[1], sums[2], sums[3]);
            }
            blocks.addLast(block);
        }
    }
}
