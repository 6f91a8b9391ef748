import org.jspecify.annotations.NullMarked;

/** Adapter: trainers of the Smile library, whose models become our own forms. No type of Smile shows. */
@NullMarked
module org.clinicalmlops.smile {
    requires transitive org.clinicalmlops.api;
    requires static org.jspecify;
    requires smile.core;
    requires smile.data;
    requires smile.math;

    exports org.clinicalmlops.smile;
}
