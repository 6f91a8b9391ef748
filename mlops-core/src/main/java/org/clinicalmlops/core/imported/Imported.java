package org.clinicalmlops.core.imported;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.GivenModel;

/** What came out when a model's file was read. */
public sealed interface Imported {
    /**
     * The model, for {@code Train.given(model)}: it passes the same gates as any other.
     *
     * @param notes what a reader should know of the file and does not change what is answered
     */
    record Read(GivenModel<Risk> model, List<String> notes) implements Imported {
        public Read {
            Objects.requireNonNull(model, "model");
            notes = List.copyOf(notes);
        }
    }

    /**
     * Nothing in the file is to be used.
     *
     * @param faults at least one; the first that was found, or all of one kind where they can be told together
     */
    record Refused(List<ImportFault> faults) implements Imported {
        public Refused {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs at least one fault");
            }
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Read, ? extends T> read, Function<? super Refused, ? extends T> refused) {
        if (this instanceof Read r) {
            return read.apply(r);
        }
        return refused.apply((Refused) this);
    }

    /** {@link #fold} for effects. */
    default void match(Consumer<? super Read> read, Consumer<? super Refused> refused) {
        if (this instanceof Read r) {
            read.accept(r);
        } else {
            refused.accept((Refused) this);
        }
    }
}
