/** Adapter: trainers of the Smile library. */
module org.clinicalmlops.smile {
    requires transitive org.clinicalmlops.api;
    requires org.clinicalmlops.metrics;
    requires smile.core;
    requires smile.data;
    requires smile.math;
}
