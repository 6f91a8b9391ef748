package org.clinicalmlops.core.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.serve.Receipt;

/** Items as the entries that they become together, predictions next to each other in blocks, and where in them each one is that somebody waits for. */
final class Gathered {
    final List<Draft> drafts = new ArrayList<>();
    /** What somebody waits for stays an entry of its own, at this place. */
    final Map<Integer, Item> awaited = new LinkedHashMap<>();

    private final List<Place> places = new ArrayList<>();

    private record Place(CompletableFuture<Receipt> receipt, int entry, int row) {}

    private Gathered() {}

    static Gathered of(List<Item> items) {
        Gathered gathered = new Gathered();
        List<Item> run = new ArrayList<>();
        for (Item item : items) {
            if (item.stored() == null) {
                run.add(item);
            } else {
                gathered.add(run);
                run.clear();
                gathered.awaited.put(gathered.drafts.size(), item);
                gathered.drafts.add(item.entry());
            }
        }
        gathered.add(run);
        return gathered;
    }

    private void add(List<Item> run) {
        int entry = drafts.size();
        drafts.addAll(PredictionBlock.gather(run.stream().map(Item::entry).toList()));
        int row = 0;
        for (Item item : run) {
            CompletableFuture<Receipt> receipt = item.receipt();
            if (receipt != null) {
                places.add(new Place(receipt, entry, row));
            }
            row++;
            if (row == rows(drafts.get(entry))) {
                entry++;
                row = 0;
            }
        }
    }

    private static int rows(Draft draft) {
        return draft.kind() == EntryKind.PREDICTIONS_RECORDED
                ? Integer.parseInt(draft.facts().required("rows"))
                : 1;
    }

    /** @param stored the entries that the drafts have become */
    List<Receipts.Completed> receipts(List<Entry> stored) {
        return places.stream()
                .map(place -> new Receipts.Completed(
                        place.receipt,
                        new Receipt.Stored(stored.get(place.entry).sequence(), place.row)))
                .toList();
    }
}
