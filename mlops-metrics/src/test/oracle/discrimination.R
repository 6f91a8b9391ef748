# Partial AUROC, paired DeLong test and average precision of the samples of samples.R.
# Rscript discrimination.R, in this directory; needs pROC. Writes discrimination.csv and discrimination.versions.txt.
suppressMessages(library(pROC))
source("samples.R")

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}

# Average precision by its definition, event by event; its derivative by the weight of each case, event by event too.
average.precision <- function(s, y) {
  events <- which(y)
  ap <- 0
  derivative <- numeric(length(s))
  for (i in events) {
    flagged <- s >= s[i]
    tp <- sum(flagged & y)
    n <- sum(flagged)
    ap <- ap + tp / n
    derivative[i] <- derivative[i] + tp / n
    derivative <- derivative + flagged * (y / n - tp / n^2)
  }
  ap <- ap / length(events)
  derivative <- (derivative - ap * y) / length(events)
  c(ap, sum(derivative^2))
}

z <- qnorm(0.975)
for (name in names(samples)) {
  d <- samples[[name]]
  y <- as.integer(d$y)
  first <- roc(y, d$s, levels = c(0, 1), direction = "<", quiet = TRUE)
  second <- roc(y, d$t, levels = c(0, 1), direction = "<", quiet = TRUE)
  put(name, "delong.p", roc.test(second, first, method = "delong", paired = TRUE)$p.value)
  ap <- average.precision(d$s, d$y)
  reach <- z * sqrt(ap[2]) / (ap[1] * (1 - ap[1]))
  put(name, "ap", ap[1])
  put(name, "ap.lower", plogis(qlogis(ap[1]) - reach))
  put(name, "ap.upper", plogis(qlogis(ap[1]) + reach))
  for (axis in c("specificity", "sensitivity")) {
    for (range in list(c(0.9, 1), c(0.55, 0.83), c(0, 0.4))) {
      id <- sprintf("%s.%g.%g", axis, range[1], range[2])
      area <- function(correct) {
        suppressWarnings(as.numeric(auc(first,
          partial.auc = rev(range), partial.auc.focus = axis, partial.auc.correct = correct)))
      }
      put(name, id, area(FALSE))
      put(name, paste0(id, ".standardized"), area(TRUE)) # NA if below the diagonal
    }
  }
}
writeLines(c("sample,quantity,value", unlist(rows)), "discrimination.csv")
writeLines(c(R.version.string, paste("pROC", packageVersion("pROC"))), "discrimination.versions.txt")
