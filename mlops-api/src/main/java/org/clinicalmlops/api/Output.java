package org.clinicalmlops.api;

/**
 * What a model answers; the one type parameter {@code P} of the life cycle. Sealed: metrics, codecs and monitors must know
 * each kind.
 */
public sealed interface Output permits Risk {}
