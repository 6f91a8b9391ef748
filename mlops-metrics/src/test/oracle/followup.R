# Concordance and time-dependent AUROC of censored samples made by whole-number formulas and divisions, the same bits as in Java.
# Rscript followup.R, in this directory; needs survival and riskRegression. Writes followup.csv and followup.versions.txt.
suppressMessages({library(survival); library(riskRegression); library(prodlim)})

# Formulas as in FollowedSample.java.
spread <- function(k, a, b, m) ((a * k * k + b * k) %% m + 0.5) / m
sample.of <- function(n, levels, grid, censoring, rarity) {
  k <- seq_len(n) - 1
  s <- spread(k, 7919, 104729, 10007)
  u <- spread(k, 4211, 12347, 9973)
  v <- spread(k, 31, 17, 10009)
  x <- if (levels > 0) floor(s * levels) / levels else s
  event <- rarity * (u / (1 - u)) / (0.2 + 3 * s * s)
  censored <- censoring * (v / (1 - v))
  time <- pmin(event, censored)
  if (grid > 0) time <- ceiling(time * grid) / grid
  list(x = x, time = time, y = event <= censored)
}
samples <- list(
  hand12 = list(x = c(12, 11, 8, 9, 9, 10, 7, 5, 6, 6, 3, 1) / 16,
    time = c(1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 7), y = c(1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1) == 1),
  ties120 = sample.of(120, 5, 2, 1.5, 1),
  followed200 = sample.of(200, 0, 0, 1e9, 1),
  censored300 = sample.of(300, 0, 0, 0.5, 1),
  rare5000 = sample.of(5000, 0, 0, 3, 100),
  large10000 = sample.of(10000, 50, 8, 2, 1)
)
horizons <- c(hand12 = 4, ties120 = 1, followed200 = 0.5, censored300 = 0.5, rare5000 = 3, large10000 = 1)

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}

# AUROC at a horizon by its definition, with case weights w. Being censored at u is at the risk of those whose time is later, or u
# itself without an event.
auroc.at <- function(horizon, d, w) {
  us <- sort(unique(d$time[!d$y & d$time <= horizon]))
  free <- vapply(us, FUN.VALUE = 0, function(u) {
    1 - sum(w[d$time == u & !d$y]) / sum(w[d$time > u | d$time == u & !d$y])
  })
  before <- function(t) prod(free[us < t])
  cases <- which(d$y & d$time <= horizon)
  controls <- which(d$time > horizon)
  a <- w[cases] / sapply(d$time[cases], before)
  lower <- sapply(d$x[cases], function(x) {
    sum(w[controls] * ((d$x[controls] < x) + (d$x[controls] == x) / 2)) / sum(w[controls])
  })
  sum(a * lower) / sum(a)
}

for (name in names(samples)) {
  d <- samples[[name]]
  n <- length(d$x)
  horizon <- horizons[[name]]
  surv <- Surv(d$time, as.integer(d$y))
  put(name, "n", n)
  put(name, "events", sum(d$y))
  put(name, "horizon", horizon)
  put(name, "time.sum", sum(d$time))
  harrell <- concordance(surv ~ d$x, timewt = "n", reverse = TRUE, timefix = FALSE)
  put(name, "harrell", harrell$concordance)
  put(name, "harrell.error", sqrt(harrell$var))
  for (upto in c("all", "horizon")) {
    uno <- if (upto == "all") concordance(surv ~ d$x, timewt = "n/G2", reverse = TRUE, timefix = FALSE)
      else concordance(surv ~ d$x, timewt = "n/G2", reverse = TRUE, timefix = FALSE, ymax = horizon)
    put(name, paste0("uno.", upto), uno$concordance)
    put(name, paste0("uno.", upto, ".error"), sqrt(uno$var))
  }
  w <- rep(1, n)
  put(name, "auroc.at", auroc.at(horizon, d, w))
  if (n <= 300) { # the standard error from numerical derivatives by the weight of each case
    h <- 1e-4
    derivative <- sapply(seq_len(n), function(k) {
      step <- function(by) auroc.at(horizon, d, replace(w, k, 1 + by))
      (8 * (step(h) - step(-h)) - (step(2 * h) - step(-2 * h))) / (12 * h)
    })
    put(name, "auroc.at.error", sqrt(sum(derivative^2)))
  }
  # riskRegression's own influence function, asymptotically the same
  frame <- data.frame(time = d$time, status = as.integer(d$y), x = d$x)
  score <- tryCatch(suppressWarnings(Score(list(x = d$x), formula = Hist(time, status) ~ 1, data = frame, metrics = "auc",
    times = horizon, cens.model = "km", cens.method = "ipcw", conservative = FALSE, se.fit = TRUE, null.model = FALSE)),
    error = function(e) NULL)
  if (!is.null(score)) {
    put(name, "riskRegression.auc", score$AUC$score$AUC)
    put(name, "riskRegression.error", score$AUC$score$se)
  }
}
writeLines(c("sample,quantity,value", unlist(rows)), "followup.csv")
writeLines(c(R.version.string, paste("survival", packageVersion("survival")),
  paste("riskRegression", packageVersion("riskRegression"))), "followup.versions.txt")
