package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.clinicalmlops.monitoring.proof.Bench.Slot;
import org.clinicalmlops.monitoring.proof.Entry.Reads;

/**
 * False alarms of several detectors, each with two allowances, on several streams at several volumes. What fires always and what never
 * fires is there too: the first must be seen to break its promise, the second to keep it.
 */
final class SizeTable {
    private final int[] volumes;
    private final List<Slot> slots = new ArrayList<>();
    private final double years;
    private final double unit;
    private final Scale scale;
    private final Progress progress;
    private final List<String> streams = new ArrayList<>();
    private final List<List<Alarms>> cells = new ArrayList<>();

    /**
     * @param volumes rows a week, a column each
     * @param generous an allowance a year under which some hundred streams show what a detector does
     * @param years how long a stream is
     * @param unit what alarms are divided by: {@code years} for those of a year, 1 for those of a stream
     */
    SizeTable(
            int[] volumes,
            List<Entry> entries,
            double generous,
            double years,
            double unit,
            Scale scale,
            Progress progress) {
        this.volumes = volumes.clone();
        this.years = years;
        this.unit = unit;
        this.scale = scale;
        this.progress = progress;
        for (Entry entry : entries) {
            slots.add(new Slot(entry, generous));
            if (entry.reads() != Reads.ANYTHING) {
                slots.add(new Slot(entry, entry.perYear()));
            }
        }
    }

    /** Detectors in the order in which a stream counts their alarms. */
    List<Slot> slots() {
        return slots;
    }

    /** Opens one replicate of a stream: alarms of each slot, by rows a week. */
    interface Stream {
        IntFunction<long[]> open(int replicate);
    }

    /**
     * @param wanted replicates, unless they have too many rows
     * @param rows of a replicate at a volume
     */
    void stream(String name, int wanted, IntFunction<Long> rows, Stream stream) {
        int[] replicates = IntStream.of(volumes)
                .map(volume -> scale.streams(wanted, rows.apply(volume)))
                .toArray();
        int most = IntStream.of(replicates).max().orElse(0);
        List<long[][]> all = Replicates.run(name, most, progress, r -> {
            IntFunction<long[]> opened = stream.open(r);
            long[][] alarms = new long[volumes.length][];
            for (int v = 0; v < volumes.length; v++) {
                alarms[v] = r < replicates[v] ? opened.apply(volumes[v]) : null;
            }
            return alarms;
        });
        List<Alarms> line = new ArrayList<>();
        for (int v = 0; v < volumes.length; v++) {
            int at = v;
            line.add(new Alarms(
                    all.subList(0, replicates[v]).stream().map(a -> a[at]).toList()));
        }
        streams.add(name);
        cells.add(line);
    }

    /** What was found, and in {@code verdict} what of it breaks a promise. */
    Table table(String title, Verdict verdict) {
        List<String> heads = new ArrayList<>(List.of("detector", "stream", "nominal"));
        for (int volume : volumes) {
            heads.add("n=" + volume + "  ");
        }
        Table table = new Table(title, 2, heads.toArray(String[]::new));
        for (int slot = 0; slot < slots.size(); slot++) {
            boolean measuresTheHarness = slots.get(slot).entry().reads() == Reads.ANYTHING;
            for (int s = 0; s < (measuresTheHarness ? 1 : streams.size()); s++) {
                table.line(line(slot, s, verdict));
            }
        }
        return table;
    }

    private String[] line(int slot, int s, Verdict verdict) {
        double nominal = slots.get(slot).perYear() * years;
        String id = slots.get(slot).entry().id();
        List<String> line = new ArrayList<>(List.of(id, streams.get(s), Table.number(nominal / unit)));
        for (int v = 0; v < volumes.length; v++) {
            Alarms alarms = cells.get(s).get(v);
            boolean more = alarms.atLeast(slot) > nominal;
            String mean = Table.number(alarms.mean(slot) / unit);
            line.add(mean + (more ? " !" : "  "));
            String name = id + " on " + streams.get(s) + ", n=" + volumes[v] + ", " + alarms.streams() + " streams: "
                    + mean + " (at least " + Table.number(alarms.atLeast(slot) / unit) + "), promised "
                    + Table.number(nominal / unit);
            if (more != id.equals(Registry.ALWAYS.id())) {
                verdict.broken(more ? name : "the harness does not see what always fires: " + name);
            }
        }
        return line.toArray(String[]::new);
    }
}
