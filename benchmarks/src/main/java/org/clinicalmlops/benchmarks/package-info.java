/** JMH benchmarks; each class says in its first sentence which question it answers. */
package org.clinicalmlops.benchmarks;
