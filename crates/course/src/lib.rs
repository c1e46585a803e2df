//! The catalogue: stages, exercises and their metadata, read from the folders.
