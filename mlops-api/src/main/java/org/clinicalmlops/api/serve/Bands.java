package org.clinicalmlops.api.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/** Names for ranges of risk, as low, moderate and high, for whoever reads an answer. Immutable: every call returns new bands. */
public final class Bands implements Declared {
    private final List<Band> bands;

    private Bands(List<Band> bands) {
        this.bands = List.copyOf(bands);
    }

    /**
     * One range.
     *
     * @param name not blank
     * @param from the lowest risk in it; in [0, 1)
     */
    public record Band(String name, double from) implements Declared {
        public Band {
            Objects.requireNonNull(name, "name");
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of a band must not be blank");
            }
            if (!(from >= 0 && from < 1)) {
                throw new IllegalArgumentException("band '" + name + "' must begin in [0, 1), was " + from);
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("band").with("name", name).with("from", from);
        }
    }

    /** @param name of the band that begins at 0 */
    public static Bands of(String name) {
        return new Bands(List.of(new Band(name, 0)));
    }

    /**
     * The next band.
     *
     * @param risk above where the last one begins, below 1
     */
    public Bands from(double risk, String name) {
        Band last = bands.get(bands.size() - 1);
        if (!(risk > last.from)) {
            throw new IllegalArgumentException("band '" + name + "' must begin above " + last.from + ", was " + risk);
        }
        if (bands.stream().anyMatch(band -> band.name.equals(name))) {
            throw new IllegalArgumentException("band named twice: '" + name + "'");
        }
        List<Band> more = new ArrayList<>(bands);
        more.add(new Band(name, risk));
        return new Bands(more);
    }

    /** From the lowest risk on. */
    public List<Band> bands() {
        return bands;
    }

    /**
     * The name of the band that a risk is in.
     *
     * @param risk in [0, 1]
     */
    public String of(double risk) {
        int b = bands.size() - 1;
        while (b > 0 && risk < bands.get(b).from) {
            b--;
        }
        return bands.get(b).name;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("bands").with("bands", bands);
    }
}
