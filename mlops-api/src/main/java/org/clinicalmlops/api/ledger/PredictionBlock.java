package org.clinicalmlops.api.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Many predictions in one entry ({@link EntryKind#PREDICTIONS_RECORDED}): rows of the kinds {@link EntryKind#PREDICTED} and
 * {@link EntryKind#ABSTAINED} that were stored in one transaction, each with its own instant and facts, in the order in which they were
 * made. {@link Recorded} reads them. Chained and hashed as a whole.
 *
 * <p>The entry's instant is that of the first row; its one fact {@code rows} is their number; its body is this text (our choice; the
 * format never changes under its name):
 * <pre>{@code
 * prediction-block/1 TAB <rows> LF
 * kind TAB <cell> TAB <cell> ... LF
 * at TAB <cell> ... LF
 * <name of a fact> TAB <cell> ... LF      one line for each name that some row states, sorted as Java sorts strings}</pre>
 * The n-th cell of a line is about the n-th row:
 * <ul>
 *   <li>nothing: the same as in the row before; a line that ends early goes on with what it said last, so that what all rows share
 *       is written once;
 *   <li>{@code \-}: the row does not state this fact;
 *   <li>anything else: the text, in which backslash, tab, line feed, carriage return and U+0000 are written {@code \\}, {@code \t},
 *       {@code \n}, {@code \r} and {@code \0}; the empty text is {@code \e}. Names are written the same way.
 * </ul>
 * An instant is ISO-8601 in UTC. There is exactly one text for given rows, and nothing else is read: what repeats the row before must be
 * left out, as must cells at the end of a line that add nothing.
 */
public final class PredictionBlock {
    static final String FORMAT = "prediction-block/1";
    static final String ROWS = "rows";

    /** Our choice: a reader holds one block in memory. */
    public static final int MOST_ROWS = 1_000;
    /**
     * How far the instants of a block's rows may be from that of the first: so a reader who asks for a time knows which blocks can hold
     * it. Our choice; it matters only when clocks jump, or a ledger could not be written for long.
     */
    public static final Duration REACH = Duration.ofHours(12);

    private PredictionBlock() {}

    /** Whether this can be a row of a block: a prediction made or not made, without a body. */
    public static boolean takes(Draft draft) {
        return takes(draft.kind()) && draft.body().isEmpty();
    }

    static boolean takes(EntryKind kind) {
        return kind == EntryKind.PREDICTED || kind == EntryKind.ABSTAINED;
    }

    static boolean reaches(Instant first, Instant at) {
        long seconds = at.getEpochSecond() - first.getEpochSecond(); // of any two instants less than 2^63
        if (Math.abs(seconds) < REACH.toSeconds()) { // nearly always; asked of every row
            return true;
        }
        return Duration.between(first, at).abs().compareTo(REACH) <= 0;
    }

    /**
     * These drafts with each run of predictions as a block, all other drafts between them as they are: what the entries state, and its
     * order, stay the same. A run that is too long, or reaches over too long a time, becomes several blocks.
     */
    public static List<Draft> gather(List<Draft> drafts) {
        List<Draft> gathered = new ArrayList<>();
        int next = 0;
        while (next < drafts.size()) {
            int end = end(drafts, next);
            gathered.add(end == next ? drafts.get(next) : BlockWriter.write(drafts.subList(next, end)));
            next = Math.max(end, next + 1);
        }
        return gathered;
    }

    /** Where the block that begins at {@code start} ends; {@code start} if none does. */
    private static int end(List<Draft> drafts, int start) {
        int end = start;
        while (end < drafts.size()
                && end - start < MOST_ROWS
                && takes(drafts.get(end))
                && reaches(drafts.get(start).at(), drafts.get(end).at())) {
            end++;
        }
        return end;
    }

    /**
     * The block of these rows.
     *
     * @throws IllegalArgumentException if there are none or more than {@link #MOST_ROWS}, one is of another kind or has a body, or is more
     *     than {@link #REACH} from the first
     */
    public static Draft of(List<Draft> rows) {
        if (rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new IllegalArgumentException("rows must be 1 to " + MOST_ROWS + ", were " + rows.size());
        }
        for (Draft row : rows) {
            if (!takes(row)) {
                throw new IllegalArgumentException(
                        "a row must be PREDICTED or ABSTAINED and have no body, was " + row.kind());
            }
            if (!reaches(rows.get(0).at(), row.at())) {
                throw new IllegalArgumentException("rows must be within " + REACH + " of the first at "
                        + rows.get(0).at() + ", one was at " + row.at());
            }
        }
        return BlockWriter.write(rows);
    }
}
