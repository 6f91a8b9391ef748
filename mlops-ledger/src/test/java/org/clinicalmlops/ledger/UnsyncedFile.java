package org.clinicalmlops.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file as a disk would have it if the power went now: what was synced is there; of what was written since, each write may be there, or
 * not, or in part, whatever came before or after it. Not thread-safe.
 */
final class UnsyncedFile {
    /** What a disk writes at once. */
    private static final int SECTOR = 512;

    private final List<Change> pending = new ArrayList<>();
    private byte[] synced = new byte[0];
    private boolean everSynced;

    /** A write at an offset or, without bytes, a new length. */
    private record Change(long offset, ByteArrayOutputStream written) {
        boolean truncates() {
            return written.size() == 0;
        }
    }

    void write(long offset, byte[] bytes) {
        ByteArrayOutputStream written = new ByteArrayOutputStream(bytes.length);
        written.writeBytes(bytes);
        pending.add(new Change(offset, written));
    }

    void truncate(long length) {
        pending.add(new Change(length, new ByteArrayOutputStream(0)));
    }

    void sync() {
        byte[] content = synced;
        for (Change change : pending) {
            content = change.truncates()
                    ? Arrays.copyOf(content, Math.toIntExact(change.offset))
                    : with(content, change, 0, change.written.size());
        }
        synced = content;
        pending.clear();
        everSynced = true;
    }

    /** Whether its name is on the disk: for certain once it was synced. */
    boolean survives(SplittableRandom random) {
        return everSynced || random.nextBoolean();
    }

    byte[] afterPowerLoss(SplittableRandom random) {
        byte[] content = synced.clone();
        for (Change change : pending) {
            int fate = random.nextInt(3);
            if (fate == 0) {
                continue;
            }
            if (change.truncates()) {
                content = Arrays.copyOf(content, Math.toIntExact(change.offset));
            } else if (fate == 1) {
                content = with(content, change, 0, change.written.size());
            } else {
                for (int from = 0; from < change.written.size(); from += SECTOR) {
                    if (random.nextBoolean()) {
                        content = with(content, change, from, Math.min(from + SECTOR, change.written.size()));
                    }
                }
            }
        }
        return content;
    }

    private static byte[] with(byte[] content, Change change, int from, int until) {
        int end = Math.toIntExact(change.offset + until);
        byte[] longer = content.length >= end ? content : Arrays.copyOf(content, end);
        System.arraycopy(
                change.written.toByteArray(), from, longer, Math.toIntExact(change.offset + from), until - from);
        return longer;
    }
}
