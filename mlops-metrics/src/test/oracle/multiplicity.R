# Adjusted p-values by R's p.adjust; e-BH and LORD++ by their definitions.
# Rscript multiplicity.R, in this directory. Writes multiplicity.csv, lord.csv and multiplicity.versions.txt.
options(digits = 17)
text <- function(x) paste(sprintf("%.17g", x), collapse = " ")

published <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
large <- ((7919 * (0:9999)^2 + 104729 * 0:9999) %% 10007 + .5) / 10007
cases <- list(
  published = published,
  shuffled = published[c(7, 3, 15, 1, 9, 11, 2, 5, 13, 4, 8, 6, 14, 10, 12)],
  ties = c(.01, .01, .01, .04, .04, .5, .5, .02),
  one = .03, ends = c(0, 1, 0, 1), tiny = c(1e-300, 1e-12, .05, 1e-12),
  large = large^4) # rows by formula, of which the first 50 adjusted values are kept

# By its definition: at alpha, reject those with e >= n / (k alpha), where k is the largest number of such. The smallest alpha is n / (k e).
ebh <- function(e) {
  n <- length(e)
  candidates <- sort(unique(c(unlist(lapply(seq_len(n), function(k) n / (k * e))), 1)))
  candidates <- candidates[candidates <= 1]
  answer <- rep(1, n)
  for (alpha in rev(candidates)) {
    k <- max(c(0, which(sapply(seq_len(n), function(k) sum(e >= n / (k * alpha) * (1 - 1e-12)) >= k))))
    if (k > 0) answer[e >= n / (k * alpha) * (1 - 1e-12)] <- alpha
  }
  answer
}

out <- file("multiplicity.csv", "w")
cat("case;values;method;adjusted\n", file = out)
for (name in names(cases)) {
  p <- cases[[name]]
  shown <- if (name == "large") "formula" else text(p)
  for (method in c("holm", "BH", "BY")) {
    cat(name, shown, method, paste0(text(head(p.adjust(p, method), 50)), "\n"), sep = ";", file = out)
  }
}
for (e in list(c(100, 3, 40, .5, 80, 2, 0, 1000), c(20, 20, 20), 15, c(0, 0), c(60, 41, 30, 25, 21, 1))) {
  cat("e", text(e), "e-BH", paste0(text(ebh(e)), "\n"), sep = ";", file = out)
}
close(out)

# Ramdas et al. 2017: alpha_t = gamma_t w0 + (alpha - w0) gamma_(t - tau_1) + alpha sum_(j >= 2, tau_j < t) gamma_(t - tau_j)
lord <- function(p, alpha) {
  gamma <- .07720838 * log(pmax(seq_len(length(p) + 1), 2)) / (seq_len(length(p) + 1) * exp(sqrt(log(seq_len(length(p) + 1)))))
  w0 <- alpha / 10
  tau <- c()
  levels <- c()
  for (t in seq_len(length(p) + 1)) {
    levels[t] <- gamma[t] * w0
    if (length(tau) > 0) levels[t] <- levels[t] + (alpha - w0) * gamma[t - tau[1]]
    if (length(tau) > 1) levels[t] <- levels[t] + alpha * sum(gamma[t - tau[-1]])
    if (t <= length(p) && p[t] <= levels[t]) tau <- c(tau, t)
  }
  levels
}

out <- file("lord.csv", "w")
cat("pValues;alpha;levels\n", file = out)
for (p in list(numeric(0), .5, published, rev(published), c(1e-5, .2, 1e-4, 1e-4, .6, .001, .3, 0, .02, .9), rep(0, 5))) {
  for (alpha in c(.05, .2)) cat(text(p), alpha, paste0(text(lord(p, alpha)), "\n"), sep = ";", file = out)
}
cat("formula", .05, paste0(text(tail(lord(large^4, .05), 3)), "\n"), sep = ";", file = out) # the last three of 10,001 levels
close(out)
writeLines(R.version.string, "multiplicity.versions.txt")
