/**
 * Contract tests that a host extends to check its own stage: {@link org.clinicalmlops.testkit.ledger.LedgerContract} for a ledger,
 * {@link org.clinicalmlops.testkit.train.TrainerContract} for a trainer, {@link org.clinicalmlops.testkit.monitor.DetectorContract} for a
 * detector.
 */
package org.clinicalmlops.testkit;
