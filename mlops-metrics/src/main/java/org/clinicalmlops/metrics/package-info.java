/** The numbers that go into an evaluation plan, under the ids by which plans and gates know them. */
package org.clinicalmlops.metrics;
