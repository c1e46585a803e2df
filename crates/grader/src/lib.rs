//! Builds katas, runs their tests under limits, gives verdicts and scores.
