package org.clinicalmlops.core.exchange;

import java.util.function.Function;

/** What came out when a file was read. */
public sealed interface FileAnswer {
    /** Everything in it holds. */
    record Sound(ModelFile file) implements FileAnswer {}

    /** Something does not; nothing in the file is to be used. */
    record Unsound(FileFault fault) implements FileAnswer {}

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Sound, ? extends T> sound, Function<? super Unsound, ? extends T> unsound) {
        if (this instanceof Sound s) {
            return sound.apply(s);
        }
        return unsound.apply((Unsound) this);
    }
}
