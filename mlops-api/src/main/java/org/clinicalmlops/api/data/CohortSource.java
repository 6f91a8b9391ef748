package org.clinicalmlops.api.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;

/** Where rows come from: a file, a query, a host's own repository. */
public interface CohortSource<R> {
    /** Short and stable; the plan digest has this name, not a path or an address. */
    String name();

    /**
     * Reads the rows once, in an order of its own that is the same every time. Rows outside the cut may be passed too and are
     * left out by the caller.
     *
     * @return the digest of what was read (bytes of a file, text of a query with its cut), or empty if there is no such thing
     * @throws org.clinicalmlops.api.MlopsException if the source cannot be read, or a row is malformed, naming the place
     */
    Optional<Digest> read(DataCut cut, Consumer<? super R> rows);

    /** Rows that the host already holds in memory. They are read as they are at the time of a run. */
    static <R> CohortSource<R> of(String name, List<? extends R> rows) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rows, "rows");
        return new CohortSource<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Digest> read(DataCut cut, Consumer<? super R> consumer) {
                rows.forEach(consumer);
                return Optional.empty();
            }
        };
    }
}
