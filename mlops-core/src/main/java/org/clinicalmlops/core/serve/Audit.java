package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.core.seal.Sealing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a workspace into its ledger: a bounded queue and one writer that stores many entries in one transaction, so
 * that a prediction waits for no disk and all entries keep the order in which they were made. Predictions that were offered next to
 * each other, and wait for the writer together, become one entry: a {@link PredictionBlock} (ADR 20). Rows of patients are sealed by the
 * writer; what cannot be sealed is lost and counted, and never stored in plain (ADR 21). While the ledger is out of reach ({@link
 * LedgerUnavailable}) what nobody waits for is kept and tried again for half a minute ({@link Attempts#PATIENCE}); then it is lost and
 * counted, and so is what comes after, until the ledger takes something again. Thread-safe.
 */
public final class Audit implements AutoCloseable {
    /** Our choice: some seconds of a busy hospital, some megabytes. */
    static final int CAPACITY = 10_000;
    /** Our choice: large enough that the cost of a transaction is shared, small enough to be stored in milliseconds. */
    private static final int BATCH = 500;

    private static final long NOTHING = Long.MIN_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final Ledger ledger;
    private final Sealing sealing;
    private final AuditQueue queue;
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;

    private final Receipts receipts = new Receipts();
    private final Attempts attempts;

    /** Since when the writer stores what it stores now, by {@link Elapsed}; {@link #NOTHING} if it stores nothing. */
    private volatile long storing = NOTHING;

    /** Of the batch that is being stored: who waits for its end. The writer's own. */
    private final List<Item> markers = new ArrayList<>();

    public Audit(Ledger ledger) {
        this(ledger, Sealing.NONE);
    }

    /** @param sealing how rows of patients are stored */
    public Audit(Ledger ledger, Sealing sealing) {
        this(ledger, sealing, Attempts.PATIENCE);
    }

    /** @param patience for how long what nobody waits for is kept while the ledger is out of reach */
    Audit(Ledger ledger, Sealing sealing, Duration patience) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.sealing = Objects.requireNonNull(sealing, "sealing");
        this.attempts = new Attempts(ledger, patience);
        this.writer = new Thread(this::write, "clinical-mlops-audit");
        this.queue = new AuditQueue(CAPACITY, writer);
        writer.setDaemon(true);
        writer.start();
    }

    /** Takes an entry, or a row of a block, for storing soon. Never blocks, never throws; false if the queue is full or closed: nothing is stored then. */
    public boolean offer(Draft draft) {
        return offer(() -> draft);
    }

    /** The same of what the writer is to make, so that it costs the caller nothing. */
    boolean offer(Drafting draft) {
        return queue.offer(new Item(draft, null, null));
    }

    /**
     * The same, with a receipt that completes after the sync; it stays a row of a block.
     *
     * @return false also if too many receipts have not been completed: nothing is stored then
     */
    boolean offer(Drafting draft, CompletableFuture<Receipt> receipt) {
        if (!receipts.await()) {
            return false;
        }
        boolean taken = queue.offer(new Item(draft, null, receipt));
        if (!taken) {
            receipts.give();
        }
        return taken;
    }

    /** Settles everything that was offered before and waits for the writer, in order. Waits for no disk. */
    void settle() {
        queue.settle();
    }

    /**
     * Stores an entry, never as a row of a block, after all that were offered before, and waits until it is durable.
     *
     * @throws MlopsException if it could not be stored
     */
    public Entry append(Draft draft) {
        CompletableFuture<Optional<Entry>> stored = new CompletableFuture<>();
        queue.put(new Item(() -> draft, stored, null));
        try {
            return stored.join().orElseThrow();
        } catch (CompletionException e) {
            throw new MlopsException(
                    "the ledger did not take a " + draft.kind() + " entry: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    /**
     * Stores entries next to each other, after all that were offered before, provided that nothing of certain kinds was stored after
     * {@code seen}: see {@link Ledger#appendIfNone}.
     *
     * @throws LedgerConflict if something was; nothing is stored
     * @throws MlopsException if they could not be stored
     */
    List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        flush();
        try {
            return ledger.appendIfNone(kinds, seen, drafts);
        } catch (LedgerConflict | LedgerUnavailable | LedgerDamaged e) {
            throw e;
        } catch (Throwable e) { // whatever it is, as from append
            throw new MlopsException(
                    "the ledger did not take a " + drafts.get(drafts.size() - 1).kind() + " entry: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Waits until everything that was offered before is stored or refused.
     *
     * @throws LedgerUnavailable if the ledger is out of reach: what was offered waits for it, and is not stored yet
     */
    public void flush() {
        CompletableFuture<Optional<Entry>> done = new CompletableFuture<>();
        queue.put(new Item(null, done, null));
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LedgerUnavailable unavailable ? unavailable : e;
        }
    }

    /** How rows of patients are stored. */
    public Sealing sealing() {
        return sealing;
    }

    /** Entries and rows that were accepted and could then not be sealed, or that the ledger refused. */
    public long lost() {
        return lost.get();
    }

    /** Entries and rows that wait to be stored. */
    int queued() {
        return queue.size();
    }

    /** Whether an entry that came now would find room. */
    boolean takes() {
        return queue.takes();
    }

    /**
     * For how long the ledger has been behind: the time that the writer has been storing what it stores now, or that has passed since the
     * ledger refused something and took nothing after. Zero if neither is so.
     */
    Duration behind() {
        Duration failing = attempts.failingFor();
        long since = storing;
        return !failing.isZero() || since == NOTHING ? failing : Duration.ofNanos(Elapsed.nanos() - since);
    }

    /** Stores what is queued and stops. */
    @Override
    public void close() {
        queue.close();
        try {
            writer.join();
            receipts.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Item> batch = new ArrayList<>(BATCH);
        while (!queue.ended()) {
            List<Item> drafted = queue.take(batch, BATCH, (item, e) -> lost(List.of(item), e));
            if (batch.isEmpty()) {
                rest();
            } else {
                store(batch, drafted);
            }
            batch.clear();
        }
    }

    private void rest() {
        if (Thread.interrupted()) {
            LOG.warn("The audit writer ignores an interrupt: it ends when its workspace is closed");
        }
        queue.await();
    }

    private void store(List<Item> batch, List<Item> all) {
        batch.stream().filter(item -> item.drafting() == null).forEach(markers::add);
        if (!all.isEmpty()) {
            storing = Elapsed.nanos();
            List<Item> entries = sealed(all);
            if (!entries.isEmpty()) {
                storeTogether(entries);
            }
            storing = NOTHING;
        }
        markers.forEach(marker -> marker.complete(Optional.empty()));
        markers.clear();
    }

    /** What can be stored of these, with the rows of patients sealed. */
    private List<Item> sealed(List<Item> entries) {
        try {
            List<Draft> closed = sealing.close(entries.stream().map(Item::entry).toList());
            List<Item> sealed = new ArrayList<>(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                sealed.add(entries.get(i).with(closed.get(i)));
            }
            return sealed;
        } catch (IllegalArgumentException e) {
            if (entries.size() > 1) { // one of them can be sealed under no key: the others can
                return entries.stream()
                        .flatMap(item -> sealed(List.of(item)).stream())
                        .toList();
            }
            lost(entries, e);
            return List.of();
        } catch (Throwable e) { // the keys, which may be the host's own: asked once, not once for each row
            Map<Boolean, List<Item>> ofPatients =
                    entries.stream().collect(Collectors.partitioningBy(item -> Sealing.seals(item.entry())));
            lost(ofPatients.get(true), e);
            attempts.failed();
            return ofPatients.get(false);
        }
    }

    private void storeTogether(List<Item> all) {
        List<Item> left = all;
        while (!left.isEmpty()) {
            left = storedBut(left);
        }
    }

    /** What is to be tried again. */
    private List<Item> storedBut(List<Item> items) {
        try {
            Gathered gathered = Gathered.of(items);
            List<Entry> stored = attempts.append(gathered.drafts);
            receipts.complete(gathered.receipts(stored));
            gathered.awaited.forEach((place, item) -> item.complete(Optional.of(stored.get(place))));
        } catch (LedgerUnavailable e) {
            return kept(items, e);
        } catch (IllegalArgumentException e) {
            if (items.size() == 1) {
                lost(items, e);
            } else { // one of them can be stored in no ledger: the others can
                storeTogether(items.subList(0, items.size() / 2));
                storeTogether(items.subList(items.size() / 2, items.size()));
            }
        } catch (Throwable e) { // whatever it is, callers wait for an answer and later entries for a writer
            lost(items, e);
            attempts.failed();
        }
        return List.of();
    }

    /** Who waits is told at once; what nobody waits for is kept for as long as the ledger may be out of reach. */
    private List<Item> kept(List<Item> items, LedgerUnavailable e) {
        List<Item> told = new ArrayList<>();
        List<Item> kept = new ArrayList<>();
        items.forEach(item -> (item.stored() == null ? kept : told).add(item));
        if (!attempts.patient()) {
            lost(items, e);
            return List.of();
        }
        queue.removeIf(item -> item.stored() != null && (item.drafting() == null ? markers : told).add(item));
        lost(told, e);
        markers.forEach(marker -> marker.fail(e));
        markers.clear();
        if (!kept.isEmpty()) {
            attempts.pause();
        }
        return kept;
    }

    private void lost(List<Item> items, Throwable e) {
        if (items.isEmpty()) {
            return;
        }
        lost.addAndGet(items.size());
        LOG.error(
                "{} entries are not in the ledger: {}",
                items.size(),
                e.getClass().getSimpleName());
        items.forEach(item -> item.fail(e));
        boolean inDoubt = e instanceof LedgerUnavailable unavailable
                && !unavailable.inDoubt().isEmpty();
        Receipt none = new Receipt.NotStored(
                inDoubt ? "it is not known whether the ledger has it" : "the ledger did not take it");
        receipts.complete(items.stream()
                .flatMap(item -> Stream.ofNullable(item.receipt()))
                .map(receipt -> new Receipts.Completed(receipt, none))
                .toList());
    }
}
