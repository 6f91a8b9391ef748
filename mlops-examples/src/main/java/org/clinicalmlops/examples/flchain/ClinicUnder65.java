package org.clinicalmlops.examples.flchain;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;

/** The same assays as a clinic would have seen them that took residents under 65 only until it opened to everybody. */
final class ClinicUnder65 implements CohortSource<Assay> {
    private final CohortSource<Assay> everybody;
    private final Instant opened;

    /** @param opened from when on residents of any age are seen */
    ClinicUnder65(CohortSource<Assay> everybody, Instant opened) {
        this.everybody = everybody;
        this.opened = opened;
    }

    @Override
    public String name() {
        return "clinic, under 65 only before " + opened;
    }

    @Override
    public Optional<Digest> read(DataCut cut, Consumer<? super Assay> rows) {
        return everybody.read(cut, assay -> {
            if (assay.age() < 65 || !assay.sampledAt().isBefore(opened)) {
                rows.accept(assay);
            }
        });
    }
}
