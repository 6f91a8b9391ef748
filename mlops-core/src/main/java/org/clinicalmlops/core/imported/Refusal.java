package org.clinicalmlops.core.imported;

import java.util.List;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** Leaves a reader with what it found; never leaves the package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Our choice: enough of a text of the file to find it there. */
    private static final int SHOWN = 60;

    private final transient List<ImportFault> faults;

    private Refusal(List<ImportFault> faults) {
        super(faults.toString(), null, false, false);
        this.faults = faults;
    }

    static Refusal of(Kind kind, String where, String rule) {
        return new Refusal(List.of(new ImportFault(kind, where, rule)));
    }

    static Refusal of(List<ImportFault> faults) {
        return new Refusal(List.copyOf(faults));
    }

    List<ImportFault> faults() {
        return faults;
    }

    /** A text of the file as it may be shown: short, on one line, without control characters. */
    static String shown(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return "'" + shown.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]", "?") + "'";
    }
}
