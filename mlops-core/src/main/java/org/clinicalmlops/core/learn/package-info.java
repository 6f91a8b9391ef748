/** Judgements of continual learning, each usable alone: what must not be forgotten, a test set that wears out, guards against bad data. */
package org.clinicalmlops.core.learn;
