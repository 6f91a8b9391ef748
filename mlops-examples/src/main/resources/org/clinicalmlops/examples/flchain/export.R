# Exports the data set survival::flchain to flchain.csv, beside this script.
#
# Usage: Rscript export.R
#
# The columns are the published ones, in the published order and with the published names, preceded by
# the row name of the data frame as the column "id". Rows keep the published order. A missing value is an
# empty field. Numbers are written as plain decimals with the fewest digits (at most 15) that read back
# as exactly the stored double; the script checks this, the number of rows and the number of missing
# values, and fails otherwise. RFC 4180, except that a line ends in LF alone.

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- if (length(script) == 1) dirname(normalizePath(script)) else getwd()
target <- file.path(folder, "flchain.csv")

data <- survival::flchain
columns <- c("age", "sex", "sample.yr", "kappa", "lambda", "flc.grp", "creatinine", "mgus", "futime",
             "death", "chapter")

stopifnot(
    identical(names(data), columns),
    nrow(data) == 7874L,
    identical(row.names(data), as.character(seq_len(7874L))),
    sum(is.na(data$creatinine)) == 1350L,
    !anyNA(data[setdiff(columns, c("creatinine", "chapter"))]),
    identical(is.na(data$chapter), data$death == 0)
)

decimal <- function(x) {
    if (is.na(x)) {
        return("")
    }
    text <- format(x, digits = 15, scientific = FALSE, trim = TRUE)
    stopifnot(as.numeric(text) == x, grepl("^[0-9]+([.][0-9]+)?$", text))
    text
}

quoted <- function(x) {
    x <- ifelse(is.na(x), "", as.character(x))
    ifelse(grepl("[\",\r\n]", x), paste0("\"", gsub("\"", "\"\"", x), "\""), x)
}

fields <- lapply(data, function(x) if (is.numeric(x)) vapply(x, decimal, "") else quoted(x))
lines <- c(paste(c("id", columns), collapse = ","),
           do.call(paste, c(list(row.names(data)), unname(fields), sep = ",")))

connection <- file(target, open = "wb")
writeLines(lines, connection, sep = "\n", useBytes = TRUE)
close(connection)

# What was written must read back as what was exported.
back <- read.csv(target, na.strings = "", check.names = FALSE, colClasses = c(id = "character"))
stopifnot(
    identical(names(back), c("id", columns)),
    nrow(back) == 7874L,
    identical(back$id, row.names(data)),
    sum(is.na(back$creatinine)) == 1350L,
    all(vapply(columns, function(name) {
        stored <- data[[name]]
        if (is.factor(stored)) stored <- as.character(stored)
        identical(is.na(stored), is.na(back[[name]])) && all(stored == back[[name]], na.rm = TRUE)
    }, NA))
)
cat(sprintf("flchain.csv: %d rows, %d without creatinine, survival %s, %s\n", nrow(back),
            sum(is.na(back$creatinine)), packageVersion("survival"), R.version.string))
