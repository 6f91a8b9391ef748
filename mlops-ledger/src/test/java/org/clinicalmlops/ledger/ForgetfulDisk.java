package org.clinicalmlops.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Keeps, beside the files of a folder that SQLite writes, what a disk would hold of them. At a chosen operation the power goes: what would
 * be left is put into another folder, while the writer goes on and knows nothing. Names are kept as journaling file systems do: a file that
 * was deleted may be there again until anything is synced after it. Thread-safe.
 */
final class ForgetfulDisk {
    private final Path folder;
    private final Map<String, UnsyncedFile> files = new TreeMap<>();
    /** What may be there again. */
    private final Map<String, UnsyncedFile> deleted = new TreeMap<>();

    private long operations;
    private long cutAt = Long.MAX_VALUE;
    private Runnable cut = () -> {};

    ForgetfulDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether it keeps a file. The memory that several connections share is not on the disk. */
    boolean keeps(String path) {
        return path.startsWith(folder + "/") && !path.endsWith("-shm");
    }

    /** The power goes at the operation {@code later} from now on: {@code then} is run in the midst of it. */
    synchronized void cutAfter(long later, Runnable then) {
        cutAt = operations + later;
        cut = then;
    }

    synchronized void write(String path, long offset, byte[] bytes) {
        file(path).write(offset, bytes);
        operation();
    }

    synchronized void truncate(String path, long length) {
        file(path).truncate(length);
        operation();
    }

    synchronized void sync(String path) {
        operation(); // before it has done anything
        file(path).sync();
        deleted.clear();
        operation();
    }

    /** @param durably whether the folder is synced too */
    synchronized void delete(String path, boolean durably) {
        UnsyncedFile file = files.remove(path);
        if (durably) {
            deleted.clear();
        } else if (file != null) {
            deleted.put(path, file);
        }
        operation();
    }

    /** Writes what would be left into an empty folder. */
    synchronized void left(Path target, SplittableRandom random) {
        Map<String, UnsyncedFile> there = new TreeMap<>();
        deleted.forEach((path, file) -> {
            if (random.nextBoolean()) {
                there.put(path, file);
            }
        });
        there.putAll(files);
        there.forEach((path, file) -> {
            if (file.survives(random)) {
                try {
                    Files.write(target.resolve(Path.of(path).getFileName()), file.afterPowerLoss(random));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private UnsyncedFile file(String path) {
        return files.computeIfAbsent(path, name -> new UnsyncedFile());
    }

    private void operation() {
        operations++;
        if (operations >= cutAt) {
            cutAt = Long.MAX_VALUE;
            cut.run();
        }
    }
}
