//! Works on parts of something, side by side where there are threads.

/// Each by itself, side by side where there are threads.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Send, U: Send>(parts: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    use rayon::prelude::*;
    if parts.len() < 2 || rayon::current_num_threads() < 2 {
        return parts.into_iter().map(work).collect();
    }
    parts.into_par_iter().map(work).collect()
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, U>(parts: Vec<T>, work: impl Fn(T) -> U) -> Vec<U> {
    parts.into_iter().map(work).collect()
}
