/** Models that were made elsewhere: readers of the files of other libraries, which are taken for hostile. */
package org.clinicalmlops.core.imported;
