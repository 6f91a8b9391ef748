package org.clinicalmlops.monitoring.count;

import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Which episodes had a row in the open window, in bounded room: a Bloom filter of blocks (Putze, Sanders, Singler 2009,
 * <a href="https://doi.org/10.1145/1498698.1594230">doi:10.1145/1498698.1594230</a>) that are words of 64 bits, with three bits of one
 * word for each episode. That an episode has one word makes {@link #add} one atomic step: of threads that bring the same
 * episode at once, exactly one is told that it is new. Thread-safe without a lock.
 *
 * <p><b>Error.</b> An episode that was added is known from then on. A new one is taken for known if others have set its bits. The
 * rows of such an episode are left out of the counts, which is right rather than to count on without a filter: it is settled by
 * pseudonyms and not by values, so that it costs power and no promise on false alarms, while rows counted twice break those
 * promises. By the number of episodes and words, from the distribution of the bits that are set in a word:
 * <table>
 * <caption>Share of new episodes that are taken for known</caption>
 * <tr><th>episodes a word</th><td>0.3</td><td>1</td><td>2</td><td>4</td><td>6</td><td>10</td><td>20</td></tr>
 * <tr><th>episodes in the first window</th><td>5,000</td><td>16,000</td><td>33,000</td><td>66,000</td><td>98,000</td><td>164,000</td>
 * <td>328,000</td></tr>
 * <tr><th>of the next</th><td>0.01 %</td><td>0.04 %</td><td>0.2 %</td><td>0.8 %</td><td>2.0 %</td><td>6 %</td><td>23 %</td></tr>
 * <tr><th>of all so far</th><td>0.00 %</td><td>0.02 %</td><td>0.06 %</td><td>0.3 %</td><td>0.6 %</td><td>1.9 %</td><td>8 %</td></tr>
 * </table>
 * After a window with many, the next one's filter is larger: at most four episodes a word, up to 8,000,000 episodes.
 */
final class EpisodeFilter {
    /** 128 KB: 100,000 episodes lose fewer than 1 % also in the first window, when nothing is known of their number. Our choice. */
    private static final int FEWEST_WORDS = 1 << 14;

    /** 16 MB. Our choice. */
    private static final int MOST_WORDS = 1 << 21;

    private static final int EPISODES_OF_A_WORD = 4;

    private static final long FIRST = 0xFF51AFD7ED558CCDL;
    private static final long SECOND = 0xC4CEB9FE1A85EC53L;

    private final AtomicLongArray words;
    private final int mask;

    private EpisodeFilter(int size) {
        words = new AtomicLongArray(size);
        mask = size - 1;
    }

    /** An empty one, for about so many episodes. */
    static EpisodeFilter forAbout(long episodes) {
        long needed = Math.min(MOST_WORDS, Math.max(FEWEST_WORDS, episodes / EPISODES_OF_A_WORD));
        return new EpisodeFilter(Integer.highestOneBit((int) (2 * needed - 1)));
    }

    /** Whether the episode is new; it is not from now on. Allocates nothing. */
    boolean add(String episode) {
        long hash = hash(episode);
        int at = (int) (hash >>> 32) & mask;
        long bits = 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12);
        long word = words.getOpaque(at);
        while ((word & bits) != bits) {
            long before = words.compareAndExchange(at, word, word | bits);
            if (before == word) {
                return true;
            }
            word = before;
        }
        return false;
    }

    /**
     * Eight characters at a time in two lanes, the last eight again if they are no whole block; each step turns what it multiplies, so
     * that high bits reach low ones. The end is the finalizer of MurmurHash3 (Appleby, public domain). Saved states depend on it. No
     * defence against who chooses pseudonyms to collide: it would leave out rows of their own.
     */
    static long hash(String episode) {
        int length = episode.length();
        long even = length * FIRST;
        long odd = SECOND;
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                even = step(even, episode.charAt(i), FIRST);
            }
        } else {
            for (int i = 0; i + 8 < length; i += 8) {
                even = step(even, four(episode, i), FIRST);
                odd = step(odd, four(episode, i + 4), SECOND);
            }
            even = step(even, four(episode, length - 8), FIRST);
            odd = step(odd, four(episode, length - 4), SECOND);
        }
        long hash = even ^ Long.rotateLeft(odd, 32);
        hash = (hash ^ hash >>> 33) * FIRST;
        hash = (hash ^ hash >>> 33) * SECOND;
        return hash ^ hash >>> 33;
    }

    private static long step(long hash, long next, long factor) {
        return Long.rotateLeft(hash ^ next, 29) * factor;
    }

    private static long four(String episode, int i) {
        return episode.charAt(i)
                | (long) episode.charAt(i + 1) << 16
                | (long) episode.charAt(i + 2) << 32
                | (long) episode.charAt(i + 3) << 48;
    }

    /** The number of words, and the distance from each set bit to the next. */
    void save(StateOutput out) {
        long[] now = new long[words.length()];
        int set = 0;
        for (int i = 0; i < now.length; i++) {
            now[i] = words.get(i);
            set += Long.bitCount(now[i]);
        }
        long[] gaps = new long[set];
        int n = 0;
        long last = -1;
        for (int i = 0; i < now.length; i++) {
            for (long rest = now[i]; rest != 0; rest &= rest - 1) {
                long bit = 64L * i + Long.numberOfTrailingZeros(rest);
                gaps[n++] = bit - last - 1;
                last = bit;
            }
        }
        out.putLong(now.length);
        out.putLong(set);
        out.putLongs(gaps);
    }

    static EpisodeFilter restore(StateInput in) {
        long size = in.getLong();
        long set = in.getLong();
        if (size < FEWEST_WORDS || size > MOST_WORDS || Long.bitCount(size) != 1 || set < 0 || set > 64 * size) {
            throw new MlopsException("a filter of episodes cannot have " + size + " words and " + set + " bits");
        }
        EpisodeFilter filter = new EpisodeFilter((int) size);
        long bit = -1;
        for (long gap : in.getLongs((int) set)) {
            if (gap < 0 || gap >= 64 * size - bit - 1) {
                throw new MlopsException("a filter of episodes has no bit " + gap + " after " + bit);
            }
            bit += gap + 1;
            int at = (int) (bit >>> 6);
            filter.words.setPlain(at, filter.words.getPlain(at) | 1L << bit);
        }
        return filter;
    }
}
