//! Broken sets, each with its code and place, and real ones cut and flipped: an error or data of the same shape, never a panic.
